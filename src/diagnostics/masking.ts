/** What stands where a secret was. */
export const MASK = '***';

const USER_INFO = /^([a-z][a-z0-9+.-]{0,20}:\/\/)?[^/?#]*@/i;

/**
 * Masks what a URL may carry of credentials: user info, query values and the fragment.
 * Works on text that is no valid URL too, since those are the ones that get reported.
 */
export function maskUrl(url: string): string {
  const end = url.search(/[?#]/);
  const base = end === -1 ? url : url.slice(0, end);
  const masked = base.replace(USER_INFO, (_, scheme: string | undefined) => `${scheme ?? ''}${MASK}@`);
  return end === -1 ? masked : `${masked}${url[end]}${MASK}`;
}

/** Keeps the names of a record and masks every value. */
export function maskValues(record: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.keys(record).map((key) => [key, MASK]));
}

/** One line, at most `length` characters, control characters escaped: fit to stand in a diagnostic message. */
export function oneLine(text: string, length = 200): string {
  const flat = text.replace(/\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return flat.length > length ? `${flat.slice(0, length)}…` : flat;
}
