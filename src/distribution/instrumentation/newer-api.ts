import { readFileSync } from 'node:fs';
import { apiRegistry } from '../../foundation/diagnostics/api-registry.ts';
import { log } from '../../foundation/diagnostics/log.ts';

export const API = '@opentelemetry/api';
const PACKAGE = '/node_modules/@opentelemetry/api/';

/** Warns of a copy of the API that is newer than otelier's, once for each: without a word it would do nothing. */
export class NewerApi {
  readonly #seen = new Set<string>();

  /** `url`: where the specifier of the API was found. */
  check(url: string): void {
    const end = url.lastIndexOf(PACKAGE) + PACKAGE.length;
    if (end < PACKAGE.length || this.#seen.has(url)) return;
    this.#seen.add(url);
    // The copy that was there first.
    const ours = apiRegistry().version;
    const theirs = versionIn(url.slice(0, end));
    if (ours === undefined || theirs === undefined || !isNewerMinor(theirs, ours)) return;
    log.warn(
      `${API}: expected at most version ${majorMinor(ours)}, which otelier brings, got ${theirs}; what the application records through it is lost`,
    );
  }
}

function versionIn(folderUrl: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(new URL('package.json', folderUrl), 'utf8')) as { version?: string }).version;
  } catch {
    return undefined;
  }
}

const majorMinor = (version: string): string => version.split('.').slice(0, 2).join('.');

/** Another major has a registry of its own, and is none of ours. */
function isNewerMinor(theirs: string, ours: string): boolean {
  const [major, minor = 0] = theirs.split('.').map(Number);
  const [ourMajor, ourMinor = 0] = ours.split('.').map(Number);
  return major === ourMajor && minor > ourMinor;
}
