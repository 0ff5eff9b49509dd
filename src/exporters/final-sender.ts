// A thread of its own that sends what is left while the main thread waits for it: when a process ends, no event loop runs there any more.
import type * as Http from 'node:http';
import { workerData } from 'node:worker_threads';
import type { ExportResponse } from '@opentelemetry/otlp-exporter-base';
import { noAnswerWithin } from './export-timeout.ts';
import type { FinalOutcome, FinalRequest, SenderOrder } from './final-request.ts';
import { judgeAnswer } from './http-answer.ts';
import { Retry } from './retry.ts';

const SENDERS = 8;

const { requests, timeoutMillis, port, done } = workerData as SenderOrder;
const deadline = performance.now() + timeoutMillis;
const left = requests.map((request, index) => ({ request, index }));
const agents = new Map<string, Http.Agent>();
// Pauses between two tries do not keep a thread alive.
const alive = setInterval(() => {}, timeoutMillis);

void Promise.all(Array.from({ length: SENDERS }, work)).then(() => {
  clearInterval(alive);
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});

async function work(): Promise<void> {
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const { index, request } = next;
    const error = await deliver(request);
    port.postMessage({ index, ...(error && { error }) } satisfies FinalOutcome);
  }
}

/** A server that asks for patience gets what there is of it. One that is not there is not waited for. */
async function deliver(request: FinalRequest): Promise<FinalOutcome['error']> {
  const limit = Math.min(request.timeoutMillis, deadline - performance.now());
  const body =
    request.compression === 'gzip' ? process.getBuiltinModule('node:zlib').gzipSync(request.body) : request.body;
  const response = await new Retry(() => {}).run(
    limit,
    (millis) => post({ ...request, body }, millis),
    (answer) =>
      answer.status === 'retryable' ? { error: answer.error, afterMillis: answer.retryInMillis } : undefined,
  );
  if (response.status === 'success') return undefined;
  const {
    message = response.status,
    code,
    status,
  } = (response.error ?? {}) as Partial<NodeJS.ErrnoException> & {
    status?: number;
  };
  return { message, ...(code !== undefined && { code }), ...(status !== undefined && { status }) };
}

function post({ url, headers, tls, body }: FinalRequest, millis: number): Promise<ExportResponse> {
  const isSecure = url.startsWith('https:');
  const http = isSecure ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
  const agent = agents.get(url) ?? new http.Agent({ keepAlive: true, ...(isSecure ? tls : {}) });
  agents.set(url, agent);
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve({ status: 'failure', error });
    const options = { method: 'POST', agent, headers: { ...headers, 'content-length': body.byteLength } };
    const request = http.request(url, options, (response) => {
      response.resume().on('error', fail);
      response.on('end', () => resolve(judgeAnswer(response, Buffer.alloc(0))));
    });
    setTimeout(() => request.destroy(noAnswerWithin(millis)), millis).unref();
    request.on('error', fail);
    request.end(body);
  });
}
