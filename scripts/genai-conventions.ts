// The tables of docs/genai-conventions.md, from otelier/semconv: node scripts/genai-conventions.ts [--write]
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { renderConventions } from './genai-conventions/convention-tables.ts';
import { replaceSection } from './variable-table/marked-section.ts';

const { values } = parseArgs({ options: { write: { type: 'boolean' } } });
const file = path.resolve(import.meta.dirname, '../docs/genai-conventions.md');

if (values.write === true)
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), renderConventions(), 'names'));
else console.log(renderConventions());
