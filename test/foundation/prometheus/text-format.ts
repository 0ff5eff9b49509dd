const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const SAMPLE = new RegExp(`^(${NAME})(\\{${LABEL}(?:,${LABEL})*\\})? (?:-?[\\d.]+(?:e[+-]?\\d+)?|NaN|[+-]Inf)$`);
const COMMENT = new RegExp(`^# (HELP|UNIT|TYPE) (${NAME}) (.*)$`);

/** What a Prometheus server would not accept of a page. https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details */
export function flawsOf(page: string): string[] {
  const flaws: string[] = [];
  const series = new Set<string>();
  const families = new Set<string>();
  let family = '';
  for (const line of page.split('\n').slice(0, -1)) {
    const [, kind, name = ''] = COMMENT.exec(line) ?? [];
    if (kind === 'HELP') {
      if (families.has(name)) flaws.push(`second family: ${line}`);
      families.add(name);
      family = name;
      continue;
    }
    if (kind !== undefined) continue;
    const [, sample, labels = ''] = SAMPLE.exec(line) ?? [];
    if (sample === undefined) flaws.push(`no sample: ${JSON.stringify(line)}`);
    else if (sample.replace(/_(bucket|sum|count)$/, '') !== family && sample !== family) flaws.push(`astray: ${line}`);
    const names = [...labels.matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label);
    if (new Set(names).size !== names.length) flaws.push(`label twice: ${line}`);
    if (series.has(`${sample}${labels}`)) flaws.push(`series twice: ${line}`);
    series.add(`${sample}${labels}`);
  }
  if (page !== '' && !page.endsWith('\n')) flaws.push('no line feed at the end');
  return flaws;
}
