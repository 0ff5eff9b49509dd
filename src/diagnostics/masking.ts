/** What stands where a secret was. */
export const MASK = '***';

const USER_INFO = /^([a-z][a-z0-9+.-]{0,20}:\/\/)?.*@/is;

/**
 * Masks what a URL may carry of credentials: user info, query values and the fragment. Works on text that is no valid URL too, since
 * those are the ones that get reported: there everything up to the last @ goes.
 */
export function maskUrl(url: string): string {
  const parsed = URL.parse(url);
  const isPlain = parsed !== null && parsed.host !== '' && parsed.username + parsed.password === '';
  const masked = isPlain ? url : url.replace(USER_INFO, (_, scheme: string | undefined) => `${scheme ?? ''}${MASK}@`);
  const end = masked.search(/[?#]/);
  return end === -1 ? masked : `${masked.slice(0, end + 1)}${MASK}`;
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
