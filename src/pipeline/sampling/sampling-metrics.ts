import { type Attributes, type Meter, type MeterProvider, metrics } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { VERSION } from '../../foundation/diagnostics/version.ts';
import { RootDurations } from './root-durations.ts';
import type { SamplingCounts } from './sampling-counts.ts';
import type { RootObserver } from './tail-options.ts';

type Observation = readonly [value: number, attributes?: Attributes];

interface Measure {
  readonly kind: 'ObservableCounter' | 'ObservableUpDownCounter';
  readonly unit: string;
  readonly description: string;
  observe(counts: SamplingCounts): readonly Observation[];
}

const MEASURES: Readonly<Record<string, Measure>> = {
  'otelier.sampling.traces': {
    kind: 'ObservableCounter',
    unit: '{trace}',
    description: 'Local traces by what became of them',
    observe: ({ kept, dropped, evicted }) => [
      ...Object.entries(kept).map(([reason, count]) => [count, { decision: 'kept', reason }] as const),
      [dropped, { decision: 'dropped' }],
      [evicted, { decision: 'evicted' }],
    ],
  },
  'otelier.sampling.traces.held': {
    kind: 'ObservableUpDownCounter',
    unit: '{trace}',
    description: 'Local traces that are not decided yet',
    observe: ({ held }) => [[held]],
  },
  'otelier.sampling.spans.held': {
    kind: 'ObservableUpDownCounter',
    unit: '{span}',
    description: 'Ended spans of local traces that are not decided yet',
    observe: ({ spansHeld }) => [[spansHeld]],
  },
  'otelier.sampling.spans.lost': {
    kind: 'ObservableCounter',
    unit: '{span}',
    description: 'Spans that found no room while their trace was held',
    observe: ({ spansLost }) => [[spansLost]],
  },
  'otelier.sampling.traces.partial': {
    kind: 'ObservableCounter',
    unit: '{trace}',
    description: 'Local traces that were let go, and had an error after that',
    observe: ({ partial }) => [[partial]],
  },
};

/** The metrics of sampling, and of all local roots before it, at the provider that is registered when a root starts. */
export class SamplingMetrics implements RootObserver {
  #counted: { readonly counts: SamplingCounts } | undefined;
  #provider: MeterProvider | undefined;
  #durations: RootDurations | undefined;

  /** Lets the counts be measured. */
  observe(counted: { readonly counts: SamplingCounts }): void {
    this.#counted = counted;
  }

  onStart(): void {
    const provider = metrics.getMeterProvider();
    if (provider !== this.#provider) this.#connect(provider);
  }

  onEnd(root: ReadableSpan): void {
    this.#durations?.record(root);
  }

  #connect(provider: MeterProvider): void {
    this.#provider = provider;
    const meter = provider.getMeter('otelier/sampling', VERSION);
    this.#durations = new RootDurations(meter);
    if (this.#counted !== undefined) measure(meter, this.#counted);
  }
}

function measure(meter: Meter, counted: { readonly counts: SamplingCounts }): void {
  const measured = Object.entries(MEASURES).map(
    ([name, { kind, unit, description, observe }]) =>
      [meter[`create${kind}`](name, { unit, description }), observe] as const,
  );
  meter.addBatchObservableCallback(
    (result) => {
      const { counts } = counted;
      for (const [instrument, observe] of measured)
        for (const [value, attributes] of observe(counts)) result.observe(instrument, value, attributes);
    },
    measured.map(([instrument]) => instrument),
  );
}
