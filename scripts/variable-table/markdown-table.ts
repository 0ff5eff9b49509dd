/** A Markdown table with columns as wide as their widest cell, which is how the formatter of this repository wants it. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map(escapeCell));
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const render = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(render).join('\n');
}

/** A code span, unless it is empty. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** A bar ends a cell, in code spans too. https://github.github.com/gfm/#tables-extension- */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
