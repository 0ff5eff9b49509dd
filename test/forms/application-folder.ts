import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Delivery, type DeliveryOptions, deliver } from '../environment/delivery.ts';
import { expectOutcome } from '../program/outcome.ts';
import { FIXTURES, REGISTER, ROOT } from '../program/program.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import type { ApplicationForm } from './application-forms.ts';

const run = promisify(execFile);

export interface RunFormOptions {
  /** An installed otelier's folder. @default the checkout */
  readonly otelier?: string;
  /** The program of another Node. @default the one that runs the tests */
  readonly node?: string;
}

/**
 * Writes an application of the given form into a folder as a user has it, builds it and runs it to its end, which has to be a good one.
 * The line at the start is not kept quiet.
 */
export async function runForm(form: ApplicationForm, options: RunFormOptions = {}): Promise<Delivery> {
  using folder = new TemporaryFolder();
  const resolve = options.otelier === undefined ? inCheckout : (text: string): string => text;
  folder.write('package.json', JSON.stringify({ name: 'shop', version: '1.2.3', private: true }));
  linkModules(join(folder.path, 'node_modules'), options.otelier);
  symlinkSync(join(FIXTURES, 'libraries'), join(folder.path, 'libraries'));
  for (const [name, source] of Object.entries(form.files)) folder.write(name, resolve(source));
  const build = options.node === undefined ? (form.build ?? []) : [LOWERED];
  for (const command of build) await buildWith(command, folder.path);
  const delivery = await deliver({
    ...parseStart(resolve(form.start), folder.path),
    cwd: folder.path,
    ...(options.node === undefined ? {} : { node: options.node }),
  });
  expectOutcome(delivery.result);
  return delivery;
}

/** The repository's packages, and otelier where it is an installed one. */
function linkModules(folder: string, otelier: string | undefined): void {
  const installed = join(ROOT, 'node_modules');
  if (otelier === undefined) {
    symlinkSync(installed, folder);
    return;
  }
  mkdirSync(folder);
  for (const name of readdirSync(installed)) symlinkSync(join(installed, name), join(folder, name));
  symlinkSync(otelier, join(folder, 'otelier'));
}

/** The programs are written for the Node that runs the tests, `await using` and all. */
const LOWERED =
  'esbuild libraries/application.mjs --bundle --platform=node --format=esm --packages=external --target=node22.15 ' +
  '--outfile=lowered/application.mjs --log-level=error && rm libraries && mv lowered libraries';

/** The command of an installed package. */
async function buildWith(command: string, cwd: string): Promise<void> {
  const PATH = `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}`;
  await run('sh', ['-c', command], { cwd, env: { ...process.env, PATH } });
}

/** The installed otelier is the checkout here. */
const inCheckout = (text: string): string => text.replaceAll('otelier/register', REGISTER);

/** `NAME="value" node --import otelier/register main.mjs` */
function parseStart(start: string, folder: string): Pick<DeliveryOptions, 'file' | 'nodeOptions' | 'env'> {
  const [, variable, value, rest = ''] = /^(?:(\w+)="([^"]*)" )?node (.*)$/.exec(start) ?? [];
  const args = rest.split(' ');
  return {
    file: join(folder, args.at(-1) ?? ''),
    nodeOptions: args.slice(0, -1),
    env: { OTEL_LOG_LEVEL: 'info', ...(variable === undefined ? {} : { [variable]: value }) },
  };
}
