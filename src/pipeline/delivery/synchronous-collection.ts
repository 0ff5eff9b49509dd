import type { MetricProducer, ResourceMetrics, ScopeMetrics } from '@opentelemetry/sdk-metrics';
import { log } from '../../foundation/diagnostics/log.ts';

/** The SDK's state for each reader. Not public: the version is bundled, and a test checks that it has not changed. */
interface CollectorInternals {
  readonly _sharedState: {
    readonly resource: ResourceMetrics['resource'];
    readonly meterSharedStates: ReadonlyMap<string, MeterInternals>;
  };
}

interface MeterInternals {
  readonly _instrumentationScope: ScopeMetrics['scope'];
  readonly metricStorageRegistry: { getStorages(collector: unknown): readonly StorageInternals[] };
}

interface StorageInternals {
  collect(collector: unknown, time: [number, number]): ScopeMetrics['metrics'][number] | undefined;
}

/**
 * Collects without the event loop, for `process.exit()` and crashes: the SDK's own way is asynchronous throughout, although only
 * observable instruments need it. Those report the values of their last collection. `undefined` when the SDK is not as expected.
 */
export function collectSynchronously(producer: MetricProducer): ResourceMetrics | undefined {
  try {
    const { resource, meterSharedStates } = (producer as unknown as CollectorInternals)._sharedState;
    const now = Date.now();
    const time: [number, number] = [Math.trunc(now / 1_000), (now % 1_000) * 1e6];
    const scopeMetrics = [...meterSharedStates.values()].flatMap((meter) => {
      const storages = meter.metricStorageRegistry.getStorages(producer);
      const collected = storages.map((storage) => storage.collect(producer, time)).filter((data) => data !== undefined);
      return collected.length === 0 ? [] : [{ scope: meter._instrumentationScope, metrics: collected }];
    });
    return { resource, scopeMetrics };
  } catch (error) {
    log.warn(`the last metrics could not be collected: ${(error as Error).message}; they are lost`);
    return undefined;
  }
}
