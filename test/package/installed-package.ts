import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = path.resolve(import.meta.dirname, '../..');

export interface InstalledPackage {
  /** An otherwise empty folder with otelier in its node_modules. */
  readonly folder: string;
  write(name: string, text: string): Promise<string>;
  /** Runs a program of the folder, with nothing in its environment but PATH, HOME and what is given. Rejects on another exit code than 0. */
  node(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<{ stdout: string; stderr: string }>;
  /** The same with another Node. */
  run(
    program: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ stdout: string; stderr: string }>;
  remove(): Promise<void>;
}

/** Installs the packed project (packed-project.mjs) as a user would. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'otelier-package-'));
  const packed = process.env['OTELIER_TEST_PACKED'] ?? '';
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'user-app', version: '3.2.1', private: true }),
  );
  const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
  await run('npm', ['install', '--silent', path.join(packed, `otelier-${version}.tgz`)], { cwd: folder });
  // The line at the start would be in the way of every comparison.
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', OTEL_LOG_LEVEL: 'warn' };
  const runWith = (program: string, args: readonly string[], extra: Readonly<Record<string, string>> = {}) =>
    run(program, [...args], { cwd: folder, env: { ...env, ...extra }, timeout: 30_000 });
  return {
    folder,
    write: async (name, text) => {
      await writeFile(path.join(folder, name), text);
      return name;
    },
    node: (args, extra) => runWith(process.execPath, args, extra),
    run: runWith,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
