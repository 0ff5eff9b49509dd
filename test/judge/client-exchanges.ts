import type { Exchange } from './exchange.ts';

const FORMS = [
  'string',
  'string and options',
  'url',
  'url and options',
  'options',
  'options with host',
  'options without a prototype',
] as const;

const get = (about: string, url: string): Exchange => ({ about, ask: { by: 'get', as: 'string', url } });

export const CALLS: readonly Exchange[] = [
  ...(['request', 'get'] as const).flatMap((by) =>
    FORMS.map((as) => ({ about: `${by}: ${as}`, ask: { by, as, path: '/a?b=c', headers: { 'x-own': '1' } } })),
  ),
  ...(['string', 'url', 'url and options', 'options'] as const).flatMap((as) => [
    { about: `https: ${as}`, ask: { at: 'tls' as const, as, path: '/a?b=c' } },
    { about: `IPv6: ${as}`, ask: { at: 'ipv6' as const, as, path: '/a?b=c' } },
  ]),
  { about: 'options that name the method in lower case', ask: { as: 'options', method: 'delete' } },
  { about: 'the path of the options counts', ask: { options: { path: '/of-the-options' } } },
  { about: 'credentials in the options', ask: { as: 'options', options: { auth: 'user:password' } } },
  { about: 'headers as a list', ask: { options: { headers: ['x-own', '1', 'x-own', '2'] } } },
  { about: 'a default port', ask: { as: 'options', options: { defaultPort: 80 } } },
  { about: 'characters outside of ASCII in the path', ask: { path: '/größe' } },
  get('a string that is no URL', 'no URL'),
  get('a protocol of another module', 'https://nowhere.invalid/'),
  { about: 'a path that no request may have', ask: { as: 'options', path: '/a b' } },
  { about: 'a header that no request may have', ask: { headers: { 'x-own': 'a\nb' } } },
  { about: 'a method that is none', ask: { method: 'NO METHOD' } },
];

export const CONNECTIONS: readonly Exchange[] = [
  { about: 'three on one connection', ask: { agent: 'keep-alive', times: 3 } },
  { about: 'four at once on one connection', ask: { agent: 'keep-alive', times: 4, isTogether: true } },
  { about: 'two at once', ask: { times: 2, isTogether: true } },
  {
    about: 'two bodies on one connection',
    ask: { agent: 'keep-alive', times: 2, method: 'POST', chunks: ['one', 'two'] },
    answer: [{ status: 200 }, { status: 404 }],
  },
  {
    about: 'pipelined',
    ask: {
      by: 'raw',
      bytes: 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    },
  },
  { about: 'connection: close', ask: { headers: { connection: 'close' } } },
  { about: 'chunked both ways', ask: { method: 'POST', chunks: ['a', 'b', 'c'] }, answer: { chunks: ['d', 'e', 'f'] } },
  { about: 'empty bodies', ask: { method: 'POST', chunks: [''] }, answer: { chunks: [''] } },
  { about: 'a body to HEAD', ask: { method: 'HEAD' }, answer: { chunks: ['not sent'] } },
  { about: 'a response that nobody listens for', ask: { isUnheard: true } },
  {
    about: 'a websocket',
    ask: { headers: { connection: 'Upgrade', upgrade: 'websocket' } },
    answer: { headers: { connection: 'Upgrade', upgrade: 'websocket' } },
  },
];

export const FAILURES: readonly Exchange[] = [
  { about: 'nobody listens', ask: { at: 'nobody' } },
  { about: 'nobody listens, by get', ask: { at: 'nobody', by: 'get' } },
  { about: 'a name that does not exist', ask: { at: 'nowhere' } },
  { about: 'a name that does not exist, in options', ask: { at: 'nowhere', as: 'options with host' } },
  { about: 'no certificate for that name', ask: { at: 'tls', options: { servername: 'other.test' } } },
  { about: 'a certificate of an unknown authority', ask: { at: 'tls', options: { ca: [] } } },
  { about: 'the server hangs up', answer: { hangsUp: true } },
  { about: 'the server breaks off', answer: { breaksOff: true, headers: { 'content-length': '100' } } },
  { about: 'the server breaks off a chunked answer', answer: { breaksOff: true } },
  // It leaves its connection unusable.
  { about: 'the handler throws', ask: { headers: { connection: 'close' } }, answer: { throws: 'handler failed' } },
  { about: 'a timeout', ask: { timeoutMillis: 100 }, answer: { isSilent: true } },
  { about: 'aborted before it is sent', ask: { abort: 'before sending' } },
  { about: 'aborted before the answer', ask: { abort: 'before the answer' }, answer: { isSilent: true } },
  { about: 'aborted by abort()', ask: { abort: 'by abort()' }, answer: { isSilent: true } },
  { about: 'aborted in the answer', ask: { abort: 'in the answer' }, answer: { staysOpen: true } },
];
