/** Parses the output of the Collector's debug exporter (verbosity detailed) into the tree of its headings. */

/** A heading of the output with what stands beneath it. */
export interface Section {
  readonly kind: string;
  /** The scope's name and version stand under `Scope`. */
  readonly fields: Record<string, string>;
  readonly attributes: Record<string, string>;
  readonly parts: Section[];
}

/** The depth of each heading; points and events are parts of their metric or span. */
const DEPTHS: readonly RegExp[] = [
  /^Resource(Spans|Log|Metrics)$/,
  /^Scope(Spans|Logs|Metrics)$/,
  /^(Span|LogRecord|Metric)$/,
  /^(SpanEvent|SpanLink|\w+DataPoints)$/,
];

/** The sections of the top level: one for each resource of each batch. */
export function readSections(output: string): readonly Section[] {
  const path = [createSection('Output')];
  let inAttributes = false;
  for (const line of output.split('\n')) {
    const [, kind = ''] = /^(\w+) #\d+$/.exec(line) ?? [];
    const depth = DEPTHS.findIndex((headings) => headings.test(kind));
    if (depth >= 0) {
      const section = createSection(kind);
      path.splice(depth + 1, Number.POSITIVE_INFINITY, section);
      path[depth]?.parts.push(section);
      inAttributes = false;
    } else if (/ttributes::?$/.test(line)) inAttributes = true;
    else readLine(line, path.at(-1), inAttributes);
  }
  return path[0]?.parts ?? [];
}

function createSection(kind: string): Section {
  return { kind, fields: {}, attributes: {}, parts: [] };
}

function readLine(line: string, section: Section | undefined, inAttributes: boolean): void {
  const [, arrow, key, value] = /^\s*(-> )?(\S[^:]*?)\s*: ?(.*)$/.exec(line) ?? [];
  const [, scope] = /^InstrumentationScope (.*)$/.exec(line) ?? [];
  if (section === undefined) return;
  if (scope !== undefined) section.fields['Scope'] = scope.trim();
  else if (key !== undefined && value !== undefined)
    (arrow && inAttributes ? section.attributes : section.fields)[key] = value;
}
