// The entry for `node --import otelier/register app.js` (and `-r`); from a checkout `node --import ./register.ts app.js`.
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const load = createRequire(import.meta.url);

// Worker threads inherit --import from their process, whose SDK is running already: they load nothing.
if (isMainThread) (load('./src/start.ts') as typeof import('./src/start.ts')).start();
