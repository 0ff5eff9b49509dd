// Sends the last requests in a thread of its own while the main thread is blocked: when a process ends, no event loop runs there any more.
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { GrpcTransport } from '../exporters/grpc/grpc-transport.ts';
import type { DeliveryOutcome, ExitWorkerData, OtlpRequest, TransportPlan } from '../exporters/otlp/otlp-request.ts';
import { createTimeoutError, transportTimeout } from '../exporters/transport/export-timeout.ts';
import { HttpTransport } from '../exporters/transport/http-transport.ts';
import { isUnreachable } from '../exporters/transport/retry-policy.ts';
import { Retry } from '../exporters/transport/retrying-transport.ts';

const SENDERS = 8;
/** Shorter than in a running process: the application's end waits for it. */
const FIRST_PAUSE_MILLIS = 200;

const { requests, timeoutMillis, port, done } = workerData as ExitWorkerData;
const deadline = performance.now() + timeoutMillis;
const unsent = requests.map((request, index) => ({ request, index }));
const transports = new Map<TransportPlan, IExporterTransport>();
// Neither requests nor pauses keep a thread alive.
const alive = setInterval(() => {}, timeoutMillis);

async function work(): Promise<void> {
  for (let next = unsent.shift(); next !== undefined; next = unsent.shift()) {
    const { index, request } = next;
    const error = await deliver(request).catch((thrown: Error) => thrown);
    port.postMessage({ index, ...(error && { error: describe(error) }) } satisfies DeliveryOutcome);
  }
}

/** Resolves to why the request failed. Transient failures are retried while there is time; a destination that is not there is tried once. */
async function deliver({ plan, body, timeoutMillis: own }: OtlpRequest): Promise<Error | undefined> {
  const transport = transports.get(plan) ?? createTransport(plan);
  transports.set(plan, transport);
  const sending = new Retry(() => {}, FIRST_PAUSE_MILLIS).run(
    Math.min(own, deadline - performance.now()),
    (millis) => transport.send(body, transportTimeout(millis)),
    (response) => (response.status === 'retryable' && !isUnreachable(response.error) ? retry(response) : undefined),
  );
  const response = await Promise.race([sending, sleep(own, TIMEOUT)]);
  if (response === TIMEOUT) return createTimeoutError(own);
  return response.status === 'success' ? undefined : (response.error ?? new Error(response.status));
}

function createTransport({ protocol, options }: TransportPlan): IExporterTransport {
  return protocol === 'grpc' ? new GrpcTransport(options) : new HttpTransport(options);
}

/** A cloned error loses its properties. */
function describe(error: Error): NonNullable<DeliveryOutcome['error']> {
  const { message, code, status } = error as NodeJS.ErrnoException & { status?: number };
  return { message, ...(code !== undefined && { code }), ...(status !== undefined && { status }) };
}

/** The response of a request whose time is over. */
const TIMEOUT = { status: 'failure', error: new Error('timeout') } satisfies ExportResponse;
const retry = ({ error, retryInMillis }: { error?: Error; retryInMillis?: number }) => ({
  error,
  afterMillis: retryInMillis,
});

void Promise.all(Array.from({ length: SENDERS }, work)).then(() => {
  clearInterval(alive);
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});
