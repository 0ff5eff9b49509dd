import { startsWord } from '../scan/characters.ts';
import type { Matcher, Scan } from '../scan/scan.ts';

/** Formats of stored passwords (crypt(5), passlib, Django, Werkzeug, PostgreSQL, LDAP). In a keyword 9 is any digit and $ also - and _. */
const FORMATS: readonly (readonly [keywords: string, shape: RegExp])[] = [
  ['$9a$99$ $9b$99$ $9x$99$ $9y$99$', /\$2[abxy]\$\d\d\$[A-Za-z\d./]{40,53}/y],
  ['$argon9', /\$argon2(?:id|i|d)\$(?:v=\d{1,4}\$)?[mtp=\d,]{5,60}\$[A-Za-z\d+/=]{8,}\$[A-Za-z\d+/=]{16,}/y],
  ['$9$', /\$[1567]\$(?:rounds=\d{1,9}\$)?[A-Za-z\d./]{1,64}\$[A-Za-z\d./]{22,128}/y],
  ['$y$ $gy$', /\$g?y\$[A-Za-z\d./]{1,16}\$[A-Za-z\d./]{1,90}\$[A-Za-z\d./]{40,48}/y],
  ['$apr9$', /\$apr1\$[A-Za-z\d./]{1,8}\$[A-Za-z\d./]{22}/y],
  ['$p$b $h$9 $s$d', /\$[PHS]\$[A-Za-z\d./]{30,55}/y],
  ['$scrypt$ $pbkdf9', /\$(?:scrypt|pbkdf2(?:-sha\d{1,3})?)\$[\w=,.+/$-]{30,}/y],
  ['pbkdf9_sha9', /pbkdf2_sha\d{1,3}\$\d{1,8}\$[\w+/=.-]{1,64}\$[A-Za-z\d+/=]{20,}/y],
  ['pbkdf9:sha9 scrypt:99999', /(?:pbkdf2:sha\d{1,3}|scrypt)(?::\d{1,8}){0,3}\$[\w+/=.-]{1,64}\$[A-Za-z\d+/=]{20,}/y],
  ['scram-sha-9', /SCRAM-SHA-\d{1,3}\$\d{1,8}:[\w+/=]{8,}\$[\w+/=]{20,}:[\w+/=]{20,}/y],
  ['ssha ssha9 smd9', /\{?(?:SSHA(?:256|512)?|SMD5)\}[A-Za-z\d+/=]{20,}/y],
];

function hashMatcher(shape: RegExp): Matcher {
  return (scan: Scan, at: number) => {
    const { text } = scan;
    const start = text[at - 1] === '{' ? at - 1 : at;
    if (start < scan.done || (text[start] !== '$' && text[start] !== '{' && !startsWord(text, start))) return -1;
    shape.lastIndex = start;
    return shape.test(text) ? scan.redact('password-hash', start, shape.lastIndex) : -1;
  };
}

export const PASSWORD_HASH_RULES: readonly (readonly [keyword: string, match: Matcher])[] = FORMATS.flatMap(
  ([keywords, shape]) => keywords.split(' ').map((keyword) => [keyword, hashMatcher(shape)] as const),
);
