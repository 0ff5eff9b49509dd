import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface ApplicationPackage {
  readonly name?: string;
  readonly version?: string;
  /** The file it was read from. */
  readonly file: string;
}

/**
 * The package.json that the running script belongs to: the nearest one with a name, from the script's folder upwards.
 * Without a script (`node -e`, the REPL) the search starts in the working directory.
 */
export function findApplicationPackage(script: string | undefined): ApplicationPackage | undefined {
  // The script may be a folder (`node .`), so the search starts at itself.
  let folder = script === undefined ? process.cwd() : path.resolve(script);
  for (;;) {
    const found = readPackage(path.join(folder, 'package.json'));
    if (found !== undefined) return found;
    const parent = path.dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
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
