import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const CACHE = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'otelier-node');

/** Returns the program of another Node version, installed from the registry's package `node` into a cache folder the first time. */
export async function installNode(version: string): Promise<string> {
  const folder = path.join(CACHE, version);
  const program = path.join(folder, 'node_modules/node/bin/node');
  if (existsSync(program)) return program;
  // Complete or not at all, whatever else installs the same.
  const temporary = `${folder}-${process.pid}`;
  await mkdir(temporary, { recursive: true });
  await writeFile(
    path.join(temporary, 'package.json'),
    JSON.stringify({ private: true, allowScripts: { node: true } }),
  );
  await promisify(execFile)('npm', ['install', '--silent', `node@${version}`], { cwd: temporary });
  await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }));
  return program;
}
