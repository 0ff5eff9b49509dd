/** Each alternative is linear: it ends at its closing sign or, when there is none, at the end of the text. */
const TOKENS = [
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/.source,
  /\$(?<tag>(?:[a-z_]\w*)?)\$[\s\S]*?(?:\$\k<tag>\$|$)/.source,
  /\b(?:[nbxe]|_utf8\w*)?'(?:[^']|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)/.source,
  /"(?:[^"]|"")*(?:"|$)/.source,
  /`[^`]*(?:`|$)/.source,
  /[$:@]\w+|[a-z_][\w$]*/.source,
  /(?:0x[\da-f]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)/.source,
].join('|');

const IDENTIFIER = /^"[a-z_][\w$]*"$/i;
/** After these stands a value, not a name; after a value and a comma, another one. */
const VALUE_FOLLOWS = /^(?:[=<>(?]|[ir]?like|regexp|in|values?|between|then|else|match|against|escape)$/i;
const PLACEHOLDER = '?';

/**
 * A statement with `?` in place of each literal, and without its comments: what people log of a query is its shape. A quotation mark behind a
 * backslash ends a text in one database and not in another: from there on nothing is shown.
 */
export function withoutSqlLiterals(sql: string): string {
  const ambiguous = sql.search(/\\['"]/);
  const shown = ambiguous === -1 ? sql : sql.slice(0, openingBefore(sql, ambiguous));
  const matcher = new RegExp(TOKENS, 'gi');
  let before = '';
  let end = 0;
  let result = '';
  for (const match of shown.matchAll(matcher)) {
    const between = shown.slice(end, match.index);
    const sign = between.trim();
    if (sign !== '' && !(sign === ',' && before === PLACEHOLDER)) before = sign.slice(-1);
    const token = replacement(match[0], before);
    result += between + token;
    before = token;
    end = match.index + match[0].length;
  }
  return `${result}${shown.slice(end)}${ambiguous === -1 ? '' : '?…'}`;
}

/** Where the text begins in which the backslash stands, or earlier. */
function openingBefore(sql: string, position: number): number {
  const quote = sql.slice(0, position).search(/['"]/);
  return quote === -1 ? position : quote;
}

function replacement(token: string, before: string): string {
  if (token.startsWith('--') || token.startsWith('/*')) return ' ';
  if (/^(?:[a-z]?'|_utf8\w*'|\$\w*\$|[\d.])/i.test(token)) return PLACEHOLDER;
  // A text to MySQL, a name to others.
  if (token.startsWith('"')) return IDENTIFIER.test(token) && !VALUE_FOLLOWS.test(before) ? token : PLACEHOLDER;
  return token;
}
