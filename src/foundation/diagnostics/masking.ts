/** What stands where a secret was. */
export const MASK = '***';

const SCHEME = /^[a-z][a-z0-9+.-]{0,20}:\/\//i;

/** A gRPC target with credentials: there is no scheme, and after the one @ there is a host and nothing else. */
const USER_AT_HOST = /^[^@/?#]*@([\w.-]+(?::\d+)?)$/;

/**
 * Masks what a URL may carry of credentials: user info, query values, the fragment, a path with an @ in it. Works on text that is no
 * valid URL too, since those are the ones that get reported: with an @ somewhere, nothing of it is shown but the scheme.
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

/** One line, at most `length` characters, control characters escaped: fit to stand in a diagnostic message. */
export function oneLine(text: string, length = 200): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return flat.length > length ? `${flat.slice(0, length)}…` : flat;
}
