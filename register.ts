// The entry for `node --import otelier/register app.js` (and `-r`); from a checkout `node --import ./register.ts app.js`.
import { isMainThread } from 'node:worker_threads';
import { start } from './src/start.ts';

// Worker threads inherit --import from their process, whose SDK is running already.
if (isMainThread) start();
