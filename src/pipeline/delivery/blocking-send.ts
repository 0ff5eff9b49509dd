import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { DeliveryOutcome, ExitWorkerData, OtlpRequest } from '../exporters/otlp/otlp-request.ts';
import { createTimeoutError } from '../exporters/transport/export-timeout.ts';

const load = createRequire(import.meta.url);

/** The sources cannot be evaluated as they are: they are TypeScript, and import each other. */
const isBuilt = !import.meta.url.endsWith('.ts');

/**
 * The worker's own file, kept in memory: a worker has no virtual file system (Yarn's Plug'n'Play), and the installation may be replaced while the
 * process runs.
 */
let source: string | undefined;

/** Reads the exit worker's source, unless that has been done. */
export function preloadExitWorker(): void {
  if (isBuilt) source ??= readFileSync(load.resolve('./exit-worker.ts'), 'utf8');
}

/** Set by the worker, in `ExitWorkerData.done`, when it is about to die. */
const DIED = 2;

/** Evaluates the worker's source, and reports whatever ends the worker early: nothing else can be seen of it while the main thread is blocked. */
const BOOTSTRAP = `
  const { workerData } = require('node:worker_threads');
  const { done, port, source } = workerData;
  const die = (error) => {
    port.postMessage({ index: -1, error: { message: String(error?.message ?? error), code: 'ERR_EXIT_WORKER' } });
    Atomics.compareExchange(done, 0, 0, ${DIED});
    Atomics.notify(done, 0);
  };
  process.on('uncaughtException', (error) => { die(error); process.exit(); });
  process.on('exit', () => die(new Error('it ended early')));
  require('node:vm').runInThisContext('(function (require, __filename) {' + source + '\\n})', { filename: 'exit-worker.cjs' })(require, __filename);
`;

/**
 * Sends requests and blocks the thread until all have a response or the time is over: the only way to send anything in `process.on('exit')`. Returns
 * for each request why it failed (`timeout` when the time was over) or `undefined`. Never throws.
 */
export function sendBlocking(
  requests: readonly OtlpRequest[],
  timeoutMillis: number,
  timeout: Error = createTimeoutError(timeoutMillis),
): readonly (Error | undefined)[] {
  const { port1, port2 } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  const data: ExitWorkerData = { requests, timeoutMillis, port: port2, done };
  try {
    startWorker(data);
    Atomics.wait(done, 0, 0, timeoutMillis);
  } catch (error) {
    // The permission model forbids threads, or the worker cannot be read.
    return requests.map(() => error as Error);
  }
  let reason = timeout;
  const outcomes = new Map<number, Error | undefined>();
  for (let next = receiveMessageOnPort(port1); next !== undefined; next = receiveMessageOnPort(port1)) {
    const { index, error } = next.message as DeliveryOutcome;
    const failure = error && Object.assign(new Error(error.message), error);
    if (index >= 0) outcomes.set(index, failure);
    else if (done[0] === DIED && failure !== undefined && reason === timeout) reason = workerDeath(failure);
  }
  return requests.map((_, index) => (outcomes.has(index) ? outcomes.get(index) : reason));
}

function startWorker(data: ExitWorkerData): void {
  preloadExitWorker();
  // Neither the flags nor the environment of the process: --import would start telemetry in the worker, too.
  const options = { transferList: [data.port], execArgv: [], env: {}, stdout: true, stderr: true };
  const worker =
    source === undefined
      ? new Worker(load.resolve('./exit-worker.ts'), { ...options, workerData: data })
      : new Worker(BOOTSTRAP, { ...options, eval: true, workerData: { ...data, source } });
  worker.unref();
}

function workerDeath({ message }: Error): Error {
  return new Error(`the thread that sends telemetry at the end of the process died: ${message}`);
}
