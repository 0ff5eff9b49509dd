import type { Attributes, ReceivedSpan } from '../receiver/telemetry/telemetry-model.ts';
import { formatAttribute, formatValue } from './attribute-text.ts';
import { formatNumber } from './number-text.ts';

// Both generations of names: many libraries still send the HTTP conventions from before 2023.
const STATUS = ['http.response.status_code', 'http.status_code', 'rpc.grpc.status_code'];
const PATH = ['url.path', 'http.target'];
const URL_FULL = ['url.full', 'http.url'];
const MODEL = ['gen_ai.request.model', 'gen_ai.response.model'];
const DATABASE = ['db.system.name', 'db.system'];
const QUERY = ['db.query.summary', 'db.query.text', 'db.statement'];
const TOKENS = ['gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens'];

/** The outcome of a span: status code, error type, tokens in → out. */
export function readOutcome({ attributes }: ReceivedSpan): string[] {
  const status = first(attributes, STATUS);
  const errorType = first(attributes, ['error.type']);
  const counts = TOKENS.map((key) => attributes[key]);
  const tokens = counts.map((count) => (typeof count === 'number' ? formatNumber(count) : '?')).join(' → ');
  return [
    status,
    // For HTTP the error type usually repeats the status code.
    errorType === status ? '' : errorType,
    counts.some((count) => count !== undefined) ? `${tokens} tokens` : '',
  ].filter(Boolean);
}

/** The subject of a span unless its name contains it: target, model, query, queue, and the application's own attributes. */
export function readSubject(span: ReceivedSpan, parent: ReceivedSpan | undefined): string[] {
  const { attributes } = span;
  const subjects = [
    span.kind === 'client' ? clientTarget(attributes) : first(attributes, PATH),
    first(attributes, MODEL),
    first(attributes, ['gen_ai.tool.name']),
    first(attributes, DATABASE),
    first(attributes, QUERY),
    first(attributes, ['messaging.system']),
    first(attributes, ['messaging.destination.name']),
  ];
  return [...subjects.filter((text) => text && !span.name.includes(text)), ...appAttributes(span, parent)];
}

const first = (attributes: Attributes, keys: string[]): string =>
  formatValue(keys.map((key) => attributes[key]).find((value) => value !== undefined && value !== null));

/** Host and path without the query, which may hold secrets. */
function clientTarget(attributes: Attributes): string {
  const url = URL.parse(first(attributes, URL_FULL));
  return url ? formatValue(`${url.host}${url.pathname}`) : '';
}

/** The application's attributes on the outermost span that has them: withAttributes adds them to every span below as well. */
function appAttributes({ attributes }: ReceivedSpan, parent: ReceivedSpan | undefined): string[] {
  return Object.entries(attributes)
    .filter(([key, value]) => key.startsWith('app.') && parent?.attributes[key] !== value)
    .map(([key, value]) => formatAttribute(key, value));
}
