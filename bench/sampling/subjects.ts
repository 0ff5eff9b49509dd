import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { metrics } from '@opentelemetry/api';
import type { ExportResult } from '@opentelemetry/core';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { createPresetSampling, presets } from '../../src/public/sampling.ts';

/** Does what an exporter does until the network: the spans as protobuf. */
class SerialisingExporter implements SpanExporter {
  spans = 0;
  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.spans += spans.length;
    ProtobufTraceSerializer.serializeRequest(spans);
    done({ code: 0 });
  }
  async shutdown(): Promise<void> {}
}

const exporter = new SerialisingExporter();
export const exportedSpans = (): number => exporter.spans;

const batch = (): SpanProcessor => new BatchSpanProcessor({ exporter, maxQueueSize: 20_000 });
const share = (): ParentBasedSampler => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.1) });

/** A span processor as Logfire's `levelOrDuration` makes it: 10 % of all, errors, and what is slower than 5 s. */
function logfire(): TracerProvider {
  const manifest = path.join(homedir(), '.cache/otelier-bench/sampling/package.json');
  if (!existsSync(manifest)) throw new Error('not installed: the first lines of sampling.ts say how');
  const { TailSamplingProcessor, levelOrDuration } = createRequire(manifest)('logfire') as {
    TailSamplingProcessor: new (wrapped: SpanProcessor, tail: unknown) => SpanProcessor;
    levelOrDuration(options: object): { tail: unknown };
  };
  const { tail } = levelOrDuration({ levelThreshold: 'error', durationThreshold: 5, backgroundRate: 0.1 });
  return new TracerProvider({
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new TailSamplingProcessor(batch(), tail)],
  });
}

function otelier(): TracerProvider {
  const { sampler, spanProcessor } = createPresetSampling(presets.production, { exporter });
  return new TracerProvider({ sampler, spanProcessors: [spanProcessor] });
}

/** The first one is what the others are compared with. */
export const SUBJECTS: Readonly<Record<string, () => TracerProvider>> = {
  'ratio 10 %': () => new TracerProvider({ sampler: share(), spanProcessors: [batch()] }),
  'otelier production': otelier,
  'otelier production, with its metrics': () => {
    const metricExporter = { export: (_: unknown, done: (result: ExportResult) => void) => done({ code: 0 }) };
    const sink = { ...metricExporter, forceFlush: async () => {}, shutdown: async () => {} };
    metrics.setGlobalMeterProvider(
      new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: sink })] }),
    );
    return otelier();
  },
  'always on': () =>
    new TracerProvider({ sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }), spanProcessors: [batch()] }),
  'Logfire tail': logfire,
};
