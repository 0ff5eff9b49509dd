const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const TOKEN = /^[\w.~+/=:$!-]{16,}$/;
const MIN_CHANGES = 4;

/** Whether this is a UUID with its dashes. */
export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/** How often letters, capitals and digits take turns in a value. Words and dates change seldom, random characters at every second place. */
function changes(value: string): number {
  let count = 0;
  let before = 0;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const kind = code >= 48 && code <= 57 ? 1 : code >= 65 && code <= 90 ? 2 : code >= 97 && code <= 122 ? 3 : 0;
    // A capital begins a word: `getAccessToken` is not random.
    if (kind !== before && kind !== 0 && before !== 0 && !(before === 2 && kind === 3)) count++;
    before = kind;
  }
  return count;
}

/** Whether a value of 16 characters or more was made by a random generator: letters and digits by turns, and no UUID, which is an id mostly. */
export function isRandom(value: string): boolean {
  if (!TOKEN.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value) || isUuid(value)) return false;
  const head = value.slice(0, 200);
  return changes(head) >= Math.max(MIN_CHANGES, head.length / 7);
}
