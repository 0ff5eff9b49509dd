import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './layers.ts';

export interface ApplicationPackage {
  readonly name?: string;
  readonly version?: string;
  /** The file it was read from. */
  readonly file: string;
}

const IN_NODE_MODULES = /[\\/]node_modules[\\/]/;

/**
 * The package.json of the application: the nearest one with a name, from the running script's folder upwards. A script in node_modules (`next`,
 * jest-worker, vitest, a global pm2) is a tool that runs the application: then the search starts at the script that pm2 runs, or otherwise in the
 * working directory. So it does without a script (`node -e`, the REPL).
 */
export function findApplicationPackage(
  script: string | undefined,
  environment: Environment = {},
): ApplicationPackage | undefined {
  const { pm_exec_path: pm2Script, pm_cwd: pm2Folder } = environment;
  if (script === undefined) return nearestPackage(process.cwd());
  if (!isInNodeModules(script)) return nearestPackage(path.resolve(script));
  if (pm2Script !== undefined && !isInNodeModules(pm2Script)) return nearestPackage(pm2Script);
  const folder = pm2Script === undefined ? undefined : pm2Folder;
  // An application that is itself installed globally may run in any folder.
  return nearestPackage(folder ?? process.cwd()) ?? nearestPackage(realPath(script));
}

/** Links of npm (`node_modules/.bin/next`, `/usr/bin/pm2`) are followed, as Node does. */
const isInNodeModules = (script: string): boolean => IN_NODE_MODULES.test(realPath(script));

function realPath(script: string): string {
  try {
    return realpathSync(script);
  } catch {
    return path.resolve(script);
  }
}

/** The script may be a folder (`node .`), so the search starts at itself. */
function nearestPackage(start: string): ApplicationPackage | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const found = readPackage(path.join(folder, 'package.json'));
    if (found !== undefined || path.dirname(folder) === folder) return found;
  }
}

function readPackage(file: string): ApplicationPackage | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    if (typeof name !== 'string' || name === '') return undefined;
    return { name, file, ...(typeof version === 'string' && version !== '' ? { version } : {}) };
  } catch {
    return undefined;
  }
}
