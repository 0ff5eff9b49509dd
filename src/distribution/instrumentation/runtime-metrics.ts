import { createRequire } from 'node:module';
import type { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MeterProvider } from '@opentelemetry/api';

const load = createRequire(import.meta.url);

/** The interval at which Node measures the event loop's delay. Each measurement wakes an idle process; the package's default is 10 ms. */
const RESOLUTION_MILLIS = 250;

/** A part of the official instrumentation. Not public: a test checks that it still exists. */
interface DelayCollector {
  _histogram?: DelayHistogram;
}

type DelayHistogram = Pick<
  ReturnType<typeof monitorEventLoopDelay>,
  'count' | 'min' | 'max' | 'mean' | 'stddev' | 'percentile' | 'reset' | 'enable' | 'disable'
>;

/** Starts the official metrics of the V8 engine and the event loop. */
export function measureRuntime(provider: MeterProvider): { disable(): void } {
  const { RuntimeNodeInstrumentation } = load(
    '@opentelemetry/instrumentation-runtime-node',
  ) as typeof import('@opentelemetry/instrumentation-runtime-node');
  const measuring = new RuntimeNodeInstrumentation({ monitoringPrecision: RESOLUTION_MILLIS });
  const { _collectors: collectors = [] } = measuring as unknown as { _collectors?: readonly DelayCollector[] };
  for (const collector of collectors)
    if (collector._histogram !== undefined) collector._histogram = withoutResolution(collector._histogram);
  measuring.setMeterProvider(provider);
  return measuring;
}

/** Node records the time between two measurements; the delay is what exceeds their interval. */
export function withoutResolution(histogram: DelayHistogram, resolutionMillis = RESOLUTION_MILLIS): DelayHistogram {
  const delay = (nanos: number): number => Math.max(0, nanos - resolutionMillis * 1e6);
  return {
    get count() {
      return histogram.count;
    },
    get min() {
      return delay(histogram.min);
    },
    get max() {
      return delay(histogram.max);
    },
    get mean() {
      return delay(histogram.mean);
    },
    get stddev() {
      return histogram.stddev;
    },
    percentile: (percentile) => delay(histogram.percentile(percentile)),
    reset: () => histogram.reset(),
    enable: () => histogram.enable(),
    disable: () => histogram.disable(),
  };
}
