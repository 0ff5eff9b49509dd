import type { CollectionResult, MetricProducer, ResourceMetrics, ScopeMetrics } from '@opentelemetry/sdk-metrics';
import { EventLoopSlices } from './event-loop-slices.ts';

/** The state that the SDK has for each reader. It is not public: the version is bundled, and a test checks that it is still so. */
interface CollectorInternals {
  readonly _sharedState: {
    readonly resource: ResourceMetrics['resource'];
    readonly meterSharedStates: ReadonlyMap<string, MeterInternals>;
  };
}

interface MeterInternals {
  readonly _instrumentationScope: ScopeMetrics['scope'];
  readonly observableRegistry: { observe(time: [number, number], timeoutMillis?: number): Promise<unknown[]> };
  readonly metricStorageRegistry: { getStorages(collector: unknown): readonly StorageInternals[] };
}

interface StorageInternals {
  collect(collector: unknown, time: [number, number]): ScopeMetrics['metrics'][number] | undefined;
}

/** Collects one metric after the other and lets the event loop run in between: the SDK collects all of them at once. */
export async function collectInSlices(
  producer: MetricProducer,
  transform: (metrics: ResourceMetrics) => ResourceMetrics,
): Promise<CollectionResult> {
  const { _sharedState: state } = producer as unknown as Partial<CollectorInternals>;
  if (state?.meterSharedStates === undefined) return collectAtOnce(producer, transform);
  const { resource } = state;
  const now = Date.now();
  const time: [number, number] = [Math.trunc(now / 1_000), (now % 1_000) * 1e6];
  const slices = new EventLoopSlices();
  const scopeMetrics: ScopeMetrics[] = [];
  const errors: unknown[] = [];
  for (const meter of state.meterSharedStates.values()) {
    errors.push(...(await meter.observableRegistry.observe(time)));
    const scope = meter._instrumentationScope;
    for (const storage of meter.metricStorageRegistry.getStorages(producer)) {
      if (slices.isOver) await slices.pause();
      const metric = storage.collect(producer, time);
      if (metric === undefined) continue;
      scopeMetrics.push(...transform({ resource, scopeMetrics: [{ scope, metrics: [metric] }] }).scopeMetrics);
    }
  }
  return { resourceMetrics: { resource, scopeMetrics }, errors };
}

async function collectAtOnce(
  producer: MetricProducer,
  transform: (metrics: ResourceMetrics) => ResourceMetrics,
): Promise<CollectionResult> {
  const { resourceMetrics, errors } = await producer.collect();
  return { resourceMetrics: transform(resourceMetrics), errors };
}
