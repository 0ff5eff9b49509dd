// README's table of variables, from the settings: node scripts/variable-table.ts [--write [file]]
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { replaceSection } from './variable-table/marked-section.ts';
import { renderVariableTable } from './variable-table/variable-table.ts';

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
const [file = path.resolve(import.meta.dirname, '../README.md')] = positionals;

if (values.write === true) writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), renderVariableTable()));
else console.log(renderVariableTable());
