import { realpathSync } from 'node:fs';

/** The scripts and links under which npm, npx, pnpm, yarn and corepack are started. */
const NAME = /[\\/](?:npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack)[^\\/]*$/;
/** The same once links are followed, with the folders that an application's own `yarn.js` does not lie in. */
const SCRIPT =
  /[\\/](?:np[mx]-cli\.js|(?:pnpm|corepack)[\\/].*(?:npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack)\.[cm]?js|\.?yarn(?:pkg)?[\\/].*yarn(?:pkg)?[^\\/]*\.[cm]?js)$/;

/**
 * Whether this process is a package manager. Under NODE_OPTIONS one runs before each application, and its own telemetry is of no use to anybody.
 * @param script the main script, as Node has it in `process.argv[1]`
 */
export function isPackageManager(script: string | undefined = process.argv[1]): boolean {
  if (script === undefined || !NAME.test(script)) return false;
  try {
    return SCRIPT.test(realpathSync(script));
  } catch {
    return false;
  }
}
