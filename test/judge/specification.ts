/**
 * What the stable semantic conventions ask of an HTTP span and of the duration metrics, as rules that can be run. Opt-in attributes are left out.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/ and https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
 */

import type { ReceivedMetric } from '../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { Attributes, AttributeValue, ReceivedSpan } from '../../src/tools/receiver/telemetry/telemetry-model.ts';

const METHODS = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE', '_OTHER'];

/** The type of every attribute that a span or point may have. */
const TYPES: Readonly<Record<string, 'string' | 'integer'>> = {
  'client.address': 'string',
  'error.type': 'string',
  'http.request.method': 'string',
  'http.request.method_original': 'string',
  'http.response.status_code': 'integer',
  'network.peer.address': 'string',
  'network.peer.port': 'integer',
  'network.protocol.version': 'string',
  'server.address': 'string',
  'server.port': 'integer',
  'url.full': 'string',
  'url.path': 'string',
  'url.query': 'string',
  'url.scheme': 'string',
  'user_agent.original': 'string',
};

/** Attributes that are always there. What is recommended is always known here, but when no connection came about. */
const REQUIRED = {
  server: ['http.request.method', 'url.path', 'url.scheme'],
  client: ['http.request.method', 'server.address', 'server.port', 'url.full'],
};
const RECOMMENDED = {
  server: ['client.address', 'network.peer.address', 'network.peer.port', 'network.protocol.version', 'server.address'],
  client: ['network.peer.address', 'network.peer.port', 'network.protocol.version'],
};
const REQUIRED_ON_POINTS: Readonly<Record<string, readonly string[]>> = {
  'http.server.request.duration': ['http.request.method', 'url.scheme'],
  'http.client.request.duration': ['http.request.method', 'server.address', 'server.port'],
};
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The rules that a span of an HTTP request breaks; none for other spans. */
export function brokenBySpan(span: ReceivedSpan): readonly string[] {
  const { kind, attributes } = span;
  if (kind !== 'server' && kind !== 'client') return [];
  const hasAnswer = kind === 'server' || 'http.response.status_code' in attributes;
  return [
    ...missing(attributes, REQUIRED[kind]),
    ...(hasAnswer ? missing(attributes, RECOMMENDED[kind]) : []),
    ...brokenByAttributes(attributes),
    ...brokenByName(span),
    ...brokenByStatus(span),
  ];
}

/** The rules that a metric breaks. */
export function brokenByMetric(metric: ReceivedMetric): readonly string[] {
  const required = REQUIRED_ON_POINTS[metric.name];
  if (required === undefined || metric.type !== 'histogram') return [`${metric.name} is no HTTP histogram`];
  return [
    ...(metric.unit === 's' ? [] : ['the unit is s']),
    ...metric.points.flatMap(({ attributes, explicitBounds }) => [
      ...missing(attributes, required),
      ...brokenByAttributes(attributes),
      ...brokenByError(attributes, metric.name.includes('server') ? 500 : 400),
      ...(String(explicitBounds) === String(BOUNDS) ? [] : ['the bucket boundaries are those of the conventions']),
    ]),
  ];
}

const missing = (attributes: Attributes, names: readonly string[]): readonly string[] =>
  names.filter((name) => !(name in attributes)).map((name) => `${name} is there`);

function brokenByAttributes(attributes: Attributes): readonly string[] {
  const { 'http.request.method': method, 'http.request.method_original': original, 'url.query': query } = attributes;
  return [
    ...Object.entries(attributes).flatMap(brokenByType),
    ...(METHODS.includes(String(method)) ? [] : ['http.request.method is a known one or _OTHER']),
    ...(original === undefined || original !== method
      ? []
      : ['http.request.method_original is there only if it differs']),
    ...(query === undefined || /^[^?]/.test(String(query))
      ? []
      : ['url.query is there only with a query, without its ?']),
  ];
}

function brokenByType([name, value]: readonly [string, AttributeValue]): readonly string[] {
  const type = TYPES[name];
  if (type === undefined) return [`${name} belongs to no HTTP request that no framework handles`];
  const holds = type === 'string' ? typeof value === 'string' : Number.isInteger(value);
  return holds ? [] : [`${name} is of type ${type}`];
}

function brokenByName({ name, attributes }: ReceivedSpan): readonly string[] {
  const method = attributes['http.request.method'];
  const expected = method === '_OTHER' ? 'HTTP' : method;
  const original = method === '_OTHER' && !('http.request.method_original' in attributes);
  return [
    ...(name === expected ? [] : [`the name is ${method === '_OTHER' ? 'HTTP' : 'the method'}`]),
    ...(original ? ['http.request.method_original is there with _OTHER'] : []),
  ];
}

function brokenByStatus({ kind, status, attributes }: ReceivedSpan): readonly string[] {
  const code = Number(attributes['http.response.status_code'] ?? 0);
  const firstError = kind === 'server' ? 500 : 400;
  const isError = status.code === 'ERROR';
  return [
    ...(code >= firstError && !isError ? ['the status is ERROR'] : []),
    ...(isError && !('error.type' in attributes) ? ['error.type is there with status ERROR'] : []),
    ...(!isError && 'error.type' in attributes ? ['error.type is there only with an error'] : []),
    ...(code === 0 && !isError ? ['no answer is an error'] : []),
    ...brokenByError(attributes, firstError),
  ];
}

function brokenByError(attributes: Attributes, firstError: number): readonly string[] {
  const code = Number(attributes['http.response.status_code'] ?? 0);
  if (code >= firstError) return 'error.type' in attributes ? [] : ['error.type is there with an error code'];
  return code !== 0 || 'error.type' in attributes ? [] : ['error.type is there without an answer'];
}
