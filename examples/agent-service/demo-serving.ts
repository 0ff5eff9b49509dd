/** The mode of --serve: the services stay up under a light load until the demo is interrupted. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TelemetryStore } from '../../src/tools/receiver/telemetry/telemetry-store.ts';
import { describeNewestTrace } from './demo-report.ts';
import { sendLoad } from './load.ts';

export interface ServingOptions {
  /** Base URL of the agent. */
  readonly url: string;
  /** Number of the first question of the background load. */
  readonly firstQuestion: number;
  /** Aborts when serving shall end. */
  readonly signal: AbortSignal;
  /** The store of the traces that Enter prints; without it Enter does nothing. */
  readonly store: TelemetryStore | undefined;
}

const QUESTION_INTERVAL_MILLIS = 1_000;

/** Resolves when `signal` aborts. */
export async function keepServing({ url, firstQuestion, signal, store }: ServingOptions): Promise<void> {
  if (signal.aborted) return;
  let number = firstQuestion;
  const ask = () => void sendLoad({ url, requests: 1, concurrency: 1, firstQuestion: number++, signal });
  const timer = setInterval(ask, QUESTION_INTERVAL_MILLIS);
  const input = createInterface({ input: process.stdin });
  if (store) input.on('line', () => console.log(describeNewestTrace(store)));
  await once(signal, 'abort');
  clearInterval(timer);
  input.close();
}
