import { isSpace, startsWord } from '../scan/characters.ts';
import { isRandom } from '../scan/randomness.ts';
import type { Matcher, Scan } from '../scan/scan.ts';
import { valueExtent } from '../scan/value-extent.ts';
import { isLikely, isPlaceholder } from '../scan/value-shape.ts';

const MAX_COMMAND = 1_000;

/** What a flag carries: a password (`next`, `glued` only without a space between), `user:password`, cookies. */
type FlagKind = 'next' | 'glued' | 'user' | 'cookie';
type Flags = Readonly<Record<string, FlagKind>>;

const MYSQL: Flags = { '-p': 'next' };
const LDAP: Flags = { '-w': 'next' };
const LOGIN: Flags = { '-p': 'next' };

/** Which flags of which commands carry a password. Flags whose name says so (`--password`) are found by that name. */
const TOOLS: Readonly<Record<string, Flags>> = {
  mysql: MYSQL,
  mysqldump: MYSQL,
  mysqladmin: MYSQL,
  mysqlimport: MYSQL,
  mariadb: MYSQL,
  'mariadb-dump': MYSQL,
  sshpass: { '-p': 'next' },
  mongo: { '-p': 'next' },
  mongosh: { '-p': 'next' },
  mongodump: { '-p': 'next' },
  'docker login': LOGIN,
  'podman login': LOGIN,
  'helm registry': LOGIN,
  'az login': LOGIN,
  'oc login': LOGIN,
  'argocd login': LOGIN,
  'twine upload': LOGIN,
  'redis-cli': { '-a': 'next' },
  curl: { '-u': 'user', '-U': 'user', '--user': 'user', '--proxy-user': 'user', '-b': 'cookie', '--cookie': 'cookie' },
  wget: { '-u': 'user' },
  http: { '-a': 'user' },
  https: { '-a': 'user' },
  xh: { '-a': 'user' },
  lftp: { '-u': 'user' },
  ldapsearch: LDAP,
  ldapmodify: LDAP,
  ldapadd: LDAP,
  ldapwhoami: LDAP,
  sqlcmd: { '-P': 'next' },
  bcp: { '-P': 'next' },
  smbclient: { '-U': 'user' },
  mosquitto_pub: { '-P': 'next' },
  mosquitto_sub: { '-P': 'next' },
  ipmitool: { '-P': 'next' },
  zip: { '-P': 'next' },
  unzip: { '-P': 'next' },
  '7z': { '-p': 'glued' },
  openssl: { '-k': 'next' },
  rabbitmqadmin: { '-p': 'next' },
  influx: { '-t': 'next' },
  cqlsh: { '-p': 'next' },
  doctl: { '-t': 'next' },
};

/** Commands whose next argument is a secret. */
const ARGUMENTS: readonly string[] = [
  'vault login',
  'vault unseal',
  'operator unseal',
  'cargo login',
  'snyk auth',
  'nuget setapikey',
  'openssl passwd',
  'consul login',
  'rclone obscure',
];

const escaped = (flag: string): string => flag.replace(/-/g, '\\-');

/** Finds a tool's flags in the rest of its command: by themselves, behind other short flags, or with the value right behind. */
function flagPattern(flags: Flags): RegExp {
  const long = Object.keys(flags).filter((flag) => flag.startsWith('--'));
  const short = Object.keys(flags).filter((flag) => !flag.startsWith('--'));
  const letters = short.map((flag) => flag[1]).join('');
  const longPart = long.length > 0 ? `|${long.map(escaped).join('|')}` : '';
  return new RegExp(`(?<=\\s)(?:-[a-zA-Z]{0,6}?([${letters}])${longPart})(?:=|\\s{1,8}(?!-)|(?=[^\\s-]))`, 'g');
}

/** Where the secret in a flag's value begins; undefined when there is none. */
function secretStart(kind: FlagKind, value: string): number | undefined {
  const from = kind === 'user' ? value.search(/[:%,]/) + 1 : 0;
  if (kind === 'user' && from === 0) return undefined;
  const secret = value.slice(from);
  return secret === '' || isPlaceholder(secret) || /^\d{1,5}(?::\d{1,5}\b|$)/.test(value) ? undefined : from;
}

function redactFlag(scan: Scan, kind: FlagKind, at: number): void {
  const extent = valueExtent(scan, { kind: 'space', end: at }, false);
  if (extent === undefined || (!extent.isQuoted && scan.text[at] === '-')) return;
  const value = scan.text.slice(extent.start, extent.end);
  if (kind === 'cookie') {
    for (const { index, 1: name = '', 2: cookie = '' } of value.matchAll(/([^=;\s]{1,128})=([^;]{4,4096})/g))
      scan.redactAside(
        'cookie',
        extent.start + index + name.length + 1,
        extent.start + index + name.length + 1 + cookie.length,
      );
    return;
  }
  const from = secretStart(kind, value);
  if (from !== undefined) scan.redactAside('command-line', extent.start + from, extent.end);
}

/** The end of a command: of its line, unless a backslash continues it. */
function commandEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_COMMAND);
  for (let at = from; at < limit; at++)
    if (text[at] === '\n' && text[at - 1] !== '\\' && text[at - 2] !== '\\') return at;
  return limit;
}

