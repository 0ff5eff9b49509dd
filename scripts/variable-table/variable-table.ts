import { code, renderTable } from './markdown-table.ts';
import { createVariableRows } from './variable-rows.ts';

/** The table of all variables as it stands in README. */
export function renderVariableTable(): string {
  const rows = createVariableRows().map((row) => [code(row.variable), row.values, code(row.default), row.meaning]);
  return renderTable(['variable', 'values', 'default', 'meaning'], rows);
}
