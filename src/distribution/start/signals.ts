import { createRequire } from 'node:module';
import type { Resource } from '@opentelemetry/resources';
import type { AttributeLimits, Config } from '../../foundation/configuration/config.ts';
import { configuredCapture } from '../../foundation/configuration/configured-capture.ts';
import type { Redactor } from '../../foundation/redaction/redactor.ts';
import { type Drainable, flushedDrain } from '../../pipeline/delivery/drain.ts';
import { createSpool } from '../../pipeline/delivery/export-pipeline.ts';
import type { Spool } from '../../pipeline/delivery/spool/spool.ts';
import {
  createLogExporters,
  createMetricExporters,
  createScrapedReaders,
  createSpanExporters,
} from '../../pipeline/exporters/create-exporters.ts';
import type { Destinations } from '../../pipeline/exporters/destination/destination.ts';
import {
  ContextAttributesLogRecordProcessor,
  ContextAttributesSpanProcessor,
} from '../../pipeline/processors/context-attributes.ts';
import { GenAiMapping } from '../../pipeline/processors/gen-ai-mapping.ts';
import { guardLogRecordProcessor, guardSpanProcessor } from '../../pipeline/processors/guarded-processors.ts';
import type { Redaction } from '../../pipeline/processors/redaction.ts';
import { type Providers, shutdownProviders } from '../providers/providers.ts';
import type { TracerParts } from '../providers/tracer-provider.ts';
import type { StartOptions } from './start-options.ts';

// A signal without exporters is not loaded: each SDK costs start-up time.
const load = createRequire(import.meta.url);

/** The providers of one process, and the ends of their pipelines. */
export interface Signals {
  readonly providers: Providers;
  readonly drainables: readonly Drainable[];
}

/** Creates all three signals or none: if one cannot be created, the others are shut down. */
export function createSignals(
  config: Config,
  options: StartOptions,
  destinations: Destinations,
  redaction: Redaction | undefined,
): Signals {
  const resource = memoized(() => createResource(config, redaction?.redactor));
  const makers = { resource, config, options, destinations, redaction, spool: createSpool(config) };
  const made: { -readonly [K in keyof Providers]: Providers[K] } = {
    tracerProvider: undefined,
    meterProvider: undefined,
    loggerProvider: undefined,
  };
  try {
    const traces = createTraces(makers);
    made.tracerProvider = traces?.provider;
    const metrics = createMetrics(makers);
    made.meterProvider = metrics?.provider;
    const logs = createLogs(makers);
    made.loggerProvider = logs?.provider;
    const drainables = [traces, metrics, logs].flatMap((signal) => signal?.drainables ?? []);
    return { providers: made, drainables: [...applicationDrainables(options), ...drainables] };
  } catch (error) {
    void shutdownProviders(made).catch(() => {});
    throw error;
  }
}

interface Makers {
  readonly config: Config;
  readonly options: StartOptions;
  readonly destinations: Destinations;
  readonly resource: () => Resource;
  readonly spool: Spool | undefined;
  /** `undefined`: secrets are exported as they are. */
  readonly redaction: Redaction | undefined;
}

function createTraces({ config, options, destinations, resource, redaction, spool }: Makers) {
  const { traces, sampling, genAi } = config;
  const { spanProcessors = [] } = options;
  const exporters = createSpanExporters(traces, destinations);
  if (exporters.length + spanProcessors.length === 0) return undefined;
  const { createTracerProvider } = load(
    '../providers/tracer-provider.ts',
  ) as typeof import('../providers/tracer-provider.ts');
  return createTracerProvider(redaction === undefined ? traces : withLooserLimit(traces), {
    resource: resource(),
    ...createSampling(traces, sampling),
    exporters,
    spool,
    processors: [
      new ContextAttributesSpanProcessor(),
      ...spanProcessors.map((processor) => guardSpanProcessor(processor, redaction)),
    ],
    mapping: genAi.mapping ? createMapping(config, redaction?.redactor) : undefined,
    redaction,
  });
}

/** The parts that decide which spans are exported. */
function createSampling(
  traces: Config['traces'],
  sampling: Config['sampling'],
): Pick<TracerParts, 'sampler' | 'holdBefore'> {
  if (sampling !== undefined)
    return (
      load('../../pipeline/sampling/preset-sampling.ts') as typeof import('../../pipeline/sampling/preset-sampling.ts')
    ).createTailSampling(sampling);
  return {
    sampler: (
      load('../../pipeline/sampling/sampler.ts') as typeof import('../../pipeline/sampling/sampler.ts')
    ).createSampler(traces),
  };
}

function createMapping(config: Config, redactor: Redactor | undefined): GenAiMapping {
  const { generation, originals } = config.genAi;
  return new GenAiMapping({ generation, originals, capture: configuredCapture(config, redactor) });
}

function createMetrics({ config: { metrics }, options, destinations, resource, redaction }: Makers) {
  const { metricReaders = [], views = [] } = options;
  const exporters = createMetricExporters(metrics, destinations);
  const readers = [...createScrapedReaders(metrics, redaction?.metrics), ...metricReaders];
  if (exporters.length + readers.length === 0) return undefined;
  const { createMeterProvider } = load(
    '../providers/meter-provider.ts',
  ) as typeof import('../providers/meter-provider.ts');
  return createMeterProvider(metrics, { resource: resource(), exporters, readers, views, redaction });
}

function createLogs({ config: { logs }, options, destinations, resource, redaction, spool }: Makers) {
  const { logRecordProcessors = [] } = options;
  const exporters = createLogExporters(logs, destinations);
  if (exporters.length + logRecordProcessors.length === 0) return undefined;
  const { createLoggerProvider } = load(
    '../providers/logger-provider.ts',
  ) as typeof import('../providers/logger-provider.ts');
  return createLoggerProvider(redaction === undefined ? logs : withLooserLimit(logs), {
    resource: resource(),
    exporters,
    spool,
    // The application's processors see redacted records; what they add is redacted before export.
    processors: [
      new ContextAttributesLogRecordProcessor(),
      ...logRecordProcessors.map((processor, index) =>
        guardLogRecordProcessor(processor, index === 0 ? redaction : undefined),
      ),
    ],
    redaction,
  });
}

/** The application's own parts are flushed at the natural end. Nothing else can be done for them. */
function applicationDrainables({
  spanProcessors,
  logRecordProcessors,
  metricReaders,
}: StartOptions): readonly Drainable[] {
  const parts = [...(spanProcessors ?? []), ...(logRecordProcessors ?? []), ...(metricReaders ?? [])];
  return parts.map((part) => flushedDrain(() => part.forceFlush()));
}

/** Characters that the SDK keeps beyond the limit: it would truncate a secret across the limit before redaction recognises it. */
const EXTRA_LENGTH = 4_096;

function withLooserLimit<T extends { readonly limits: AttributeLimits }>(config: T): T {
  const { limits } = config;
  return { ...config, limits: { ...limits, attributeValueLength: limits.attributeValueLength + EXTRA_LENGTH } };
}

function createResource(config: Config, redactor: Redactor | undefined): Resource {
  return (
    load('../../pipeline/resource/resource.ts') as typeof import('../../pipeline/resource/resource.ts')
  ).createResource(config, redactor);
}

/** Creates the value once, on the first call. */
export function memoized<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
