const START = '<!-- variables:start -->';
const END = '<!-- variables:end -->';

/**
 * Answers what stands between the markers of a document.
 * @throws {Error} when a marker is missing, there twice, or behind the other
 */
export function readSection(document: string): string {
  const { before, after } = split(document);
  return document.slice(before.length + START.length, document.length - after.length - END.length).trim();
}

/**
 * Answers the document with another text between its markers.
 * @throws {Error} when a marker is missing, there twice, or behind the other
 */
export function replaceSection(document: string, text: string): string {
  const { before, after } = split(document);
  return `${before}${START}\n\n${text}\n\n${END}${after}`;
}

function split(document: string): { before: string; after: string } {
  const [before, inside, ...more] = document.split(START);
  const [, after, ...evenMore] = inside?.split(END) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || evenMore.length > 0) {
    throw new Error(`expected ${START} and then ${END}, each once and on a line of its own; nothing was written`);
  }
  return { before, after };
}
