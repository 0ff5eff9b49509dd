import { isSpace, startsWord } from '../scan/characters.ts';
import type { Matcher, Scan } from '../scan/scan.ts';
import { valueExtent } from '../scan/value-extent.ts';
import { isPlaceholder } from '../scan/value-shape.ts';

const FARTHEST = 600;

/** Which short flags of which commands carry a password; `glued`: only without a space between; `user`: behind `user:`. */
export const TOOLS: Readonly<Record<string, Readonly<Record<string, 'glued' | 'next' | 'user'>>>> = {
  mysql: { '-p': 'next' },
  mariadb: { '-p': 'next' },
  sshpass: { '-p': 'next' },
  mongo: { '-p': 'next' },
  'docker login': { '-p': 'next' },
  'podman login': { '-p': 'next' },
  'helm registry': { '-p': 'next' },
  'az login': { '-p': 'next' },
  'redis-cli': { '-a': 'next' },
  curl: { '-u': 'user', '-U': 'user' },
  wget: { '-u': 'user' },
  http: { '-a': 'user' },
  ldapsearch: { '-w': 'next' },
  ldapmodify: { '-w': 'next' },
  sqlcmd: { '-P': 'next' },
  bcp: { '-P': 'next' },
  smbclient: { '-U': 'user' },
  mosquitto: { '-P': 'next' },
  zip: { '-P': 'next' },
  unzip: { '-P': 'next' },
  '7z': { '-p': 'glued' },
  openssl: { '-k': 'next' },
};

export const SHORT_FLAGS: readonly string[] = [' -p', ' -a', ' -u', ' -w', ' -k', '\t-p', ' --user', ' --proxy-user'];

export function toolMatcher(name: string): Matcher {
  return (scan, start, end) => {
    const { text } = scan;
    if (startsWord(text, start) && text.slice(start, end).toLowerCase() === name) scan.tool = { name, at: start };
    return -1;
  };
}

function flagKind({ tool }: Scan, flag: string, at: number): 'glued' | 'next' | 'user' | undefined {
  if (tool === undefined || at - tool.at > FARTHEST) return undefined;
  if (flag === '--user' || flag === '--proxy-user') return tool.name === 'curl' ? 'user' : undefined;
  return TOOLS[tool.name]?.[flag];
}

/** `mysql -psecret`, `redis-cli -a secret`, `curl -u bob:secret` */
export function matchFlag(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const kind = flagKind(scan, text.slice(start + 1, end), start);
  if (kind === undefined) return -1;
  const isGlued = !isSpace(text.charCodeAt(end)) && text[end] !== '=';
  if (isGlued && (kind === 'user' || end - start > 3)) return -1;
  if (!isGlued && kind === 'glued') return -1;
  let from = end;
  while (isSpace(text.charCodeAt(from)) || (from === end && text[from] === '=')) from++;
  const extent = valueExtent(scan, { kind: 'space', end: from }, false);
  if (extent === undefined || text[from] === '-') return -1;
  const value = text.slice(extent.start, extent.end);
  const colon = kind === 'user' ? value.indexOf(':') + 1 : 0;
  if ((kind === 'user' && colon === 0) || isPlaceholder(value.slice(colon)) || /^\d{1,5}(?::\d{1,5}\b|$)/.test(value))
    return -1;
  return scan.redact('command-line', extent.start + colon, extent.end);
}
