interface Markers {
  readonly start: string;
  readonly end: string;
}

const markersOf = (name: string): Markers => ({ start: `<!-- ${name}:start -->`, end: `<!-- ${name}:end -->` });

/**
 * Answers what stands between the markers of a document. `name` is the word in the markers.
 * @throws {Error} when a marker is missing, there twice, or behind the other
 */
export function readSection(document: string, name = 'variables'): string {
  const markers = markersOf(name);
  const { before, after } = split(document, markers);
  return document
    .slice(before.length + markers.start.length, document.length - after.length - markers.end.length)
    .trim();
}

/**
 * Answers the document with another text between its markers.
 * @throws {Error} when a marker is missing, there twice, or behind the other
 */
export function replaceSection(document: string, text: string, name = 'variables'): string {
  const markers = markersOf(name);
  const { before, after } = split(document, markers);
  return `${before}${markers.start}\n\n${text}\n\n${markers.end}${after}`;
}

function split(document: string, { start, end }: Markers): { before: string; after: string } {
  const [before, inside, ...more] = document.split(start);
  const [, after, ...evenMore] = inside?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || evenMore.length > 0) {
    throw new Error(`expected ${start} and then ${end}, each once and on a line of its own; nothing was written`);
  }
  return { before, after };
}
