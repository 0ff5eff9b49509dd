import type { Deviation, Exchange } from './exchange.ts';

const raw = (target: string, ...headers: readonly string[]): string =>
  [`GET ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n');

export const METHODS: readonly Exchange[] = [
  ...['GET', 'HEAD', 'OPTIONS', 'TRACE', 'DELETE', 'get', 'Options', 'PURGE', 'PROPFIND', 'QUERY'].map((method) => ({
    about: method,
    ask: { method },
  })),
  ...['POST', 'PUT', 'PATCH', 'post'].map((method) => ({
    about: `${method} with a body`,
    ask: { method, chunks: ['body'] },
  })),
  { about: 'POST without a body', ask: { method: 'POST' } },
  {
    about: 'lower case as it is on the wire',
    ask: { by: 'raw', bytes: 'purge / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' },
  },
  { about: 'CONNECT', ask: { method: 'CONNECT' }, answer: { status: 200 } },
];

export const STATUSES: readonly Exchange[] = [
  ...[200, 201, 202, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 405, 409, 418, 422, 429].map(status),
  ...[499, 500, 501, 502, 503, 504, 599, 600, 999].map(status),
  { about: '102 before 200', answer: { informational: 'processing' } },
  { about: '103 before 200', answer: { informational: 'early hints' } },
  { about: '100 before 200', ask: { method: 'POST', headers: { expect: '100-continue' }, chunks: ['body'] } },
  { about: 'a redirect that is not followed', answer: { status: 302, headers: { location: '/elsewhere' } } },
];

function status(status: number): Exchange {
  return { about: String(status), answer: { status } };
}

export const TARGETS: readonly Exchange[] = [
  ...['/users/17', '/a?b=c', '/a?', '/?q=1&q=2', '/a?b=c?d', '/a%20b?c=%2F', '//double', '/a/../b', '/;p=1'].map(
    (path) => ({
      about: path,
      ask: { path },
    }),
  ),
  { about: 'a long query', ask: { path: `/?q=${'x'.repeat(4_000)}` } },
  ...[
    ['an absolute target', 'http://example.test:8080/a?b=c', 'Host: other.test'],
    ['an absolute target without a path', 'http://example.test', 'Host: example.test'],
    ['a target of *', '*', 'Host: example.test'],
    ['bytes that are no URL', '//[', 'Host: example.test'],
    ['a Host with a port', '/', 'Host: example.test:8080'],
    ['a Host without a port', '/', 'Host: example.test'],
    ['an IPv6 Host', '/', 'Host: [::1]'],
    ['an IPv6 Host with a port', '/', 'Host: [::1]:8080'],
    ['no Host', '/a?b=c'],
    ['an empty Host', '/a', 'Host:'],
    ['an odd Host', '/a', 'Host: a b'],
    ['a Host with too many colons', '/a', 'Host: a:b:c'],
    ['a Host whose port is no number', '/a', 'Host: a:b'],
    ['a Host twice', '/a', 'Host: a.test', 'Host: b.test'],
  ].map(([about = '', target = '', ...headers]) => ({
    about,
    ask: { by: 'raw' as const, bytes: raw(target, ...headers) },
  })),
  { about: 'HTTP/1.0', ask: { by: 'raw', bytes: 'GET /a?b=c HTTP/1.0\r\n\r\n' } },
  { about: 'a request line that is none', ask: { by: 'raw', bytes: 'hello\r\n\r\n' } },
];

const forwarded = (about: string, headers: Readonly<Record<string, string>>): Exchange => ({ about, ask: { headers } });

export const ORIGINS: readonly Exchange[] = [
  forwarded('x-forwarded-for', { 'x-forwarded-for': '203.0.113.7' }),
  forwarded('x-forwarded-for of several proxies', { 'x-forwarded-for': '203.0.113.7, 10.0.0.1' }),
  forwarded('x-forwarded-for with a port', { 'x-forwarded-for': '203.0.113.7:4711' }),
  forwarded('x-forwarded-for of IPv6', { 'x-forwarded-for': '2001:db8::7' }),
  forwarded('x-forwarded-for of IPv6 with a port', { 'x-forwarded-for': '[2001:db8::7]:4711' }),
  forwarded('an empty x-forwarded-for', { 'x-forwarded-for': '' }),
  forwarded('x-forwarded-host', { 'x-forwarded-host': 'shop.test' }),
  forwarded('x-forwarded-host and -proto', { 'x-forwarded-host': 'shop.test', 'x-forwarded-proto': 'https' }),
  forwarded('x-forwarded-proto', { 'x-forwarded-proto': 'https' }),
  forwarded('forwarded', { forwarded: 'for=203.0.113.7;host=shop.test;proto=https' }),
  forwarded('forwarded of several proxies', { forwarded: 'for=203.0.113.7, for="[2001:db8::7]:4711";host=b.test' }),
  forwarded('forwarded before x-forwarded-for', { forwarded: 'for=203.0.113.7', 'x-forwarded-for': '10.0.0.1' }),
  forwarded('forwarded that is malformed', { forwarded: 'for=;;"', 'x-forwarded-for': '203.0.113.7' }),
  forwarded('user-agent', { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' }),
  forwarded('an empty user-agent', { 'user-agent': '' }),
  forwarded('a robot', { 'user-agent': 'Googlebot/2.1' }),
  forwarded('an own Host', { host: 'shop.test:8080' }),
  forwarded('large headers', { 'x-large': 'x'.repeat(8_000) }),
  { about: 'headers that are too large', ask: { headers: { 'x-large': 'x'.repeat(20_000) } }, answer: {} },
  forwarded('authorization and cookies', { authorization: 'Basic dTpw', cookie: 'a=b' }),
  { about: 'content-length', ask: { method: 'POST', headers: { 'content-length': '4' }, chunks: ['body'] } },
  {
    about: 'content-encoding',
    ask: {},
    answer: { headers: { 'content-encoding': 'identity', 'content-type': 'text/plain' } },
  },
];

const PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7';

const called = (about: string, ...headers: readonly string[]): Exchange => ({
  about,
  ask: { by: 'raw', bytes: raw('/called', 'Host: shop.test', ...headers) },
});

export const TRACES: readonly Exchange[] = [
  called('no traceparent'),
  called('a sampled traceparent', `traceparent: ${PARENT}-01`),
  called('an unsampled traceparent', `traceparent: ${PARENT}-00`),
  called('a random trace id', `traceparent: ${PARENT}-03`),
  called('a traceparent of a version to come', `traceparent: cc${PARENT.slice(2)}-01-more`),
  called('a malformed traceparent', 'traceparent: 00-4bf92f3577b34da6-00f067aa0ba902b7-01'),
  called('a traceparent of zeros', `traceparent: 00-${'0'.repeat(32)}-00f067aa0ba902b7-01`),
  called('an empty traceparent', 'traceparent:'),
  called('two traceparents', `traceparent: ${PARENT}-01`, `traceparent: ${PARENT}-00`),
  called('tracestate', `traceparent: ${PARENT}-01`, 'tracestate: a=1,b=2'),
  called('tracestate twice', `traceparent: ${PARENT}-01`, 'tracestate: a=1', 'tracestate: b=2'),
  called('tracestate alone', 'tracestate: a=1'),
  called('a malformed tracestate', `traceparent: ${PARENT}-01`, 'tracestate: A B,c=1'),
  called('baggage', `traceparent: ${PARENT}-01`, 'baggage: user=17;secret=no,tier=gold'),
  called('baggage alone', 'baggage: user=17'),
  called('malformed baggage', 'baggage: =,;,a'),
  { about: 'a client with no span around it', ask: { isAlone: true } },
  { about: "the application's own traceparent", ask: { headers: { traceparent: `${PARENT}-01` } } },
  { about: "the application's own tracestate and baggage", ask: { headers: { tracestate: 'a=1', baggage: 'b=2' } } },
];

const IS_IGNORED: Deviation = {
  reason: 'OTELIER_IGNORE_ROUTES names it by default: health checks and scrapes would be most of the traces',
  officialOnly: {
    spans: ['GET (server)'],
    points: [
      'http.server.request.duration: http.request.method=GET http.response.status_code=200 network.protocol.version=1.1 url.scheme=http',
    ],
  },
};

export const IGNORED: readonly Exchange[] = [
  ...['/health', '/health?verbose=1', '/healthz', '/health/live', '/livez', '/readyz', '/metrics'].map((path) => ({
    about: path,
    ask: { path },
    deviation: IS_IGNORED,
  })),
  ...['/', '/ready', '/metrics/a', '/a?next=/health'].map((path) => ({ about: path, ask: { path } })),
];
