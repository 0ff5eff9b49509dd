import {
  count,
  flag,
  type OptionRules,
  oneOf,
  seconds,
  share,
  shares,
  timerSeconds,
  validateOptions,
} from '../../../foundation/diagnostics/options.ts';

/** Selects the streams that are recorded. */
export interface StreamSamplingOptions {
  /** Share of the streams, from 0 to 1; the same stream id is always decided the same way. @default 1 */
  rate: number;
  /** The minimum duration of a sampled stream, in seconds. Errors and slow streams are exempt. @default 0 */
  minDuration: number;
  /** Keep every stream with an error. @default true */
  sampleErrors: boolean;
  /** Keep every stream slower than slowThreshold. @default true */
  sampleSlow: boolean;
  /** Seconds. @default 5 */
  slowThreshold: number;
}

/** Selects the figures that are recorded of a stream. Token count and time to first token always are. */
export interface StreamMetricsOptions {
  /** Tokens per second, and the length of the content from its tokens. @default true */
  collectTokens: boolean;
  /** Inter-token latencies, if interTokenLatency is on too. @default true */
  collectTiming: boolean;
  /** @default true */
  collectRetries: boolean;
  /** @default true */
  collectGuardrails: boolean;
  /** The details of an error. A stream with an error is kept in any case. @default true */
  collectErrors: boolean;
  /** The seconds between successive tokens, and their figures. @default false */
  interTokenLatency: boolean;
  /** The percentiles of getAggregateMetrics(), each from 0 to 1. @default [0.5, 0.9, 0.95, 0.99] */
  percentiles: number[];
}

export type MonitoringLogLevel = 'debug' | 'info' | 'warning' | 'error';

/** The configuration of a StreamMonitor. */
export interface MonitoringConfig {
  /** @default true */
  enabled: boolean;
  sampling: StreamSamplingOptions;
  metrics: StreamMetricsOptions;
  /** Records that are kept; the oldest goes first. @default 100 */
  bufferSize: number;
  /** Seconds from one onFlush to the next; 0: never by itself. @default 0 */
  flushInterval: number;
  /**
   * The minimum level of the monitor's own messages in the diagnostic log: `error` for a callback that failed, `warning` for bad events and abandoned
   * streams (the first of each; the statistics count them), `info` for a summary at close, `debug` for a line of each stream. @default 'info'
   */
  logLevel: MonitoringLogLevel;
}

export type DeepPartial<T> = {
  [K in keyof T]?:
    | (T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? DeepPartial<T[K]> : T[K])
    | undefined;
};

function defaults(): MonitoringConfig {
  return {
    enabled: true,
    sampling: { rate: 1, minDuration: 0, sampleErrors: true, sampleSlow: true, slowThreshold: 5 },
    metrics: {
      collectTokens: true,
      collectTiming: true,
      collectRetries: true,
      collectGuardrails: true,
      collectErrors: true,
      interTokenLatency: false,
      percentiles: [0.5, 0.9, 0.95, 0.99],
    },
    bufferSize: 100,
    flushInterval: 0,
    logLevel: 'info',
  };
}

/** Merges given options into a whole configuration; undefined counts as absent. */
export function mergeConfig(base: MonitoringConfig, given: DeepPartial<MonitoringConfig>): MonitoringConfig {
  const { sampling, metrics, ...others } = given;
  const merged = { ...base, ...defined(others) };
  merged.sampling = { ...base.sampling, ...defined(sampling ?? {}) };
  merged.metrics = { ...base.metrics, ...defined(metrics ?? {}) };
  merged.metrics.percentiles = [...merged.metrics.percentiles];
  return merged;
}

function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** Ready-made configurations; each call returns a new one that may be changed. */
export const monitoringConfig = {
  /** Every stream, without inter-token latencies. */
  default: defaults,
  /** One stream in ten, and every one with an error or slower than 5 s; 1000 records, flushed every 30 s. */
  production: (): MonitoringConfig =>
    mergeConfig(defaults(), { sampling: { rate: 0.1 }, bufferSize: 1000, flushInterval: 30 }),
  /** Every stream in full detail. */
  development: (): MonitoringConfig =>
    mergeConfig(defaults(), { metrics: { interTokenLatency: true }, logLevel: 'debug' }),
  /** Only streams with an error, and only the error's details. */
  minimal: (): MonitoringConfig =>
    mergeConfig(defaults(), {
      sampling: { rate: 0, sampleSlow: false },
      metrics: { collectTokens: false, collectTiming: false, collectRetries: false, collectGuardrails: false },
    }),
};

/** The configuration of handlers, which record every figure, whatever a monitor beside them records. */
export const ALL_FIGURES: StreamMetricsOptions = Object.freeze({ ...defaults().metrics, percentiles: [] });

const RULES = {
  enabled: flag,
  sampling: { rate: share, minDuration: seconds, sampleErrors: flag, sampleSlow: flag, slowThreshold: seconds },
  metrics: {
    collectTokens: flag,
    collectTiming: flag,
    collectRetries: flag,
    collectGuardrails: flag,
    collectErrors: flag,
    interTokenLatency: flag,
    percentiles: shares,
  },
  bufferSize: count,
  flushInterval: timerSeconds,
  logLevel: oneOf('debug', 'info', 'warning', 'error'),
} as const satisfies OptionRules & Record<keyof MonitoringConfig, unknown>;

/**
 * Completes a configuration with the defaults.
 * @throws {TypeError} naming the option, what was expected and what was given
 */
export function resolveMonitoringConfig(given: DeepPartial<MonitoringConfig> = {}): MonitoringConfig {
  validateOptions('StreamMonitor', given, RULES);
  return mergeConfig(monitoringConfig.default(), given);
}
