/** Marks the end of a text that was longer. */
export const CUT_MARK = '… [cut]';

/**
 * A value whose JSON has at most so many characters: the value itself if it has, else a copy whose longest texts are cut, and in which the first items of
 * the list make room when there are too many of them. Texts end in `… [cut]`; `{ "type": "cut", "items": 3 }` replaces items. A value without JSON becomes null.
 */
export function fitJson(value: unknown, maxLength: number): unknown {
  const json = jsonOf(value);
  if (json.length <= maxLength) return value;
  const plain: unknown = JSON.parse(json);
  const room = Array.isArray(plain) ? withFewerItems(plain, maxLength) : plain;
  const fitted = cutTexts(room, longestFor(room, maxLength));
  return jsonOf(fitted).length <= maxLength ? fitted : `[cut: ${json.length} characters]`;
}

/** JSON of whatever it is: what is circular, throws or is no data is null. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ?? 'null';
  } catch {
    return 'null';
  }
}

/** The last items say most: those before are left out until half of the room is left for texts. */
function withFewerItems(items: readonly unknown[], maxLength: number): readonly unknown[] {
  const bare = items.map((item) => jsonOf(cutTexts(item, 0)).length + 1);
  const note = noteOf(items, 0);
  let length = bare.reduce((sum, size) => sum + size, 2);
  let left = 0;
  while (length > maxLength / 2 && left < items.length - 1) {
    if (left === 0) length += jsonOf(note).length + 8;
    length -= bare[left] ?? 0;
    left++;
  }
  return left === 0 ? items : [noteOf(items, left), ...items.slice(left)];
}

/** A message where the items are messages, so that the list is still one of messages. */
function noteOf(items: readonly unknown[], left: number): unknown {
  const part = { type: 'cut', items: left };
  const [first] = items as readonly ({ readonly role?: unknown } | null)[];
  return typeof first === 'object' && first !== null && 'role' in first ? { role: first.role, parts: [part] } : part;
}

/** The length to which texts have to be cut, in characters of JSON, so that all fits: the long ones pay for all. */
function longestFor(value: unknown, maxLength: number): number {
  const lengths = textLengths(value).sort((a, b) => a - b);
  let room = maxLength - jsonOf(value).length + lengths.reduce((sum, length) => sum + length, 0);
  for (const [index, length] of lengths.entries()) {
    const share = Math.floor(room / (lengths.length - index));
    if (length > share) return Math.max(0, share - CUT_MARK.length);
    room -= length;
  }
  return maxLength;
}

const escapedLength = (text: string): number => JSON.stringify(text).length - 2;

function textLengths(value: unknown): number[] {
  if (typeof value === 'string') return [escapedLength(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textLengths) : [];
}

function cutTexts(value: unknown, longest: number): unknown {
  if (typeof value === 'string') return cutText(value, longest);
  if (Array.isArray(value)) return value.map((item) => cutTexts(item, longest));
  if (typeof value !== 'object' || value === null) return value;
  // These short values name the kind of the rest.
  const keep = (key: string, item: unknown): boolean =>
    /^(type|role)$/.test(key) && typeof item === 'string' && item.length <= 32;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, keep(key, item) ? item : cutTexts(item, longest)]),
  );
}

function cutText(text: string, longest: number): string {
  if (escapedLength(text) <= longest + CUT_MARK.length) return text;
  let end = 0;
  let length = 0;
  for (const character of text) {
    length += escapedLength(character);
    if (length > longest) break;
    end += character.length;
  }
  return `${text.slice(0, end)}${CUT_MARK}`;
}
