import { createRequire } from 'node:module';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { DeliveryOutcome, ExitWorkerData, OtlpRequest } from '../exporters/otlp/otlp-request.ts';
import { createTimeoutError } from '../exporters/transport/export-timeout.ts';

const load = createRequire(import.meta.url);

/**
 * Sends requests and waits, blocking the thread, until all are answered or the time is over: the only way to send anything in
 * `process.on('exit')`. Answers for each request why it failed (`late`
 * when the time was over), or `undefined`. Never throws.
 */
export function deliverSynchronously(
  requests: readonly OtlpRequest[],
  timeoutMillis: number,
  late: Error = createTimeoutError(timeoutMillis),
): readonly (Error | undefined)[] {
  const { port1, port2 } = new MessageChannel();
  const order: ExitWorkerData = {
    requests,
    timeoutMillis,
    port: port2,
    done: new Int32Array(new SharedArrayBuffer(4)),
  };
  try {
    // Neither flags nor environment of the process: --import would start telemetry there, too.
    const options = { workerData: order, transferList: [port2], execArgv: [], env: {}, stdout: true, stderr: true };
    new Worker(load.resolve('./exit-worker.ts'), options).unref();
    Atomics.wait(order.done, 0, 0, timeoutMillis);
  } catch (error) {
    // The permission model forbids threads.
    return requests.map(() => error as Error);
  }
  const failures: (Error | undefined)[] = requests.map(() => late);
  for (let next = receiveMessageOnPort(port1); next !== undefined; next = receiveMessageOnPort(port1)) {
    const { index, error } = next.message as DeliveryOutcome;
    failures[index] = error && Object.assign(new Error(error.message), error);
  }
  return failures;
}
