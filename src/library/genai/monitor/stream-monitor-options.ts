import {
  callback,
  count,
  type OptionRule,
  type OptionRules,
  validateOptions,
} from '../../../foundation/diagnostics/options.ts';
import type { Telemetry } from '../record/telemetry.ts';

/** The callbacks and limits of a StreamMonitor. */
export interface StreamMonitorOptions {
  /**
   * Receives each record when its stream ends. It may add to `metadata`, be asynchronous and fail: no stream waits for it, its failures are counted, and
   * the first is logged.
   */
  readonly onComplete?: (telemetry: Telemetry) => unknown;
  /** Receives the records that finished since the last call: every `flushInterval` seconds, earlier when `bufferSize` of them wait, and at close. */
  readonly onFlush?: (records: Telemetry[]) => unknown;
  /** The seconds without an event after which a stream counts as abandoned: it is dropped, or recorded if it had an error. @default 600 */
  readonly streamTimeout?: number;
  /** The maximum number of open streams; one more abandons the stream that has been silent for longest. @default 5000 */
  readonly maxActiveStreams?: number;
}

const positive: OptionRule = {
  expected: 'a number of seconds above 0',
  holds: (value) => typeof value === 'number' && value > 0,
};

const RULES = {
  onComplete: callback,
  onFlush: callback,
  streamTimeout: positive,
  maxActiveStreams: count,
} satisfies OptionRules & Record<keyof StreamMonitorOptions, unknown>;

/** @throws {TypeError} naming the option, what was expected and what was given */
export function validateStreamMonitorOptions(options: unknown): asserts options is StreamMonitorOptions {
  validateOptions('StreamMonitor', options, RULES);
}
