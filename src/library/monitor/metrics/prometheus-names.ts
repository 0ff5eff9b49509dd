import type { LabelSet } from './labels.ts';
import type { MetricDefinition } from './metric.ts';

/** Each given once, with all that is written under it. https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
export class PrometheusNames {
  readonly #taken = new Set<string>();

  take(definition: Pick<MetricDefinition, 'name' | 'type'>): string {
    for (let number = 1; ; number++) {
      const name = nameOf(definition, number === 1 ? '' : `_${number}`);
      const all = [name, ...sampleNames(name, definition.type)];
      if (all.some((each) => this.#taken.has(each))) continue;
      for (const each of all) this.#taken.add(each);
      return name;
    }
  }
}

function nameOf({ name, type }: Pick<MetricDefinition, 'name' | 'type'>, suffix: string): string {
  const legal = name.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_');
  if (type === 'counter') return `${legal.replace(/_total$/, '')}${suffix}_total`;
  // Its base unit, in which all of them can be compared.
  if (type === 'timer') return `${legal.replace(/_(?:seconds|milliseconds|ms)$/, '')}${suffix}_seconds`;
  return `${legal}${suffix}`;
}

function sampleNames(name: string, type: MetricDefinition['type']): readonly string[] {
  return type === 'counter' || type === 'gauge' ? [] : [`${name}_bucket`, `${name}_sum`, `${name}_count`];
}

/** Legal names of labels. The values of those that become one are joined, as OpenTelemetry asks. */
export function prometheusLabels(labels: LabelSet): ReadonlyMap<string, string> {
  const legal = new Map<string, string>();
  for (const [key, value] of Object.entries(labels)) {
    const cleaned = key.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_');
    // Those with two are Prometheus's own, and `le` is that of the buckets.
    const name = cleaned === 'le' ? 'label_le' : cleaned.replace(/^__/, 'label__');
    const before = legal.get(name);
    legal.set(name, before === undefined ? value : `${before};${value}`);
  }
  return legal;
}
