import { completeService } from './application-service.ts';
import type { BatchConfig, Completion, Config, GenAiConfig, PropagatorName, SettingValues } from './config.ts';
import type { Sources } from './layers.ts';
import { completeOtlp } from './otlp-endpoint.ts';
import type { Signal } from './settings/otlp-settings.ts';
import type { SamplingOptions } from './settings/sampling-presets.ts';
import { samplingSettings } from './settings/sampling-settings.ts';
import { eachSetting } from './settings/setting.ts';

/** Fills in what one setting alone cannot know: values that fall back to, depend on or are bounded by another. */
export function completeConfig(values: SettingValues, completion: Completion): Config {
  const { attributeLimits, ...rest } = values;
  const limitsOf = limitsWith(attributeLimits, completion.sources);
  const otlp = (signal: Signal) => completeOtlp(signal, values, completion);
  return {
    ...rest,
    ...completeService(values, completion),
    sampling: completeSampling(values.sampling, completion),
    propagators: values.propagators.filter((name): name is PropagatorName => name !== 'none'),
    genAi: completeGenAi(values.genAi),
    traces: {
      ...values.traces,
      limits: { ...values.traces.limits, ...limitsOf('traces', values.traces.limits) },
      batch: boundBatch('traces', values.traces.batch, completion),
      otlp: otlp('traces'),
    },
    metrics: { ...values.metrics, reader: boundReader(values.metrics.reader, completion), otlp: otlp('metrics') },
    logs: {
      ...values.logs,
      limits: limitsOf('logs', values.logs.limits),
      batch: boundBatch('logs', values.logs.batch, completion),
      otlp: otlp('logs'),
    },
  };
}

const SAMPLER = 'traces.sampler';

/** A preset or one of OTELIER_SAMPLING_* decides which traces are kept, unless OTEL_TRACES_SAMPLER does. */
function completeSampling(values: SamplingOptions, { sources, problem }: Completion): SamplingOptions | undefined {
  const ownVariables = [...eachSetting(samplingSettings)].flatMap(([name, { variables }]) =>
    sources[`sampling.${name}`]?.from === 'environment' ? variables : [],
  );
  const isAsked = sources['sampling.rate']?.from === 'preset' || ownVariables.length > 0;
  const sampler = sources[SAMPLER];
  if (sampler?.from !== 'environment') return isAsked ? values : undefined;
  for (const variable of ownVariables)
    problem(
      variable,
      `${variable}: expected OTEL_TRACES_SAMPLER to be unset, got both; OTEL_TRACES_SAMPLER decides alone`,
    );
  return undefined;
}

function completeGenAi(genAi: SettingValues['genAi']): GenAiConfig {
  return { ...genAi, generation: genAi.optIn.includes('gen_ai_latest_experimental') ? 'latest' : 'v1.41' };
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

function boundBatch(signal: 'traces' | 'logs', batch: BatchConfig, completion: Completion): BatchConfig {
  const prefix = signal === 'traces' ? 'OTEL_BSP' : 'OTEL_BLRP';
  const maxExportBatchSize = atMost(completion, {
    value: batch.maxExportBatchSize,
    path: `${signal}.batch.maxExportBatchSize`,
    variable: `${prefix}_MAX_EXPORT_BATCH_SIZE`,
    limit: batch.maxQueueSize,
    limitPath: `${signal}.batch.maxQueueSize`,
    limitVariable: `${prefix}_MAX_QUEUE_SIZE`,
  });
  return { ...batch, maxExportBatchSize };
}

type ReaderValues = SettingValues['metrics']['reader'];

function boundReader({ intervalMillis, timeoutMillis }: ReaderValues, completion: Completion): ReaderValues {
  const bounded = atMost(completion, {
    value: timeoutMillis,
    path: 'metrics.reader.timeoutMillis',
    variable: 'OTEL_METRIC_EXPORT_TIMEOUT',
    limit: intervalMillis,
    limitPath: 'metrics.reader.intervalMillis',
    limitVariable: 'OTEL_METRIC_EXPORT_INTERVAL',
  });
  return { intervalMillis, timeoutMillis: bounded };
}

interface Bound {
  readonly value: number;
  readonly path: string;
  readonly variable: string;
  readonly limit: number;
  readonly limitPath: string;
  readonly limitVariable: string;
}

/** A value that another one bounds. Only who set the value is told: a default adapts silently. */
function atMost({ sources, problem }: Completion, bound: Bound): number {
  const { value, path, variable, limit, limitPath, limitVariable } = bound;
  if (value <= limit) return value;
  if (sources[path]?.from === 'environment') {
    problem(variable, `${variable}: expected at most ${limitVariable} (${limit}), got ${value}; using ${limit}`);
  }
  sources[path] = sources[limitPath] ?? { from: 'default' };
  return limit;
}
