import type { Meter } from '@opentelemetry/api';
import type { DropCount } from '../../../foundation/diagnostics/drop-count.ts';
import { errorType } from '../../../foundation/log-lines/exception.ts';
import { Instruments } from './instruments.ts';
import { isLabels, NO_LABELS } from './labels.ts';
import { isCompatible, type MetricType, type TimeUnit } from './metric.ts';
import { type FamilyLimits, MetricFamily } from './metric-family.ts';
import { InstrumentNames } from './metric-name.ts';

/** Names of metrics in one collector: more of them are ids that were put into names. */
const MAX_NAMES = 5_000;
const MAX_NAME_LENGTH = 1_000;

/** What is said of a metric when a value is recorded; what the first recording says stays. */
export interface Recording {
  readonly name: string;
  readonly type: MetricType;
  readonly description?: string | undefined;
  readonly unit?: TimeUnit | undefined;
}

/** All metrics of a collector, by name. Never throws. */
export class MetricRegistry {
  readonly families = new Map<string, MetricFamily>();
  readonly #names = new InstrumentNames();
  readonly #limits: FamilyLimits;
  readonly #instruments: Instruments;
  readonly #drops: DropCount;

  constructor(meter: Meter | undefined, limits: FamilyLimits, drops: DropCount) {
    this.#instruments = new Instruments(meter);
    this.#limits = limits;
    this.#drops = drops;
  }

  /** The metric of that name; undefined, and counted, when it cannot be one of that type. */
  family(recording: Recording): MetricFamily | undefined {
    const found = this.families.get(recording.name) ?? this.#create(recording);
    if (found === undefined || isCompatible(found.definition.type, recording.type)) return found;
    const { name, type } = found.definition;
    this.#drops.add(`expected "${name}" to be a ${type}, as before, got a ${recording.type}; it is not recorded`);
    return undefined;
  }

  record(family: MetricFamily, value: number, labels: unknown): void {
    try {
      if (!family.record(value, this.#checked(labels, family)))
        this.#drops.add(
          `expected at most ${this.#limits.maxSeries} label sets of "${family.definition.name}"; the others are one series, otel.metric.overflow`,
        );
    } catch (error) {
      const problem = errorType(error);
      this.#drops.add(`expected "${family.definition.name}" to be recorded, got ${problem}; the value is dropped`);
    }
  }

  clear(): void {
    this.families.clear();
    this.#names.clear();
  }

  #checked(labels: unknown, { definition }: MetricFamily): object {
    if (isLabels(labels)) return labels;
    if (labels !== undefined && labels !== null)
      this.#drops.add(`expected labels of "${definition.name}" to be an object; it is recorded without them`);
    return NO_LABELS;
  }

  #create({ name, type, description, unit }: Recording): MetricFamily | undefined {
    if (typeof name !== 'string' || name.length > MAX_NAME_LENGTH || name.trim() === '') {
      this.#drops.add(
        `expected the name of a ${type} to be a non-empty string of at most ${MAX_NAME_LENGTH} characters; it is not recorded`,
      );
      return undefined;
    }
    if (this.families.size >= MAX_NAMES) {
      this.#drops.add(`expected at most ${MAX_NAMES} names of metrics; those of more names are not recorded`);
      return undefined;
    }
    const told = typeof description === 'string' && description !== '' ? description : undefined;
    const definition = { name, type, unit, description: told, instrumentName: this.#names.take(name) };
    const family = new MetricFamily(definition, this.#limits, this.#instruments);
    this.families.set(name, family);
    return family;
  }
}
