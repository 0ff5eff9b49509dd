// Where otelier's server spans follow the semantic conventions and the official package does not: what the official testimony says, corrected.
import type { HistogramPoint, ReceivedMetric } from '../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { Attributes, ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';
import { spansOf } from './exchange-text.ts';
import type { Testimony } from './testimony.ts';

export interface Correction {
  /** docs/http-conformance.md repeats it. */
  readonly reason: string;
  /** Exchanges by program. */
  readonly where: Readonly<Record<string, readonly string[]>>;
  /** What differs in the server spans of the exchange. An attribute that is `undefined` is absent. */
  correct(span: ReceivedSpan): Partial<Pick<ReceivedSpan, 'name' | 'status'>> & {
    readonly attributes?: Readonly<Record<string, unknown>>;
  };
  /** The attributes of the official package's point, where they are not those of its span. */
  readonly officialPoint?: Readonly<Record<string, unknown>>;
}

const aborted = (attributes: Readonly<Record<string, unknown>> = {}) => ({
  status: { code: 'ERROR' as const },
  attributes: { ...attributes, 'error.type': 'aborted' },
});
const WITHOUT_URL: Readonly<Record<string, unknown>> = { 'url.path': '/a' };

export const CORRECTIONS: readonly Correction[] = [
  {
    reason: 'the span of an unknown method is named HTTP, so that the number of names is bounded',
    where: { methods: ['PURGE', 'PROPFIND'], fetch: ['PURGE'] },
    correct: () => ({ name: 'HTTP' }),
  },
  {
    reason: 'a status code from 600 on is an error, and so has an error.type',
    where: { 'status codes': ['600', '999'] },
    correct: ({ attributes }) => ({ attributes: { 'error.type': String(attributes['http.response.status_code']) } }),
  },
  {
    reason: 'url.path and url.query are what was sent, not what a URL parser makes of it',
    where: { targets: ['/a?b=c?d'] },
    correct: () => ({ attributes: { 'url.query': 'b=c?d' } }),
  },
  {
    reason: 'url.path and url.query are what was sent, not what a URL parser makes of it',
    where: { 'ignored routes': ['/a?next=/health'], 'no ignored routes': ['/a?next=/health'] },
    correct: () => ({ attributes: { 'url.query': 'next=/health' } }),
  },
  {
    reason: 'url.path and url.query are what was sent, not what a URL parser makes of it',
    where: { targets: ['//double'] },
    correct: () => ({ attributes: { 'url.path': '//double' } }),
  },
  {
    reason: 'url.path and url.query are what was sent, not what a URL parser makes of it',
    where: { targets: ['a target of *'] },
    correct: () => ({ attributes: { 'url.path': '*' } }),
  },
  {
    reason: 'url.path is there where Host and target together are no URL',
    where: { targets: ['bytes that are no URL'] },
    correct: () => ({ attributes: { 'url.path': '//[' } }),
  },
  {
    reason: 'url.path is there where Host and target together are no URL',
    where: { targets: ['an odd Host', 'a Host with too many colons'] },
    correct: () => ({ attributes: WITHOUT_URL }),
  },
  {
    reason: 'a port of the Host that is no number is left out',
    where: { targets: ['a Host whose port is no number'] },
    correct: () => ({ attributes: { ...WITHOUT_URL, 'server.port': undefined } }),
  },
  {
    reason: 'a request whose connection ends before its response has failed: error.type is aborted',
    where: {
      failures: ['the server breaks off', 'the server breaks off a chunked answer', 'aborted in the answer'],
      fetch: ['the server breaks off', 'aborted in the answer'],
    },
    correct: () => aborted(),
  },
  {
    reason: 'no status code was sent where the connection ends before the headers of the response',
    where: {
      failures: ['the server hangs up', 'a timeout', 'aborted before the answer', 'aborted by abort()'],
      fetch: ['the server hangs up', 'aborted before the answer', 'a timeout'],
    },
    correct: () => aborted({ 'http.response.status_code': undefined }),
  },
  {
    reason: 'the point of a handler that throws is the one that was recorded, not one with the status code of later',
    where: { failures: ['the handler throws'] },
    correct: () => ({}),
    officialPoint: { 'http.response.status_code': 500, 'error.type': '500' },
  },
];

/** The official testimony of a program with the corrections of its exchanges, in spans and metrics. */
export function corrected(program: string, official: Testimony): Testimony {
  const changes = official.accounts.flatMap((account) => {
    const spans = spansOf(official, account).filter(({ kind }) => kind === 'server');
    return CORRECTIONS.filter(({ where }) => where[program]?.includes(account.about)).flatMap((correction) =>
      spans.map((span) => ({ span, correction, ours: correctSpan(span, correction) })),
    );
  });
  const ours = new Map(changes.map((change) => [change.span, change.ours]));
  const metrics = official.metrics.map((metric) =>
    metric.name !== 'http.server.request.duration'
      ? metric
      : changes.reduce((soFar, { span, correction, ours: correct }) => {
          const counted = { ...dimensions(span.attributes), ...(correction.officialPoint as Attributes) };
          return movedPoint(soFar, counted, dimensions(correct.attributes));
        }, metric),
  );
  return { ...official, spans: official.spans.map((span) => ours.get(span) ?? span), metrics };
}

function correctSpan(span: ReceivedSpan, { correct }: Correction): ReceivedSpan {
  const { attributes = {}, ...rest } = correct(span);
  return { ...span, ...rest, attributes: defined({ ...span.attributes, ...attributes }) };
}

const DIMENSIONS = [
  'http.request.method',
  'url.scheme',
  'network.protocol.version',
  'http.response.status_code',
  'error.type',
];
const dimensions = (attributes: Attributes): Attributes =>
  defined(Object.fromEntries(DIMENSIONS.map((name) => [name, attributes[name]])));

const defined = (values: Readonly<Record<string, unknown>>): Attributes =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Attributes;

/** A metric in which one recording is counted by another point. */
function movedPoint(metric: ReceivedMetric, from: Attributes, to: Attributes): ReceivedMetric {
  if (metric.type !== 'histogram' || keyOf(from) === keyOf(to)) return metric;
  const points = new Map(metric.points.map((point) => [keyOf(point.attributes), point]));
  const source = points.get(keyOf(from));
  if (source === undefined) throw new Error(`expected a point of ${keyOf(from)}, got none`);
  points.set(keyOf(from), withCount(source, source.count - 1));
  const target = points.get(keyOf(to));
  points.set(keyOf(to), withCount({ ...source, attributes: to }, (target?.count ?? 0) + 1));
  return { ...metric, points: [...points.values()].filter(({ count }) => count > 0) };
}

const keyOf = (attributes: Attributes): string => JSON.stringify(Object.entries(attributes).sort());

/** How long requests took is not compared. */
const withCount = (point: HistogramPoint, count: number): HistogramPoint => ({
  ...point,
  count,
  bucketCounts: point.bucketCounts.map((_, i) => (i === 0 ? count : 0)),
});
