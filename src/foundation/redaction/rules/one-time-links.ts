import { isRandom, isUuid } from '../scan/randomness.ts';
import type { Matcher, Scan } from '../scan/scan.ts';

/** Segments of paths behind which mails and invitations carry a token that lets its reader in. */
const SEGMENTS: readonly string[] = [
  'reset',
  'verify',
  'verification',
  'confirm',
  'invit',
  'magic',
  'activat',
  'unsubscribe',
  'password/',
  'recover',
  'one-time',
  'onetime',
  'signin/',
  'join/',
  'accept/',
  'email/verify',
  'passwordless',
  'set-password',
  'forgot',
  'claim/',
  'accept-',
  'password-',
  'password_',
];
const PATH = /[\w-]{0,30}(?:\/[a-z][a-z-]{1,20}){0,2}(?:\/\d{1,10}|\/[\w-]{1,12}=?)?\/([\w~.-]{12,512})(?![\w~])/iy;

function matchLink(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (text[start] !== '/') return -1;
  PATH.lastIndex = text[end - 1] === '/' ? end - 1 : end;
  const token = PATH.exec(text)?.[1]?.replace(/[.-]+$/, '');
  if (token === undefined || !isToken(token)) return -1;
  const from = text.indexOf(token, end - 1);
  return scan.redact('one-time-link', from, from + token.length);
}

function isToken(segment: string): boolean {
  if (/\.(?:[a-z]{2,4}|html)$/i.test(segment)) return false;
  return (
    isUuid(segment) ||
    isRandom(segment) ||
    (segment.length >= 12 && /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])\w+$/.test(segment))
  );
}

export const ONE_TIME_LINK_RULES: readonly (readonly [keyword: string, match: Matcher])[] = SEGMENTS.map(
  (segment) => [`/${segment}`, matchLink] as const,
);
