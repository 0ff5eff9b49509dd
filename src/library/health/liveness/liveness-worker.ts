// Runs in a thread of its own, with nothing of the SDK: see liveness-thread.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { type HealthRequest, type HealthResponse, jsonResponse } from '../server/health-exchange.ts';
import { HealthServer } from '../server/health-server.ts';
import { readMainThreadStack } from './blocked-stack.ts';
import type { LivenessThreadData, MessageFromThread, MessageToThread } from './thread-messages.ts';

/** How often the beat is looked at. */
const WATCH_MILLIS = 250;
/** The main thread passes on a response within this time, unless it is blocked. */
const RESPONSE_MILLIS = 10_000;
/** Up to this age a beat may simply not have been due. */
const FRESH_MILLIS = 500;

const data = workerData as LivenessThreadData;
const beat = new BigInt64Array(data.beat);
const waiting = new Map<number, (response: HealthResponse | undefined) => void>();
let lastId = 0;
let frames: readonly string[] | undefined;
let blockedSince: bigint | undefined;

const send = (message: MessageFromThread): void => parentPort?.postMessage(message);
const beatAgeMillis = (): number => Number(process.hrtime.bigint() - Atomics.load(beat, 0)) / 1e6;

parentPort?.on('message', (message: MessageToThread) => {
  if (message.type !== 'response') return;
  waiting.get(message.id)?.(message.response);
  waiting.delete(message.id);
});

const server = new HealthServer({ ...data, respond });
server.listen().then(
  (port) => {
    send({ type: 'listening', port });
    setInterval(watch, WATCH_MILLIS);
  },
  (error: Error) => send({ type: 'failed', message: error.message }),
);

async function respond(request: HealthRequest): Promise<HealthResponse | undefined> {
  const { pathname } = new URL(request.url, 'http://health.invalid');
  const isBlocked = beatAgeMillis() > FRESH_MILLIS;
  if (isBlocked && (pathname === '/health/live' || pathname === '/health')) return blockedResponse();
  return passOn(request);
}

/** While the block is short the process counts as alive: a restart would cost more than the wait. */
function blockedResponse(): HealthResponse {
  const age = beatAgeMillis();
  const isAlive = age <= data.blockLimitMillis;
  return jsonResponse(isAlive ? 200 : 503, {
    status: isAlive ? 'healthy' : 'unhealthy',
    timestamp: new Date().toISOString(),
    event_loop: {
      blocked_seconds: Math.round(age) / 1_000,
      limit_seconds: data.blockLimitMillis / 1_000,
      stack: frames ?? [],
    },
  });
}

function passOn(request: HealthRequest): Promise<HealthResponse | undefined> {
  const id = ++lastId;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      waiting.delete(id);
      resolve(jsonResponse(503, { status: 'unhealthy', error: 'the event loop of the application does not respond' }));
    }, RESPONSE_MILLIS);
    waiting.set(id, (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    send({ type: 'request', id, request });
  });
}

/** Looks once per block what the main thread does, and reports the block when it is over. */
function watch(): void {
  const age = beatAgeMillis();
  if (age > data.blockLimitMillis && blockedSince === undefined) {
    blockedSince = Atomics.load(beat, 0);
    void readMainThreadStack().then((found) => {
      if (blockedSince !== undefined) frames = found;
    });
  } else if (blockedSince !== undefined && Atomics.load(beat, 0) !== blockedSince) {
    const seconds = Math.round(Number(Atomics.load(beat, 0) - blockedSince) / 1e6) / 1_000;
    send({ type: 'unblocked', block: { seconds, frames: frames ?? [] } });
    blockedSince = undefined;
    frames = undefined;
  }
}
