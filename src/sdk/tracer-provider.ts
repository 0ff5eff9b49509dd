import type { Resource } from '@opentelemetry/resources';
import {
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../configuration/config.ts';
import type { Named } from '../exporters/exporters.ts';
import { ExportQueue } from '../processors/export-queue.ts';
import { ExportingSpanProcessor } from '../processors/exporting-processors.ts';
import { type Outlet, queueOutlet, settledOutlet, type WithOutlets } from './outlet.ts';

export interface TracerParts {
  readonly resource: Resource;
  readonly sampler: Sampler;
  readonly exporters: readonly Named<SpanExporter, ReadableSpan[]>[];
  /** Run before the exporters see anything. */
  readonly processors: readonly SpanProcessor[];
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
  const exporting = hold(
    parts.exporters.map((named) => createSpanProcessor(config, named, outlets)),
    parts,
    outlets,
  );
  // Node loads performance at its first use, which takes milliseconds: the first span would be stamped before and start too early.
  performance.now();
  const { limits } = config;
  const provider = new TracerProvider({
    resource: parts.resource,
    sampler: parts.sampler,
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
  { batch }: TracesConfig,
  { exporter, route }: Named<SpanExporter, ReadableSpan[]>,
  outlets: Outlet[],
): SpanProcessor {
  if (route === undefined) return new SimpleSpanProcessor({ exporter });
  const queue = new ExportQueue(exporter, { ...batch, items: 'spans', sizeVariable: 'OTEL_BSP_MAX_QUEUE_SIZE' });
  outlets.push(queueOutlet('spans', queue, route));
  return new ExportingSpanProcessor(queue);
}
