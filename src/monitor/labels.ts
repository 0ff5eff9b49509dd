/** The dimensions of a metric. Their order is of no consequence. */
export type Labels = Readonly<Record<string, string | number | boolean>>;
/** As they are kept: texts, in the order of their names. */
export type LabelSet = Readonly<Record<string, string>>;

export const NO_LABELS: LabelSet = Object.freeze({});
/** Where all further label sets of a metric are folded into: https://opentelemetry.io/docs/specs/otel/metrics/sdk/#overflow-attribute */
export const OVERFLOW_LABELS: LabelSet = Object.freeze({ 'otel.metric.overflow': 'true' });

/** Labels without a value are none. */
export function labelSetOf(labels: object): LabelSet {
  const entries: [string, string][] = [];
  for (const key in labels) {
    const value = (labels as Readonly<Record<string, unknown>>)[key];
    if (key !== '' && value !== undefined && value !== null) entries.push([key, String(value)]);
  }
  if (entries.length === 0) return NO_LABELS;
  return Object.freeze(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** Equal for equal sets, and only for them. */
export function keyOfLabels(labels: LabelSet): string {
  return labels === NO_LABELS ? '' : JSON.stringify(Object.entries(labels));
}
