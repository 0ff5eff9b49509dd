// A thread of its own that sends what is left while the main thread waits for it: when a process ends, no event loop runs there any more.
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { GrpcTransport } from '../exporters/grpc/grpc-transport.ts';
import type { DeliveryOutcome, ExitWorkerData, OtlpRequest, TransportPlan } from '../exporters/otlp/otlp-request.ts';
import { createTimeoutError, transportTimeout } from '../exporters/transport/export-timeout.ts';
import { HttpTransport } from '../exporters/transport/http-transport.ts';
import { Retry } from '../exporters/transport/retrying-transport.ts';

const SENDERS = 8;

const { requests, timeoutMillis, port, done } = workerData as ExitWorkerData;
const deadline = performance.now() + timeoutMillis;
const left = requests.map((request, index) => ({ request, index }));
const transports = new Map<TransportPlan, IExporterTransport>();
// Neither requests nor pauses between two tries keep a thread alive.
const alive = setInterval(() => {}, timeoutMillis);

async function work(): Promise<void> {
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const { index, request } = next;
    const error = await deliver(request).catch((thrown: Error) => thrown);
    port.postMessage({ index, ...(error && { error: describe(error) }) } satisfies DeliveryOutcome);
  }
}

/** Resolves to why it failed. A server that asks for patience gets what there is of it; one that is not there is not waited for. */
async function deliver({ plan, body, timeoutMillis: own }: OtlpRequest): Promise<Error | undefined> {
  const transport = transports.get(plan) ?? createTransport(plan);
  transports.set(plan, transport);
  const sending = new Retry(() => {}).run(
    Math.min(own, deadline - performance.now()),
    (millis) => transport.send(body, transportTimeout(millis)),
    (answer) => (answer.status === 'retryable' && isAnswer(answer.error) ? again(answer) : undefined),
  );
  const response = await Promise.race([sending, sleep(own, LATE)]);
  if (response === LATE) return createTimeoutError(own);
  return response.status === 'success' ? undefined : (response.error ?? new Error(response.status));
}

function createTransport({ protocol, options }: TransportPlan): IExporterTransport {
  return protocol === 'grpc' ? new GrpcTransport(options) : new HttpTransport(options);
}

/** Clones of errors lose their properties. */
function describe(error: Error): NonNullable<DeliveryOutcome['error']> {
  const { message, code, status } = error as NodeJS.ErrnoException & { status?: number };
  return { message, ...(code !== undefined && { code }), ...(status !== undefined && { status }) };
}

/** When the time of one request is over. */
const LATE = { status: 'failure', error: new Error('late') } satisfies ExportResponse;
const isAnswer = (error: Error | undefined): boolean => error !== undefined && 'status' in error;
const again = ({ error, retryInMillis }: { error?: Error; retryInMillis?: number }) => ({
  error,
  afterMillis: retryInMillis,
});

void Promise.all(Array.from({ length: SENDERS }, work)).then(() => {
  clearInterval(alive);
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});
