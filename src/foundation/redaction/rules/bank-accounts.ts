import { isA, WORD } from '../scan/characters.ts';
import type { Scan } from '../scan/scan.ts';

/** Length of an IBAN by country (SWIFT IBAN Registry). */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27
   GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 OM23 PK24 PL28
   PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Keywords that may begin an IBAN; 9 stands for any digit. */
export const IBAN_STARTS: readonly string[] = Object.keys(LENGTHS).map((country) => `${country.toLowerCase()}99`);

function remainder(iban: string): number {
  let rest = 0;
  for (const c of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(c, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** An IBAN with the length of its country and the check digits of ISO 7064 (mod 97), together or in groups of four. */
export function matchIban(scan: Scan, start: number): number {
  const { text } = scan;
  if (isA(text.charCodeAt(start - 1), WORD) && text[start - 3] !== '%' && text[start - 2] !== '\\') return -1;
  const length = LENGTHS[text.slice(start, start + 2).toUpperCase()];
  if (length === undefined) return -1;
  let iban = '';
  let end = start;
  while (iban.length < length) {
    if (isA(text.charCodeAt(end), WORD)) iban += text[end];
    else if (!/[ -]/.test(text[end] ?? '') || iban.length % 4 !== 0) return -1;
    end++;
  }
  if (isA(text.charCodeAt(end), WORD) || !/\d.*\d.*\d.*\d.*\d.*\d/.test(iban)) return -1;
  return remainder(iban.toUpperCase()) === 1 ? scan.redact('iban', start, end) : -1;
}
