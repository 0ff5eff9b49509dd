export type PrometheusType = 'counter' | 'gauge' | 'histogram';

export interface PrometheusNameParts {
  /** As the application has it. */
  readonly name: string;
  readonly type: PrometheusType;
  /** Appended to the name unless it ends so. @default '_total' for counters without that word in their name, else none */
  readonly suffix?: string | undefined;
}

/** Hands out the names of metrics, each once, with those of its samples. https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
export class PrometheusNames {
  readonly #taken = new Set<string>();

  take(parts: PrometheusNameParts): string {
    for (let number = 1; ; number++) {
      const name = metricName(parts, number === 1 ? '' : `_${number}`);
      const samples = parts.type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [];
      const all = [name, ...samples];
      if (all.some((each) => this.#taken.has(each))) continue;
      for (const each of all) this.#taken.add(each);
      return name;
    }
  }
}

function metricName({ name, type, suffix }: PrometheusNameParts, number: string): string {
  const legal = legalName(name);
  const ending = suffix ?? (type === 'counter' && !/(^|_)total_/i.test(legal) ? '_total' : '');
  const base = ending !== '' && legal.endsWith(ending) ? legal.slice(0, -ending.length) : legal;
  return `${base}${number}${ending}`;
}

/** https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata-1 */
const legalName = (name: string): string => name.replaceAll(/\W+|_{2,}/g, '_').replace(/^(?=\d|$)/, '_');

/** More keys than this are not remembered. */
const MAX_REMEMBERED = 1_000;

/** Legal names of labels for the keys of attributes. */
export class PrometheusLabelNames {
  readonly #known = new Map<string, string>();

  get(key: string): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = labelName(key);
    if (this.#known.size < MAX_REMEMBERED) this.#known.set(key, name);
    return name;
  }
}

function labelName(key: string): string {
  const legal = key.replaceAll(/\W/g, '_').replace(/^(?=\d|$)/, '_');
  // Two underscores in front are reserved for Prometheus itself, and `le` for buckets.
  if (legal === 'le' || legal.startsWith('__')) return `label_${legal.replace(/^_+/, '_')}`.replace(/_{3,}/g, '__');
  return legal.replaceAll(/_{2,}/g, '_');
}
