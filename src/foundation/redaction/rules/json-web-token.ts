import { endsEscape, isA, runEnd, URL_BASE64, WORD } from '../scan/characters.ts';
import type { Scan } from '../scan/scan.ts';

const MIN_LENGTH = 8;
const MAX_PARTS = 5;
/** How `{"alg":`, `{"typ":`, `{"kid":`, `{"enc":`, `{"cty":`, `{"jku":`, `{"x5` begin in base64: what is cut off behind them is no other JSON. */
const HEADERS = /^eyJ(?:hbGci|0eXAi|raWQi|lbmMi|jdHki|qa3Ui|4NX|hbGc)/;

/** Three parts of base64url, of which the first begins an object of JSON; also unsigned, encrypted (five parts) and cut off. */
export function matchJwt(scan: Scan, start: number): number {
  const { text } = scan;
  if (start < scan.runEnd || !text.startsWith('eyJ', start)) return -1;
  const before = text.charCodeAt(start - 1);
  if (isA(before, WORD) && !endsEscape(text, start)) return -1;
  let end = runEnd(text, start, URL_BASE64);
  scan.runEnd = end;
  const isHeader = HEADERS.test(text.slice(start, start + 12));
  let parts = 1;
  while (parts < MAX_PARTS && text[end] === '.') {
    const next = runEnd(text, end + 1, URL_BASE64);
    // The second part of an encrypted token (RFC 7516) is empty when its key is agreed upon directly.
    const isEmpty = next === end + 1;
    if (parts === 1 && next - end - 1 < 4 && !(isEmpty && text[next] === '.' && isHeader)) break;
    parts++;
    end = next;
  }
  if (parts === 1 ? !isHeader || end - start < 16 : end - start < 2 * MIN_LENGTH) return -1;
  return scan.redact('jwt', start, end);
}
