import { completeService } from './application-service.ts';
import type { Completion, SettingValues } from './completion.ts';
import type { BatchConfig, Config, PropagatorName } from './config.ts';
import type { Sources } from './layers.ts';
import { completeOtlp } from './otlp-endpoint.ts';
import type { Signal } from './otlp-settings.ts';

/** Fills in what one setting alone cannot know: values that fall back to, depend on or are bounded by another. */
export function completeConfig(values: SettingValues, completion: Completion): Config {
  const { attributeLimits, ...rest } = values;
  const limitsOf = limitsWith(attributeLimits, completion.sources);
  const otlp = (signal: Signal) =>
    completeOtlp(signal, values[signal].otlp, completion.sources[`${signal}.otlp.endpoint`], completion.problem);
  return {
    ...rest,
    ...completeService(values, completion),
    propagators: values.propagators.filter((name): name is PropagatorName => name !== 'none'),
    traces: {
      ...values.traces,
      samplerArg: values.traces.samplerArg ?? 1,
      limits: { ...values.traces.limits, ...limitsOf('traces', values.traces.limits) },
      batch: boundBatch('OTEL_BSP', values.traces.batch, completion),
      otlp: otlp('traces'),
    },
    metrics: { ...values.metrics, reader: boundReader(values.metrics.reader, completion), otlp: otlp('metrics') },
    logs: {
      ...values.logs,
      limits: limitsOf('logs', values.logs.limits),
      batch: boundBatch('OTEL_BLRP', values.logs.batch, completion),
      otlp: otlp('logs'),
    },
  };
}

/** A signal's own limit, else the one for every signal. */
function limitsWith(shared: SettingValues['attributeLimits'], sources: Sources) {
  const inherit = (path: string, from: string): void => {
    const source = sources[from];
    if (source !== undefined) sources[path] = source;
  };
  return (
    signal: 'traces' | 'logs',
    own: { attributeCount: number | undefined; attributeValueLength: number | undefined },
  ) => {
    if (own.attributeCount === undefined) inherit(`${signal}.limits.attributeCount`, 'attributeLimits.count');
    if (own.attributeValueLength === undefined)
      inherit(`${signal}.limits.attributeValueLength`, 'attributeLimits.valueLength');
    return {
      attributeCount: own.attributeCount ?? shared.count,
      attributeValueLength: own.attributeValueLength ?? shared.valueLength ?? Number.POSITIVE_INFINITY,
    };
  };
}

function boundBatch(prefix: string, batch: BatchConfig, { problem }: Completion): BatchConfig {
  if (batch.maxExportBatchSize <= batch.maxQueueSize) return batch;
  const name = `${prefix}_MAX_EXPORT_BATCH_SIZE`;
  problem(
    name,
    `${name}: expected at most ${prefix}_MAX_QUEUE_SIZE (${batch.maxQueueSize}), got ${batch.maxExportBatchSize}; using ${batch.maxQueueSize}`,
  );
  return { ...batch, maxExportBatchSize: batch.maxQueueSize };
}

function boundReader(
  reader: SettingValues['metrics']['reader'],
  { sources, problem }: Completion,
): SettingValues['metrics']['reader'] {
  const { intervalMillis, timeoutMillis } = reader;
  if (timeoutMillis <= intervalMillis) return reader;
  if (sources['metrics.reader.timeoutMillis']?.from === 'environment') {
    const name = 'OTEL_METRIC_EXPORT_TIMEOUT';
    problem(
      name,
      `${name}: expected at most OTEL_METRIC_EXPORT_INTERVAL (${intervalMillis}), got ${timeoutMillis}; using ${intervalMillis}`,
    );
  }
  return { intervalMillis, timeoutMillis: intervalMillis };
}
