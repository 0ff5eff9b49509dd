import type { Scan } from '../scan/scan.ts';
import { isLikely, isPlaceholder, isProse } from '../scan/value-shape.ts';

/** The commands by which clients of Redis, FTP, POP3, SMTP, IMAP and IRC log in, on a line of their own. */
const COMMANDS: readonly (readonly [keyword: string, arguments_: RegExp])[] = [
  [
    'auth ',
    /AUTH (?:(?:PLAIN|LOGIN|XOAUTH2|CRAM-MD5|OAUTHBEARER|SCRAM-\S{1,20}|[\w.-]{1,40}) )?"?([^\s"']{4,2000})"?(?=\s*$|["'\r\n\\]| SETNAME )/my,
  ],
  [
    'authenticate ',
    /AUTHENTICATE (?:PLAIN|LOGIN|XOAUTH2|SCRAM-\S{1,20})[ \r\n]+"?([^\s"']{4,2000})"?(?=\s*$|["'\r\n\\])/my,
  ],
  ['pass ', /PASS :?"?([^\s"']{4,200})"?(?=\s*$|["'\r\n\\])/my],
  ['login ', /LOGIN "?[^\s"']{1,100}"? "?([^\s"']{4,200})"?(?=\s*$|["'\r\n\\])/my],
  ['identify ', /IDENTIFY (?:[^\s"']{1,60} )?([^\s"']{4,200})(?=\s*$|["'\r\n\\])/my],
  ['requirepass ', /requirepass "?([^\s"']{4,200})"?/iy],
  ['masterauth ', /masterauth "?([^\s"']{4,200})"?/iy],
];

/** Before a command: the beginning of a line or text, an IMAP tag, or the arrow and label of a protocol's log. */
const BEFORE = /(?:^|[\n"'>]|[CS<>]:|\s:|\\n|\\r)\s?(?:[A-Za-z]{0,3}\d{1,6} |HELLO \d )?$/;

export const PROTOCOL_RULES = COMMANDS.map(([keyword, pattern]) => [keyword, protocolMatcher(pattern)] as const);

function protocolMatcher(pattern: RegExp): (scan: Scan, start: number) => number {
  return (scan, start) => {
    const { text } = scan;
    pattern.lastIndex = start;
    const found = pattern.exec(text);
    const secret = found?.[1];
    if (found === null || secret === undefined || !isCredential(secret)) return -1;
    if (!BEFORE.test(text.slice(Math.max(0, start - 16), start)) && !/^[rm]/.test(found[0])) return -1;
    const from = start + found[0].lastIndexOf(secret);
    return scan.redact('protocol-command', from, from + secret.length);
  };
}

/** No path of a test that passed, no word: those stand behind `PASS` too. */
function isCredential(value: string): boolean {
  if (
    isPlaceholder(value) ||
    isProse(value) ||
    /^(?:\.{0,2}\/|[\w-]+(?:\/[\w.-]+)+$|[\w-]+\.\w{1,4}$|\(?\d+(?:\.\d+)?m?s\)?$)/.test(value)
  )
    return false;
  return isLikely(value) && (/\d/.test(value) || /[^\w.:-]/.test(value));
}
