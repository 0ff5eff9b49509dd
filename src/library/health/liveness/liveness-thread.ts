import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { logs } from '@opentelemetry/api';
import { log } from '../../../foundation/diagnostics/log.ts';
import type { HealthRequest, HealthResponse } from '../server/health-exchange.ts';
import type { Block, LivenessThreadData, MessageFromThread, MessageToThread } from './thread-messages.ts';

const load = createRequire(import.meta.url);

/** The main thread proves this often that its event loop runs. */
const BEAT_MILLIS = 250;
const MAX_HEAP_MEBIBYTES = 32;

export interface LivenessThreadOptions extends Omit<LivenessThreadData, 'beat'> {
  readonly respond: (request: HealthRequest) => Promise<HealthResponse | undefined>;
}

/**
 * The server of the health routes in a thread of its own: it says whether the main thread's event loop runs, for how long it has not, and
 * which function blocks it; all other routes it passes on. The thread does not keep the process alive.
 */
export class LivenessThread {
  readonly #options: LivenessThreadOptions;
  readonly #beat = new BigInt64Array(new SharedArrayBuffer(8));
  #worker: Worker | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LivenessThreadOptions) {
    this.#options = options;
  }

  /** Resolves to the port that it listens on. Rejects when it cannot. */
  listen(): Promise<number> {
    const { respond: _, ...address } = this.#options;
    const workerData: LivenessThreadData = { ...address, beat: this.#beat.buffer as SharedArrayBuffer };
    this.#recordBeat();
    this.#timer = setInterval(() => this.#recordBeat(), BEAT_MILLIS).unref();
    // Neither the application's flags (a second `--import` of this very package) nor its environment are for this thread.
    const worker = new Worker(load.resolve('./liveness-worker.ts'), {
      workerData,
      execArgv: [],
      env: {},
      name: 'otelier-liveness',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MEBIBYTES },
    });
    this.#worker = worker;
    const listening = new Promise<number>((resolve, reject) => {
      worker.on('message', (message: MessageFromThread) => {
        if (message.type === 'listening') resolve(message.port);
        else if (message.type === 'failed') reject(new Error(message.message));
        else this.#handle(worker, message);
      });
      worker.on('error', (error) => {
        reject(error);
        log.warn(`health endpoints: their thread ended with "${error.message}"; the application runs without them`);
      });
    });
    // Only from then on, or a program that waits for the start would end first.
    return listening.finally(() => worker.unref());
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker === undefined) return;
    worker.removeAllListeners();
    await worker.terminate();
  }

  #recordBeat(): void {
    Atomics.store(this.#beat, 0, process.hrtime.bigint());
  }

  #handle(worker: Worker, message: Exclude<MessageFromThread, { type: 'listening' | 'failed' }>): void {
    if (message.type === 'unblocked') {
      reportBlock(message.block);
      return;
    }
    const { id, request } = message;
    void this.#options.respond(request).then((response) => {
      worker.postMessage({ type: 'response', id, response } satisfies MessageToThread);
    });
  }
}

/** A block is reported when the event loop runs again: as a log record with the stack. */
function reportBlock({ seconds, frames }: Block): void {
  const where = frames.length === 0 ? '' : ` in ${frames[0]}`;
  const body = `the event loop was blocked for ${seconds} s${where}`;
  log.warn(body);
  const attributes = { 'otelier.event_loop.block.duration': seconds, 'otelier.event_loop.block.stack': [...frames] };
  logs.getLogger('otelier/health').emit({
    eventName: 'otelier.event_loop.blocked',
    severityNumber: 13,
    severityText: 'WARN',
    body,
    attributes,
  });
}
