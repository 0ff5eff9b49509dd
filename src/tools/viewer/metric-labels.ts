import type { Attributes } from '../receiver/telemetry/telemetry-model.ts';
import { formatAttribute, formatValue } from './attribute-text.ts';

// The values of these are clear without their keys, in this order: "POST /ask 200", "gpt-4o-mini input".
const SELF_EVIDENT = [
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'gen_ai.request.model',
  'gen_ai.response.model',
  'gen_ai.token.type',
  'db.system.name',
  'error.type',
];
const NOISE = /^(url\.scheme|network\.|server\.(address|port)$|gen_ai\.(operation\.name|system|provider\.name)$)/;

/** The attributes of a metric's series, short enough for a table. */
export function describeLabels(attributes: Attributes): string {
  const evident = SELF_EVIDENT.map((key) => formatValue(attributes[key])).filter(Boolean);
  const others = Object.entries(attributes)
    .filter(([key]) => !SELF_EVIDENT.includes(key) && !NOISE.test(key))
    .map(([key, value]) => formatAttribute(key, value));
  // The response model and the error type usually repeat a value that is shown already.
  return [...new Set(evident), ...others].join(' ');
}
