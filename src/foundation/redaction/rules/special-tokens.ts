import { HEXADECIMAL, isA, PLAIN_BASE64, runEnd, startsWord, URL_BASE64, WORD } from '../scan/characters.ts';
import { isRandom } from '../scan/randomness.ts';
import type { Matcher, Scan } from '../scan/scan.ts';
import { type VendorToken, vendorMatcher } from './vendor-token.ts';

const SECRET_LENGTH = 40;

/** AWS prints an id and its secret side by side: 40 characters right behind an id are that secret. */
export function awsMatcher(token: VendorToken): Matcher {
  const matchId = vendorMatcher(token);
  return (scan, start, end) => {
    const at = matchId(scan, start, end);
    if (at === -1) return -1;
    const { text } = scan;
    let from = at;
    while (from < at + 6 && /[\s,;:|"'/]/.test(text[from] ?? '')) from++;
    const to = runEnd(text, from, PLAIN_BASE64, SECRET_LENGTH + 1);
    return from > at && to - from === SECRET_LENGTH ? scan.redact('aws-secret-key', from, to) : at;
  };
}

const FIRST_DIGITS = ['MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT'];

/** How the base64 of a Discord user's number begins: digits are 0x30 to 0x39, so that few letters can stand there. 0 is any digit. */
export const DISCORD_STARTS: readonly string[] = FIRST_DIGITS.flatMap((two) =>
  [...'AEIMQUYcgk'].flatMap((third) =>
    [...'wxyz0'].flatMap((fourth) => [...'MNO'].map((fifth) => two + third + fourth + fifth)),
  ),
);
const DISCORD = /[MNO][\w-]{22,27}\.[\w-]{6,7}\.[\w-]{27,45}(?![\w-])/y;

export function matchDiscord(scan: Scan, start: number): number {
  const { text } = scan;
  if (!/[MNO]/.test(text[start] as string) || start < scan.done || isA(text.charCodeAt(start - 1), URL_BASE64))
    return -1;
  DISCORD.lastIndex = start;
  return DISCORD.test(text) ? scan.redact('discord-token', start, DISCORD.lastIndex) : -1;
}

const DATA = /;base64,/iy;

/** Pictures, sound and fonts in a data URL are full of letters that mean nothing. */
export function skipMedia(scan: Scan, start: number): number {
  const { text } = scan;
  if (
    !/(?:image|audio|video|font)\/[\w.+-]{1,30}(?:;[\w=-]{1,30}){0,2}$/i.test(
      text.slice(Math.max(0, start - 80), start),
    )
  )
    return -1;
  DATA.lastIndex = start;
  return DATA.test(text) ? runEnd(text, DATA.lastIndex, PLAIN_BASE64) : -1;
}

/** Vendors whose keys are plain hexadecimal or letters: recognised beside the vendor's name only. */
export const PLAIN_VENDORS: readonly string[] = [
  'deepgram',
  'assemblyai',
  'cohere',
  'datadog',
  'mistral',
  'algolia',
  'cloudflare',
  'heroku',
  'vonage',
  'nexmo',
  'postmark',
  'mattermost',
  'fastly',
  'snyk',
  'codecov',
  'wandb',
  'stability',
  'together',
  'honeycomb',
  'pagerduty',
  'opsgenie',
  'twitch',
  'openweather',
  'elevenlabs',
  'azure',
  'bing',
  'spotify',
  'zendesk',
  'okta',
  'auth0',
  'kucoin',
  'plaid',
  'rapidapi',
];
const PLAIN =
  /[\w ]{0,12}(?: (?:api )?(?:key|token|secret|credential|clave|chave|llave)s?)? ?(?:[:=(>]|is|es|é|with|con|com|using)? ?["'`(<]?((?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[A-Za-z\d_-]{32,64}))(?![\w-])/iy;

/** `Deepgram key 3f…`: 32 characters or more, digits and letters, within a few words of the vendor's name. */
export function matchPlainVendor(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!startsWord(text, start) || isA(text.charCodeAt(end), WORD)) return -1;
  PLAIN.lastIndex = end;
  const token = PLAIN.exec(text)?.[1];
  if (token === undefined || !/\d.*\d/.test(token) || !/[a-z]/i.test(token)) return -1;
  const isNamed = /key|token|secret|credential|clave|chave|llave/i.test(
    text.slice(end, PLAIN.lastIndex - token.length),
  );
  return isNamed ? scan.redact('vendor-key', PLAIN.lastIndex - token.length, PLAIN.lastIndex) : -1;
}

/** Parts of a prefix by which vendors say what kind of key it is: `acme_live_…`, `acme_pat_…`, `pi_…_secret_…`. */
export const KIND_PARTS: readonly string[] = [
  '_live_',
  '_test_',
  '_prod_',
  '_production_',
  '_sandbox_',
  '_secret_',
  '_pat_',
  '_oat_',
  '_sk_',
  '_apikey_',
  '_api_key_',
  '_api_',
  '_token_',
  '_rk_',
];
const KIND =
  /([A-Za-z][A-Za-z\d]{1,15}(?:_[A-Za-z\d]{1,40}){0,3}?)(_(?:live|test|prod|production|sandbox|secret|pat|oat|sk|apikey|api_key|api|token|rk)_)((?:[a-z\d]{2,8}_)?[\w-]{16,256})(?![\w.-]{0,64}\()/y;
const MAX_PREFIX = 64;
const MAX_KIND_VALUE = 256;

/** A random value behind a vendor's prefix that nobody has listed here yet. */
export function matchKindPart(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (text[start] !== '_' || text[end - 1] !== '_' || scan.isLookedAt('kind part', start)) return -1;
  let from = start;
  while (
    from > scan.done &&
    start - from < MAX_PREFIX &&
    isA(text.charCodeAt(from - 1), URL_BASE64) &&
    text[from - 1] !== '-'
  )
    from--;
  KIND.lastIndex = from;
  const value = KIND.exec(text)?.[3];
  if (value === undefined || !startsWord(text, from) || !isRandom(value.replace(/^[a-z\d]{2,8}_/, ''))) {
    scan.lookedUntil('kind part', runEnd(text, end, URL_BASE64, MAX_KIND_VALUE));
    return -1;
  }
  return scan.redact('vendor-key', from, KIND.lastIndex);
}

/** Mailgun's keys are hexadecimal groups of 32, 8 and 8 without a prefix. At the first dash 9 is any digit. */
export const MAILGUN_STARTS: readonly string[] = [...'abcdef'].flatMap((letter) => [
  `-9${letter}`,
  `-${letter}9`,
  `-99${letter}`,
  `-999${letter}`,
]);
const MAILGUN = /[\da-f]{32}-[\da-f]{8}-[\da-f]{8}(?![\w-])/y;
const MAILGUN_HEADS = [32, 41];

export function matchMailgun(scan: Scan, dash: number): number {
  for (const head of MAILGUN_HEADS) {
    const start = dash - head;
    if (start < scan.done || !startsWord(scan.text, start) || !isA(scan.text.charCodeAt(start), HEXADECIMAL)) continue;
    MAILGUN.lastIndex = start;
    if (MAILGUN.test(scan.text)) return scan.redact('mailgun-key', start, MAILGUN.lastIndex);
  }
  return -1;
}

const ASANA = /[012]\/\d{13,19}(?:\/\d{13,19})?:[\da-f]{32}(?![\w-])/y;
const MAX_ASANA_HEAD = 44;

/** `2/<user>/<app>:<32 hexadecimal digits>` */
export function matchAsana(scan: Scan, at: number, end: number): number {
  const { text } = scan;
  if (text[end - 2] !== ':') return -1;
  let start = at;
  while (start > scan.done && at - start < MAX_ASANA_HEAD && /[\d/]/.test(text[start - 1] as string)) start--;
  ASANA.lastIndex = start;
  return ASANA.test(text) ? scan.redact('asana-token', start, ASANA.lastIndex) : -1;
}

/** Does nothing: its keyword only makes the text be looked at without its escapes. */
export const lookCloser: Matcher = () => -1;
