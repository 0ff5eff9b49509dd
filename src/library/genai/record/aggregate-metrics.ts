import { meanOf, percentileOf } from './stream-record.ts';
import type { Telemetry } from './telemetry.ts';

/** `p50`, `p99.9`, …: null where there is no value. */
export type Percentiles = Record<string, number | null>;

/** Figures over the records that are kept. Durations in seconds, rates from 0 to 1; averages skip what is not known. */
export interface AggregateMetrics {
  count: number;
  totalTokens: number;
  totalDuration: number;
  totalRetries: number;
  errorCount: number;
  errorRate: number;
  completedCount: number;
  completionRate: number;
  avgTokens: number;
  /** The total over all streams: one without a duration counts as 0, as in L0. */
  avgDuration: number;
  avgTtft: number | null;
  avgTokensPerSec: number | null;
  percentiles: { duration: Percentiles; timeToFirstToken: Percentiles; tokensPerSecond: Percentiles };
}

export function aggregate(records: readonly Telemetry[], shares: readonly number[]): AggregateMetrics {
  const durations = known(records.map(({ timing }) => timing.duration));
  const firstTokens = known(records.map(({ metrics }) => metrics.timeToFirstToken));
  const speeds = known(records.map(({ metrics }) => metrics.tokensPerSecond));
  const totalTokens = sum(records.map(({ metrics }) => metrics.tokenCount));
  const totalDuration = sum(durations);
  const errorCount = records.filter(({ error }) => error.occurred).length;
  const completedCount = records.filter(({ completed }) => completed).length;
  const perRecord = (total: number): number => (records.length === 0 ? 0 : total / records.length);
  return {
    count: records.length,
    totalTokens,
    totalDuration,
    totalRetries: sum(records.map(({ retries }) => retries.totalRetries)),
    errorCount,
    errorRate: perRecord(errorCount),
    completedCount,
    completionRate: perRecord(completedCount),
    avgTokens: perRecord(totalTokens),
    avgDuration: perRecord(totalDuration),
    avgTtft: meanOf(firstTokens),
    avgTokensPerSec: meanOf(speeds),
    percentiles: {
      duration: percentilesOf(durations, shares),
      timeToFirstToken: percentilesOf(firstTokens, shares),
      tokensPerSecond: percentilesOf(speeds, shares),
    },
  };
}

function percentilesOf(values: readonly number[], shares: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  return Object.fromEntries(shares.map((share) => [percentileName(share), percentileOf(sorted, share)]));
}

/** 0.999 is p99.9, not p99.90000000000001. */
const percentileName = (share: number): string => `p${Number((share * 100).toPrecision(12))}`;

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
