import { isA, PLAIN_BASE64, runEnd, startsWord, URL_BASE64, WORD } from '../scan/characters.ts';
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

/** How the base64 of a Discord user's number begins: digits are 0x30 to 0x39, so that few letters can stand there. 0 stands for any digit. */
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
