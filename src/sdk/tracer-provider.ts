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
import { RequestableIdGenerator } from './id-generator.ts';
import { type Outlet, queueOutlet, type WithOutlets } from './outlet.ts';

export interface TracerParts {
  readonly resource: Resource;
  readonly sampler: Sampler;
  readonly exporters: readonly Named<SpanExporter, ReadableSpan[]>[];
  /** Run before the exporters see anything. */
  readonly processors: readonly SpanProcessor[];
}

/** The tracer provider of the parts, and where its spans leave. */
export function createTracerProvider(config: TracesConfig, parts: TracerParts): WithOutlets<TracerProvider> {
  const outlets: Outlet[] = [];
  const exporting = parts.exporters.map((named) => createSpanProcessor(config, named, outlets));
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