/** `mysql -psecret`, `redis-cli -a secret`, `curl -sSku bob:secret` */
function toolMatcher(name: string, flags: Flags): Matcher {
  let pattern: RegExp | undefined;
  return (scan, start, end) => {
    const { text } = scan;
    if (!startsWord(text, start) || !/^(?:\.exe)?[\s"']/.test(text.slice(end, end + 5)) || scan.isLookedAt(name, start))
      return -1;
    if (text.slice(start, end).toLowerCase() !== name) return -1;
    const limit = commandEnd(text, end);
    scan.lookedUntil(name, limit);
    pattern ??= flagPattern(flags);
    for (const found of text.slice(end, limit).matchAll(pattern)) {
      const flag = found[1] === undefined ? found[0].replace(/[=\s]+$/, '') : `-${found[1]}`;
      const kind = flags[flag];
      const isGlued = !/[=\s]$/.test(found[0]);
      if (kind === undefined || (kind === 'glued' && !isGlued) || (isGlued && flag.startsWith('--'))) continue;
      redactFlag(scan, kind, end + found.index + found[0].length);
    }
    return -1;
  };
}

const ARGUMENT = /(?:\s+-{1,2}[\w-]+(?:=\S{0,60})?){0,4}\s+(?!-)/y;

/** `vault login …` */
function matchArgument(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!startsWord(text, start)) return -1;
  ARGUMENT.lastIndex = end;
  if (!ARGUMENT.test(text)) return -1;
  const extent = valueExtent(scan, { kind: 'space', end: ARGUMENT.lastIndex }, false);
  if (extent === undefined) return -1;
  const value = text.slice(extent.start, extent.end);
  const isSecret =
    isRandom(value) || (isLikely(value) && /\d/.test(value) && /[A-Za-z]/.test(value) && !/[/=]/.test(value));
  return isSecret ? scan.redact('command-line', extent.start, extent.end) : -1;
}

const WRITER = /\b(?:echo|printf|print|Write-Output)\s{1,4}(?:-\w{1,4}\s{1,4})?(?:["']%s(?:\\n)?["']\s{1,4})?$/;
const MAX_PIPE = 500;

/** `echo … | docker login --password-stdin` */
function matchStandardInput(scan: Scan, start: number): number {
  const { text } = scan;
  const limit = Math.max(text.lastIndexOf('\n', start) + 1, start - MAX_PIPE, scan.done);
  const pipe = text.lastIndexOf('|', start);
  if (pipe < limit || scan.isLookedAt('standard input', pipe)) return -1;
  scan.lookedUntil('standard input', pipe + 1);
  let to = pipe;
  while (to > limit && isSpace(text.charCodeAt(to - 1))) to--;
  const quote = /["']/.test(text[to - 1] ?? '') ? text[--to] : undefined;
  const before =
    quote === undefined ? text.slice(limit, to).search(/[^\s]{0,300}$/) : text.slice(limit, to).lastIndexOf(quote) + 1;
  const from = limit + before;
  const value = text.slice(from, to);
  if (value === '' || isPlaceholder(value) || value.startsWith('$')) return -1;
  const writer = text.slice(Math.max(limit, from - 40), quote === undefined ? from : from - 1);
  if (WRITER.test(writer)) scan.redactAside('command-line', from, to);
  return -1;
}

export const COMMAND_RULES: readonly (readonly [keyword: string, match: Matcher])[] = [
  ...Object.entries(TOOLS).map(([name, flags]) => [name, toolMatcher(name, flags)] as const),
  ...ARGUMENTS.map((name) => [name, matchArgument] as const),
  ...['password-stdin', '--with-token', '--stdin', 'chpasswd', '--token-stdin', 'sudo -s'].map(
    (name) => [name, matchStandardInput] as const,
  ),
];

function toolOf(words: readonly unknown[], limit: number): Flags | undefined {
  for (let i = 0; i < Math.min(limit, 6); i++) {
    const [word, next] = [words[i], words[i + 1]];
    if (typeof word !== 'string') continue;
    const name = word.replace(/^.*[/\\]/, '').replace(/\.exe$/, '');
    const flags = TOOLS[name] ?? (typeof next === 'string' ? TOOLS[`${name} ${next}`] : undefined);
    if (flags !== undefined) return flags;
  }
  return undefined;
}

/** Where the secret in an argument of a list begins: `['mysql', '-psecret']`, `['curl', '-u', 'bob:secret']`. */
export function argumentSecretStart(words: readonly unknown[], index: number): number | undefined {
  const [word, before] = [words[index], words[index - 1]];
  if (typeof word !== 'string' || typeof before !== 'string') return undefined;
  if (isCommandArgument(words, index) && isRandom(word)) return 0;
  const flags = toolOf(words, index);
  if (flags === undefined) return undefined;
  const kind = flags[before] ?? (/^-[a-zA-Z]{2,6}$/.test(before) ? flags[`-${before.at(-1)}`] : undefined);
  if (kind !== undefined && kind !== 'glued' && !word.startsWith('-')) return cookieOr(kind, word);
  const [flag, value] = [word.slice(0, 2), word.slice(2)];
  const glued = flags[flag];
  if (glued !== undefined && value !== '') return offset(2, cookieOr(glued, value));
  const equals = word.indexOf('=');
  const long = equals === -1 ? undefined : flags[word.slice(0, equals)];
  return long === undefined ? undefined : offset(equals + 1, cookieOr(long, word.slice(equals + 1)));
}

const offset = (by: number, at: number | undefined): number | undefined => (at === undefined ? undefined : at + by);
const cookieOr = (kind: FlagKind, value: string): number | undefined =>
  kind === 'cookie' ? (value.includes('=') ? value.indexOf('=') + 1 : undefined) : secretStart(kind, value);

function isCommandArgument(words: readonly unknown[], index: number): boolean {
  const [first, second] = [words[index - 2], words[index - 1]];
  return ARGUMENTS.includes(`${String(first).replace(/^.*[/\\]/, '')} ${String(second)}`.toLowerCase());
}
