import {
  callback,
  count,
  type OptionRule,
  type OptionRules,
  validateOptions,
} from '../../../foundation/diagnostics/options.ts';
import type { Telemetry } from '../record/telemetry.ts';

/** What a StreamMonitor does beside its configuration. */
export interface StreamMonitorOptions {
  /**
   * Told of each record when its stream ends. It may add to `metadata`, be asynchronous and fail: no stream waits for it, and what it throws is
   * counted and logged.
   */
  readonly onComplete?: (telemetry: Telemetry) => unknown;
  /** Given the records that finished since the last time, every `flushInterval` seconds, earlier when `bufferSize` of them wait, and at close. */
  readonly onFlush?: (records: Telemetry[]) => unknown;
  /** Seconds without an event after which a stream counts as abandoned: it is forgotten, or recorded if it had an error. @default 600 */
  readonly streamTimeout?: number;
  /** Streams that are watched at the same time; beyond, the one heard of least recently counts as abandoned. @default 5000 */
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
