import type { Resource } from '@opentelemetry/resources';
import {
  RandomIdGenerator,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../../foundation/configuration/config.ts';
import { takeRequestedTraceId } from '../../foundation/diagnostics/requested-trace-id.ts';
import { ExportingSpanProcessor } from '../../pipeline/delivery/batching-processors.ts';
import { type Outlet, settledOutlet, type WithOutlets } from '../../pipeline/delivery/drain.ts';
import { createPipeline, spoolFormat } from '../../pipeline/delivery/export-pipeline.ts';
import { spanSize } from '../../pipeline/delivery/item-size.ts';
import type { Spool } from '../../pipeline/delivery/spool/spool.ts';
import type { NamedExporter } from '../../pipeline/exporters/create-exporters.ts';
import { type GenAiMapping, mappingSpanProcessor } from '../../pipeline/processors/gen-ai-mapping.ts';

export interface TracerParts {
  readonly resource: Resource;
  readonly sampler: Sampler;
  readonly exporters: readonly NamedExporter<SpanExporter, ReadableSpan[]>[];
  /** Where what is not delivered yet is written. */
  readonly spool?: Spool | undefined;
  /** Run before the exporters see anything. */
  readonly processors: readonly SpanProcessor[];
  /** `undefined`: spans of other libraries leave in their own words. */
  readonly mapping?: GenAiMapping | undefined;
  /** Stands between these and those that export. @default nothing does */
  readonly holdBefore?: (exporting: readonly SpanProcessor[]) => HoldingProcessor;
}

/** A processor that hands ended spans on later, or never. */
export interface HoldingProcessor extends SpanProcessor {
  /** Decides on all that it holds: the process ends. */
  settle(): void;
}

/** The tracer provider of the parts, and where its spans leave. */
export function createTracerProvider(config: TracesConfig, parts: TracerParts): WithOutlets<TracerProvider> {
  const outlets: Outlet[] = [];
  const { mapping } = parts;
  const exporting = hold(
    parts.exporters
      .map((named) => createSpanProcessor(config, named, outlets, parts.spool))
      .map((processor) => (mapping === undefined ? processor : mappingSpanProcessor(processor, mapping))),
    parts,
    outlets,
  );
  // Node loads performance at its first use, which takes milliseconds: the first span would be stamped before and start too early.
  performance.now();
  const { limits } = config;
  const provider = new TracerProvider({
    resource: parts.resource,
    sampler: parts.sampler,
    idGenerator: new RequestableIdGenerator(),
    spanProcessors: [...parts.processors, ...exporting],
    spanLimits: {
      attributeCountLimit: limits.attributeCount,
      attributeValueLengthLimit: limits.attributeValueLength,
      eventCountLimit: limits.eventCount,
      linkCountLimit: limits.linkCount,
      attributePerEventCountLimit: limits.attributePerEventCount,
      attributePerLinkCountLimit: limits.attributePerLinkCount,
    },
  });
  return { provider, outlets };
}

/** What is held has to be in the queues before these are asked for what is left. */
function hold(
  exporting: readonly SpanProcessor[],
  { holdBefore }: TracerParts,
  outlets: Outlet[],
): readonly SpanProcessor[] {
  if (holdBefore === undefined) return exporting;
  const holding = holdBefore(exporting);
  outlets.unshift(settledOutlet(() => holding.settle()));
  return [holding];
}

/** Someone who watches a console wants to see a span when it ends, not in five seconds. */
function createSpanProcessor(
  { batch, otlp }: TracesConfig,
  { exporter, route }: NamedExporter<SpanExporter, ReadableSpan[]>,
  outlets: Outlet[],
  spool: Spool | undefined,
): SpanProcessor {
  if (route === undefined) return new SimpleSpanProcessor({ exporter });
  const { queue, outlet } = createPipeline({
    signal: 'traces',
    batch,
    exporter,
    route,
    spool,
    format: spoolFormat(otlp),
    queue: { items: 'spans', sizeVariable: 'OTEL_BSP_MAX_QUEUE_SIZE', sizeOf: spanSize },
  });
  outlets.push(outlet);
  return new ExportingSpanProcessor(queue);
}

/** Random ids, but for a trace whose id was asked for (`tracer.startTrace(name, { traceId })`). */
export class RequestableIdGenerator extends RandomIdGenerator {
  override generateTraceId(): string {
    return takeRequestedTraceId() ?? super.generateTraceId();
  }
}
