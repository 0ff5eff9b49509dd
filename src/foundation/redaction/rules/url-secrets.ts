import { isA, runEnd, startsWord, URL_BASE64, WORD } from '../scan/characters.ts';
import { isRandom } from '../scan/randomness.ts';
import type { Scan } from '../scan/scan.ts';
import { isLikely, isPlaceholder } from '../scan/value-shape.ts';

const MAX_LENGTH = 1_024;
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
  const colon = text.slice(from, Math.min(end, from + MAX_LENGTH)).indexOf(':');
  if (colon === -1 || !/[/?#]/.test(text[end] ?? '') || /^\d{0,5}$/.test(text.slice(from + colon + 1, end))) return -1;
  if (text[from] === '[') return -1;
  const at = scan.extent('late @', end, () => {
    let to = end;
    while (to < text.length && !ENDS.test(text[to] as string) && text[to] !== '@') to++;
    return to;
  });
  return text[at] === '@' && at - from < MAX_LENGTH ? at : -1;
}

/** `scheme://user:password@host`: the password goes. A user name by itself goes when it looks like a token. */
export function matchUserInfo(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!/^:\\?\/\\?\/$/.test(text.slice(start, end))) return -1;
  const stop = authorityEnd(scan, end);
  let at = text.slice(end, Math.min(stop, end + MAX_LENGTH)).lastIndexOf('@');
  at = at === -1 ? lateAt(scan, end, stop) : at + end;
  if (at === -1) return -1;
  const colon = text.slice(end, at).indexOf(':');
  const from = colon === -1 ? end : end + colon + 1;
  const value = text.slice(from, at);
  if (isPlaceholder(value)) return -1;
  if (colon === -1)
    return value.length >= 16 &&
      !/%40|\.\w{2,}$/.test(value) &&
      (isRandom(value) || (isLikely(value) && /\d{2}/.test(value) && !/[-.]/.test(value)))
      ? scan.redact('url-credential', from, at)
      : -1;
  const replaced = scan.placeholder.endOf(text, from);
  return replaced === -1 ? scan.redact('url-credential', from, at) : replaced;
}

/** The same, encoded to stand in a query: `https%3A%2F%2Fuser%3Apassword%40host`. */
export function matchEncodedUserInfo(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const found = /^%3a%2f%2f([^\s%&"']{0,100})%3a((?:(?!%40)[^\s&"'@]){1,300})%40/i.exec(text.slice(start, start + 600));
  if (found === null) return -1;
  const from = end + (found[1]?.length ?? 0) + 3;
  return scan.redact('url-credential', from, from + (found[2]?.length ?? 0));
}

/** The path of such a URL is the secret: its bearer may post. The text behind each prefix goes, up to the URL's end. */
export const WEBHOOKS: readonly string[] = [
  'hooks.slack.com/services/',
  'hooks.slack.com/workflows/',
  'hooks.slack.com/triggers/',
  'hooks.slack-gov.com/services/',
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
  'open-apis/bot/v2/hook/',
  'open-apis/bot/hook/',
  'alert.victorops.com/integrations/generic/',
  'alert-api.victorops.com/integrations/generic/',
  '.m.pipedream.net/',
  'mattermost/hooks/',
  'chat.zoho.com/api/v2/channelsbyname/',
  '/api/v9/heartbeat/',
  'heartbeat.uptimerobot.com/',
  'hc-ping.com/',
  'nosnch.in/',
  'cronitor.link/p/',
  'api.netlify.com/build_hooks/',
  'api.vercel.com/v9/integrations/deploy/',
  'hooks.airtable.com/workflows/',
  'connect.pabbly.com/workflow/sendwebhookdata/',
  'api.day.app/',
  'sctapi.ftqq.com/',
  'ifttt.com/use/',
  'hooks.opsgenie.com/',
  'push.statuspage.io/',
  'inbound.relay.com/',
  'hooks.glip.com/webhook/',
  'api.ciscospark.com/v9/webhooks/incoming/',
  'webexapis.com/v9/webhooks/incoming/',
  'api.flock.com/hooks/sendmessage/',
  'api.telegram.org/file/bot',
  'oapi.dingtalk.com/robot/send?access_token=',
  'qyapi.weixin.qq.com/cgi-bin/webhook/send?key=',
  'hooks.messagebird.com/',
  'hooks.hookdeck.com/',
  'events.hookdeck.com/e/',
  'api.squadcast.com/v9/incidents/api/',
  'cliq.zoho.com/api/v9/bots/',
  '.tines.com/webhook/',
  '.tines.io/webhook/',
  'n9n.cloud/webhook/',
  'api.render.com/deploy/',
  'cloud.tray.io/webhook/',
  'trigger.tray.io/',
];

const MAX_PATH = 2_048;

export function webhookMatcher(prefix: string): (scan: Scan, start: number, end: number) => number {
  const folded = prefix.replace(/\d/g, '9');
  return (scan, start, end) => {
    const { text } = scan;
    if (text.slice(start, end).toLowerCase().replace(/\d/g, '9') !== folded) return -1;
    if (scan.isLookedAt('webhook-url', start)) return -1;
    let to = end;
    while (to < end + MAX_PATH && (isA(text.charCodeAt(to), URL_BASE64) || /[/@.%~+]/.test(text[to] ?? ''))) to++;
    scan.lookedUntil('webhook-url', to);
    while (to > end && /[./]/.test(text[to - 1] as string)) to--;
    return to - end >= 8 && /\d/.test(text.slice(end, to)) ? scan.redact('webhook-url', end, to) : -1;
  };
}

const SEGMENTS = /(?:\/v\d{1,3})?s?(?:\/[\w-]{1,40}){0,3}?\/(?=\w*[A-Za-z])([\w-]{20,256})(?![\w-])/y;

/** Where hosts differ: `/webhook/<long id>`, `/webhooks/<id>/<token>`, `/hooks/…`. */
export function matchWebhookPath(scan: Scan, _: number, end: number): number {
  SEGMENTS.lastIndex = end;
  const id = SEGMENTS.exec(scan.text)?.[1];
  if (id === undefined || !/\d/.test(id) || !/[a-z]/i.test(id)) return -1;
  return scan.redact('webhook-url', SEGMENTS.lastIndex - id.length, SEGMENTS.lastIndex);
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
