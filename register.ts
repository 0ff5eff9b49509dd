// The entry for `node --import otelier/register app.js` (and `-r`); from a checkout `node --import ./register.ts app.js`.
import { createRequire } from 'node:module';
import { readDisabled } from './src/foundation/configuration/disabled.ts';
import { isPackageManager } from './src/foundation/configuration/package-manager.ts';
import {
  describeUnsupportedRuntime,
  isMainThread,
  warnOfUnsupportedRuntime,
} from './src/foundation/configuration/runtime.ts';

const load = createRequire(import.meta.url);

/** Worker threads inherit --import from their process, whose SDK is running already: they load nothing. Nor do package managers under NODE_OPTIONS. */
function register(): void {
  if (!isMainThread() || isPackageManager()) return;
  // Before everything else: an older Node cannot load what follows.
  const unsupported = describeUnsupportedRuntime();
  if (unsupported !== undefined) {
    warnOfUnsupportedRuntime(unsupported);
    return;
  }
  const disabled = readDisabled();
  if (disabled === undefined)
    (load('./src/distribution/start/start.ts') as typeof import('./src/distribution/start/start.ts')).start();
  else if (disabled.propagates)
    (
      load(
        './src/distribution/start/disabled-propagation.ts',
      ) as typeof import('./src/distribution/start/disabled-propagation.ts')
    ).startPropagation();
}

register();
