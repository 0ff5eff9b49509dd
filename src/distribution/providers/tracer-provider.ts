import type { Resource } from '@opentelemetry/resources';
import {
  RandomIdGenerator,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../../foundation/configuration/config.ts';
import { takeRequestedTraceId } from '../../foundation/diagnostics/requested-trace-id.ts';
import { ImmediateExport } from '../../pipeline/delivery/batch-export.ts';
import { type Drainable, type DrainableProvider, settledDrain } from '../../pipeline/delivery/drain.ts';
import { createItemPipeline, spoolFormat } from '../../pipeline/delivery/export-pipeline.ts';
import { ExportingSpanProcessor, type ExportSink } from '../../pipeline/delivery/exporting-processors.ts';
import { spanSize } from '../../pipeline/delivery/item-size.ts';
import type { Spool } from '../../pipeline/delivery/spool/spool.ts';
import type { NamedExporter } from '../../pipeline/exporters/create-exporters.ts';
import type { GenAiMapping } from '../../pipeline/processors/gen-ai-mapping.ts';
import type { Redaction } from '../../pipeline/processors/redaction.ts';

export interface TracerParts {
  readonly resource: Resource;
  readonly sampler: Sampler;
  readonly exporters: readonly NamedExporter<SpanExporter, ReadableSpan[]>[];
  /** Where telemetry that is not delivered yet is written. */
  readonly spool?: Spool | undefined;
  /** Run before the exporters see anything. */
  readonly processors: readonly SpanProcessor[];
  /** `undefined`: spans of generative AI libraries are exported in their own vocabulary. */
  readonly mapping?: GenAiMapping | undefined;
  /** `undefined`: secrets are exported as they are. */
  readonly redaction?: Redaction | undefined;
  /** Puts a processor in front of the exporting one. @default none */
  readonly holdBefore?: (exporting: SpanProcessor) => HoldingProcessor;
}

/** A processor that hands on ended spans later, or never. */
export interface HoldingProcessor extends SpanProcessor {
  /** Decides on all spans that it holds, because the process ends. */
  settle(): void;
}

/** The tracer provider of the parts, and where its spans leave. */
export function createTracerProvider(config: TracesConfig, parts: TracerParts): DrainableProvider<TracerProvider> {
  const drainables: Drainable[] = [];
  const sinks = parts.exporters.map((named) => createSink(config, named, drainables, parts.spool));
  const exporting = hold(new ExportingSpanProcessor(sinks, preparation(parts)), parts, drainables);
  // Node loads performance at its first use, which takes milliseconds: otherwise the first span would start too early by that time.
  performance.now();
  const { limits } = config;
  const provider = new TracerProvider({
    resource: parts.resource,
    sampler: parts.sampler,
    idGenerator: new RequestableIdGenerator(),
    spanProcessors: [...parts.processors, exporting],
    spanLimits: {
      attributeCountLimit: limits.attributeCount,
      attributeValueLengthLimit: limits.attributeValueLength,
      eventCountLimit: limits.eventCount,
      linkCountLimit: limits.linkCount,
      attributePerEventCountLimit: limits.attributePerEventCount,
      attributePerLinkCountLimit: limits.attributePerLinkCount,
    },
  });
  return { provider, drainables };
}

/** Once for each span, however many exporters there are: mapping first, since redaction knows the attributes that it writes. */
function preparation({ mapping, redaction }: TracerParts): (span: ReadableSpan) => ReadableSpan {
  return (span) => {
    const mapped = mapping === undefined ? span : mapping.map(span);
    return redaction === undefined ? mapped : redaction.span(mapped);
  };
}

/** Held spans have to be in the queues before the queues are drained. */
function hold(exporting: SpanProcessor, { holdBefore }: TracerParts, drainables: Drainable[]): SpanProcessor {
  if (holdBefore === undefined) return exporting;
  const holding = holdBefore(exporting);
  drainables.unshift(settledDrain(() => holding.settle()));
  return holding;
}

function createSink(
  { batch, otlp }: TracesConfig,
  { exporter, route, encoding }: NamedExporter<SpanExporter, ReadableSpan[]>,
  drainables: Drainable[],
  spool: Spool | undefined,
): ExportSink<ReadableSpan> {
  if (route === undefined) return new ImmediateExport(exporter);
  const parts = {
    signal: 'traces' as const,
    batch,
    exporter,
    route,
    spool,
    format: spoolFormat(otlp),
    queue: { items: 'spans', sizeVariable: 'OTEL_BSP_MAX_QUEUE_SIZE', sizeOf: spanSize },
  };
  const { sink, drainable } = createItemPipeline(parts, encoding);
  drainables.push(drainable);
  return sink;
}

/** Random ids, except for a trace whose id the application has chosen (`tracer.startTrace(name, { traceId })`). */
export class RequestableIdGenerator extends RandomIdGenerator {
  override generateTraceId(): string {
    return takeRequestedTraceId() ?? super.generateTraceId();
  }
}
