import { isA, runEnd, startsWord, URL_BASE64, WORD } from '../scan/characters.ts';
import type { Scan } from '../scan/scan.ts';
import { isLikely, isPlaceholder } from '../scan/value-shape.ts';

const LONGEST = 1_024;
const ENDS = /[\s"'`<>\\]/;

function authorityEnd(scan: Scan, from: number): number {
  const { text } = scan;
  return scan.extent('authority', from, () => {
    let at = from;
    while (at < text.length && !/[/?#]/.test(text[at] as string) && !ENDS.test(text[at] as string)) at++;
    return at;
  });
}

/** A password may hold an unescaped `/`, `?` or `#`: then what follows the colon is no port, and the @ comes later. */
function lateAt(scan: Scan, from: number, end: number): number {
  const { text } = scan;
  const colon = text.slice(from, Math.min(end, from + LONGEST)).indexOf(':');
  if (colon === -1 || !/[/?#]/.test(text[end] ?? '') || /^\d{0,5}$/.test(text.slice(from + colon + 1, end))) return -1;
  if (text[from] === '[') return -1;
  const at = scan.extent('late @', end, () => {
    let to = end;
    while (to < text.length && !ENDS.test(text[to] as string) && text[to] !== '@') to++;
    return to;
  });
  return text[at] === '@' && at - from < LONGEST ? at : -1;
}

/** `scheme://user:password@host`: the password goes. A user name by itself goes when it looks like a token. */
export function matchUserInfo(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!/^:\\?\/\\?\/$/.test(text.slice(start, end))) return -1;
  const stop = authorityEnd(scan, end);
  let at = text.slice(end, Math.min(stop, end + LONGEST)).lastIndexOf('@');
  at = at === -1 ? lateAt(scan, end, stop) : at + end;
  if (at === -1) return -1;
  const colon = text.slice(end, at).indexOf(':');
  const from = colon === -1 ? end : end + colon + 1;
  const value = text.slice(from, at);
  if (isPlaceholder(value)) return -1;
  if (colon === -1)
    return value.length >= 16 && /\d/.test(value) && isLikely(value) ? scan.redact('url-credential', from, at) : -1;
  const marked = scan.mark.endOf(text, from);
  return marked === -1 ? scan.redact('url-credential', from, at) : marked;
}

/** The same, encoded to stand in a query: `https%3A%2F%2Fuser%3Apassword%40host`. */
export function matchEncodedUserInfo(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const found = /^%3a%2f%2f([^\s%&"']{0,100})%3a((?:(?!%40)[^\s&"'@]){1,300})%40/i.exec(text.slice(start, start + 600));
  if (found === null) return -1;
  const from = end + (found[1]?.length ?? 0) + 3;
  return scan.redact('url-credential', from, from + (found[2]?.length ?? 0));
}

/** Whoever has such a URL may post: the path is the secret. The text behind each prefix goes, up to the URL's end. */
export const WEBHOOKS: readonly string[] = [
  'hooks.slack.com/services/',
  'hooks.slack.com/workflows/',
  'hooks.slack.com/triggers/',
  'hooks.slack-gov.com/services/',
  'discord.com/api/webhooks/',
  'discordapp.com/api/webhooks/',
  '.webhook.office.com/webhookb2/',
  'outlook.office.com/webhook/',
  'outlook.office365.com/webhook/',
  'hooks.zapier.com/hooks/catch/',
  'maker.ifttt.com/trigger/',
  'hook.integromat.com/',
  '.make.com/',
  'webhook.site/',
  'events.pagerduty.com/integration/',
  'hooks.chime.aws/incomingwebhooks/',
  'open.feishu.cn/open-apis/bot/v2/hook/',
  'alert.victorops.com/integrations/generic/',
  '.m.pipedream.net/',
  'mattermost/hooks/',
  'chat.zoho.com/api/v2/channelsbyname/',
];

const LONGEST_PATH = 2_048;

export function webhookMatcher(prefix: string): (scan: Scan, start: number, end: number) => number {
  return (scan, start, end) => {
    const { text } = scan;
    if (text.slice(start, end).toLowerCase() !== prefix) return -1;
    if (scan.isLookedAt('webhook-url', start)) return -1;
    let to = end;
    while (to < end + LONGEST_PATH && (isA(text.charCodeAt(to), URL_BASE64) || /[/@.%~+]/.test(text[to] ?? ''))) to++;
    scan.lookedUntil('webhook-url', to);
    while (to > end && /[./]/.test(text[to - 1] as string)) to--;
    return to - end >= 8 && /\d/.test(text.slice(end, to)) ? scan.redact('webhook-url', end, to) : -1;
  };
}

/** Where hosts differ: `/webhook/<long id>`, `/webhooks/…`, `/hooks/…`. */
export function matchWebhookPath(scan: Scan, _: number, end: number): number {
  const { text } = scan;
  let from = end;
  if (text[from] === 's') from++;
  if (text[from] !== '/') return -1;
  const to = runEnd(text, ++from, URL_BASE64);
  const id = text.slice(from, to);
  return id.length >= 20 && /\d/.test(id) && /[a-z]/i.test(id) ? scan.redact('webhook-url', from, to) : -1;
}

/** `jdbc:oracle:thin:scott/tiger@//host` */
export function matchOracle(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!startsWord(text, start)) return -1;
  const slash = runEnd(text, end, WORD | URL_BASE64, 100);
  const from = slash + 1;
  if (text[slash] !== '/' || from === end + 1) return -1;
  if (scan.isLookedAt('oracle', start)) return -1;
  let to = from;
  while (to < from + 200 && to < text.length && text[to] !== '@' && !ENDS.test(text[to] as string)) to++;
  scan.lookedUntil('oracle', to);
  return text[to] === '@' ? scan.redact('url-credential', from, to) : -1;
}
