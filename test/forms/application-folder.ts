import { execFile } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Delivery, deliver } from '../environment/delivery.ts';
import { expectOutcome } from '../program/outcome.ts';
import { FIXTURES, REGISTER, ROOT } from '../program/program.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import type { ApplicationForm } from './application-forms.ts';

const run = promisify(execFile);

/** Writes an application of the given form into a folder as a user has it, builds it and runs it to its end, which has to be a good one. The start-up line is not kept quiet. */
export async function runForm({ files, build = [], start }: ApplicationForm): Promise<Delivery> {
  using folder = new TemporaryFolder();
  folder.write('package.json', JSON.stringify({ name: 'shop', version: '1.2.3', private: true }));
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
  symlinkSync(join(FIXTURES, 'libraries'), join(folder.path, 'libraries'));
  for (const [name, source] of Object.entries(files)) folder.write(name, inCheckout(source));
  for (const command of build) await buildWith(command, folder.path);
  const { env, args } = parseStart(start);
  const [file = '', ...nodeOptions] = args.toReversed();
  const delivery = await deliver({
    file: join(folder.path, file),
    nodeOptions: nodeOptions.reverse(),
    cwd: folder.path,
    env: { OTEL_LOG_LEVEL: 'info', ...env },
  });
  expectOutcome(delivery.result);
  return delivery;
}

/** The command of an installed package, on the Node that runs the tests. */
async function buildWith(command: string, cwd: string): Promise<void> {
  const PATH = `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}`;
  await run('sh', ['-c', command], { cwd, env: { ...process.env, PATH } });
}

/** The installed otelier is the checkout here. */
const inCheckout = (text: string): string => text.replaceAll('otelier/register', REGISTER);

/** `NAME="value" node --import otelier/register main.mjs` */
function parseStart(start: string): { env: Record<string, string>; args: readonly string[] } {
  const [, variable, value, rest = ''] = /^(?:(\w+)="([^"]*)" )?node (.*)$/.exec(start) ?? [];
  return {
    env: variable === undefined ? {} : { [variable]: inCheckout(value ?? '') },
    args: inCheckout(rest).split(' '),
  };
}
