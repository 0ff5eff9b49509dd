import type { Exchange } from './exchange.ts';

const fetched = (about: string, ask: Exchange['ask'] = {}, answer: Exchange['answer'] = {}): Exchange => ({
  about,
  ask: { by: 'fetch', ...ask },
  answer,
});

const to = (location: string, status: number) => ({ status, headers: { location } });

export const FETCHES: readonly Exchange[] = [
  ...['GET', 'HEAD', 'OPTIONS', 'DELETE', 'get', 'patch', 'PURGE'].map((method) => fetched(method, { method })),
  fetched('POST with a body', { method: 'POST', chunks: ['body'] }),
  ...[204, 304, 400, 404, 500, 503].map((status) =>
    fetched(String(status), {}, { status, ...(status < 400 && { chunks: [] }) }),
  ),
  fetched('a query', { path: '/a?b=c&d=e' }),
  fetched('https', { at: 'tls', path: '/a' }),
  fetched('IPv6', { at: 'ipv6', path: '/a' }),
  fetched('an own user-agent', { headers: { 'user-agent': 'own/1' } }),
  fetched("the application's own baggage", { headers: { baggage: 'a=1', 'x-own': '1' } }),
  fetched('no span around it', { isAlone: true }),
  fetched('three, one after the other', { times: 3 }),
  fetched('chunked', {}, { chunks: ['a', 'b'] }),
  fetched('a redirect that is followed', { path: '/old' }, [to('/new', 302), { status: 200 }]),
  fetched('a POST that is redirected', { method: 'POST', chunks: ['body'] }, [to('/new', 307), { status: 201 }]),
  fetched('a redirect that is not followed', { options: { redirect: 'manual' } }, to('/new', 302)),
  fetched('a redirect that is an error', { options: { redirect: 'error' } }, to('/new', 302)),
  fetched('nobody listens', { at: 'nobody' }),
  fetched('a name that does not exist', { at: 'nowhere' }),
  fetched('the server hangs up', { method: 'POST', chunks: ['body'] }, { hangsUp: true }),
  fetched('the server breaks off', {}, { breaksOff: true, headers: { 'content-length': '100' } }),
  fetched('aborted before it is sent', { abort: 'before sending' }),
  fetched('aborted before the answer', { abort: 'before the answer' }, { isSilent: true }),
  fetched('aborted in the answer', { abort: 'in the answer' }, { staysOpen: true }),
  fetched('a timeout', { timeoutMillis: 100 }, { isSilent: true }),
];
