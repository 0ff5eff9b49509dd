import type { Resource } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  type Sampler,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../configuration/config.ts';
import { batchTimeouts } from '../exporters/export-timeout.ts';
import type { Named } from '../exporters/exporters.ts';

export interface TracerParts {
  readonly resource: Resource;
  readonly sampler: Sampler;
  readonly exporters: readonly Named<SpanExporter>[];
  /** Run before the exporters see anything. */
  readonly processors: readonly SpanProcessor[];
}

/** The tracer provider of the parts. */
export function createTracerProvider(config: TracesConfig, parts: TracerParts): TracerProvider {
  const exporting = parts.exporters.map((named) => createSpanProcessor(config, named));
  // Node loads performance at its first use, which takes milliseconds: the first span would be stamped before and start too early.
  performance.now();
  const { limits } = config;
  return new TracerProvider({
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
}

/** Someone who watches a console wants to see a span when it ends, not in five seconds. */
function createSpanProcessor({ batch }: TracesConfig, { name, exporter }: Named<SpanExporter>): SpanProcessor {
  return name === 'console'
    ? new SimpleSpanProcessor({ exporter })
    : new BatchSpanProcessor({ exporter, ...batch, exportTimeoutMillis: batchTimeouts(batch).processor });
}
