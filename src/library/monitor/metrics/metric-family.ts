import { attempt } from '../../../foundation/diagnostics/attempt.ts';
import { Distribution } from './distribution.ts';
import { History } from './history.ts';
import type { Instruments, Recorder } from './instruments.ts';
import { isLabels, keyOfLabels, LabelIndex, type LabelSet, labelSetOf, NO_LABELS, OVERFLOW_LABELS } from './labels.ts';
import { boundariesFor, createMetric, type Metric, type MetricDefinition } from './metric.ts';

/** What was recorded for one label set. */
export interface Series {
  readonly labels: LabelSet;
  /** Of a counter the total, else what was recorded last. */
  value: number;
  /** In ms since 1970. */
  timestamp: number;
  /** Of histograms and timers. */
  readonly distribution: Distribution | undefined;
}

export interface FamilyLimits {
  readonly maxSeries: number;
  readonly maxHistory: number;
}

/** Label orders that are found without sorting, for each series. */
const ORDERS = 4;

/** A metric: all its series, and the one way by which values come to them and to OpenTelemetry. */
export class MetricFamily {
  readonly definition: MetricDefinition;
  readonly history: History;
  readonly #limits: FamilyLimits;
  readonly #instruments: Instruments;
  readonly #series = new Map<string, Series>();
  readonly #index: LabelIndex<Series>;
  /** The one that was recorded last. */
  latest: Series | undefined;
  #generation = -1;
  #record: Recorder | undefined;

  constructor(definition: MetricDefinition, limits: FamilyLimits, instruments: Instruments) {
    this.definition = definition;
    this.history = new History(limits.maxHistory);
    this.#limits = limits;
    this.#index = new LabelIndex(limits.maxSeries * ORDERS);
    this.#instruments = instruments;
  }

  /** Answers false when the label set was one too many, and the value was folded into the series of all those. */
  record(value: number, labels: object): boolean {
    const series = this.#index.find(labels) ?? this.#open(labels);
    const now = Date.now();
    this.latest = series;
    series.timestamp = now;
    series.value = this.definition.type === 'counter' ? series.value + value : value;
    series.distribution?.add(value);
    this.history.add(value, now, series.labels);
    this.#recorder()(value, series.labels);
    return series.labels !== OVERFLOW_LABELS;
  }

  /** All of them, or the one of these labels. */
  series(labels?: object): readonly Series[] {
    if (labels === undefined) return [...this.#series.values()];
    if (!isLabels(labels)) return [];
    const found = attempt(() => this.#index.find(labels) ?? this.#series.get(keyOfLabels(labelSetOf(labels))));
    return found === undefined ? [] : [found];
  }

  distributions(labels?: object): readonly Distribution[] {
    return this.series(labels).flatMap(({ distribution }) => distribution ?? []);
  }

  metrics(): Metric[] {
    const { name, type, description } = this.definition;
    return this.series().map(({ labels, value, timestamp }) => {
      const parts = { name, type, value, labels: { ...labels }, timestamp: new Date(timestamp) };
      return createMetric(description === undefined ? parts : { ...parts, description });
    });
  }

  #recorder(): Recorder {
    const { generation } = this.#instruments;
    if (this.#record === undefined || generation !== this.#generation) {
      this.#generation = generation;
      this.#record = this.#instruments.create(this.definition);
    }
    return this.#record;
  }

  #open(labels: object): Series {
    const set = labels === NO_LABELS ? NO_LABELS : labelSetOf(labels);
    const key = keyOfLabels(set);
    const known = this.#series.get(key);
    // The last place is that of all the others.
    if (known === undefined && this.#series.size >= this.#limits.maxSeries - 1) return this.#overflow();
    const series = known ?? this.#newSeries(key, set);
    this.#index.add(labels, series);
    return series;
  }

  #overflow(): Series {
    const key = keyOfLabels(OVERFLOW_LABELS);
    return this.#series.get(key) ?? this.#newSeries(key, OVERFLOW_LABELS);
  }

  #newSeries(key: string, labels: LabelSet): Series {
    const isHistogram = this.definition.type === 'histogram' || this.definition.type === 'timer';
    const distribution = isHistogram ? new Distribution(boundariesFor(this.definition)) : undefined;
    const series = { labels, value: 0, timestamp: 0, distribution };
    this.#series.set(key, series);
    return series;
  }
}
