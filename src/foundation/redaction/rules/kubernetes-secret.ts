import type { Scan } from '../scan/scan.ts';
import { valueExtent } from '../scan/value-extent.ts';
import { isPlaceholder } from '../scan/value-shape.ts';

const KIND = /kind\\{0,3}["']?\s?:\s?\\{0,3}["']?Secret\b(?!\w)/y;
const MAX_DOCUMENT = 16_384;
const DATA = /(?:^|[\n{,]|\\n)([ \t]*)\\{0,3}["']?(?:data|stringData)\\{0,3}["']?\s?:[ \t]*(\{?)/g;
const YAML_MEMBER = /(?:\r?\n|\\n)([ \t]+)["']?[\w./-]{1,253}["']?:[ \t]{0,8}/y;
const JSON_MEMBER = /[\s,]{0,40}\\{0,3}"[^"\\]{1,253}\\{0,3}"\s{0,4}:\s{0,4}/y;

/** Every value in the data of a Secret is secret, whatever its name. The data may stand before the kind: kubectl sorts by name. */
export function matchKubernetesSecret(scan: Scan, start: number): number {
  const { text } = scan;
  KIND.lastIndex = start;
  if (!KIND.test(text) || scan.isLookedAt('kubernetes', start)) return -1;
  const before = text.slice(Math.max(0, start - MAX_DOCUMENT), start);
  const from = start - before.length + Math.max(0, before.lastIndexOf('\n---'));
  const behind = text.slice(start, start + MAX_DOCUMENT);
  const next = behind.indexOf('\n---');
  const end = next === -1 ? start + behind.length : start + next;
  scan.lookedUntil('kubernetes', end);
  for (const found of text.slice(from, end).matchAll(DATA)) {
    const at = from + found.index + found[0].length;
    if (found[2] === '{') redactMembers(scan, at, JSON_MEMBER, end, 0);
    else redactMembers(scan, at, YAML_MEMBER, end, (found[1] ?? '').length);
  }
  return -1;
}

function redactMembers(scan: Scan, from: number, member: RegExp, end: number, indent: number): void {
  const { text } = scan;
  let at = from;
  while (at < end) {
    member.lastIndex = at;
    const found = member.exec(text);
    if (found === null || (found[1] !== undefined && found[1].length <= indent)) return;
    const extent = valueExtent(scan, { kind: 'loose', end: member.lastIndex }, false, member.lastIndex - 1);
    if (extent === undefined) return;
    if (!isPlaceholder(text.slice(extent.start, Math.min(extent.end, extent.start + 101))))
      scan.redactAside('secret', extent.start, extent.end);
    at = extent.end;
    while (/["'\\]/.test(text[at] ?? '') && !/^\\n/.test(text.slice(at, at + 2))) at++;
  }
}
