/** Replaces a secret in messages. */
export const MASK = '***';

const SCHEME = /^[a-z][a-z0-9+.-]{0,20}:\/\//i;

/** A gRPC target with credentials: no scheme, one @, and only a host after it. */
const USER_AT_HOST = /^[^@/?#]*@([\w.-]+(?::\d+)?)$/;

/**
 * Masks the parts of a URL that may hold credentials: user info, query values, the fragment, and a path with an @. Invalid URLs are masked too, because
 * they are the ones that appear in warnings: of an invalid URL with an @ only the scheme is shown.
 */
export function maskUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.host === '') {
    const [, host] = USER_AT_HOST.exec(url) ?? [];
    if (host !== undefined) return `${MASK}@${host}`;
    if (url.includes('@')) return `${SCHEME.exec(url)?.[0] ?? ''}${MASK}`;
    const end = url.search(/[?#]/);
    return end === -1 ? url : `${url.slice(0, end + 1)}${MASK}`;
  }
  const { protocol, username, password, host, pathname, search, hash } = parsed;
  const userInfo = username + password === '' ? '' : `${MASK}@`;
  const path = pathname === '/' && !/\/([?#]|$)/.test(url) ? '' : pathname;
  const rest = search === '' && hash === '' ? '' : `${search === '' ? '#' : '?'}${MASK}`;
  return `${protocol}//${userInfo}${host}${path.includes('@') ? `/${MASK}` : path}${rest}`;
}

/** Keeps the names of a record and masks every value. */
export function maskValues(record: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.keys(record).map((key) => [key, MASK]));
}

/** Makes a text fit for a diagnostic message: one line of at most `length` characters, with control characters escaped. */
export function oneLine(text: string, length = 200): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return flat.length > length ? `${flat.slice(0, length)}…` : flat;
}
