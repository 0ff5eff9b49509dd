import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { renderConventions } from '../../../scripts/genai-conventions/convention-tables.ts';
import { readSection } from '../../../scripts/variable-table/marked-section.ts';
import { genAiAttributes, genAiEvents, genAiMetrics } from '../../../src/public/semconv.ts';

describe('docs/genai-conventions.md', () => {
  test('has the tables of otelier/semconv (`node scripts/genai-conventions.ts --write`)', () => {
    expect(readSection(readFileSync('docs/genai-conventions.md', 'utf8'), 'names')).toBe(renderConventions());
  });

  test('lists every name once per table', () => {
    const lines = renderConventions().split('\n');
    for (const name of Object.keys({ ...genAiAttributes, ...genAiMetrics, ...genAiEvents }))
      expect(lines.filter((line) => line.startsWith(`| \`${name}\` `))).toHaveLength(1);
  });

  test('marks the generations of each name', () => {
    const row = (name: string): string[] =>
      (
        renderConventions()
          .split('\n')
          .find((line) => line.startsWith(`| \`${name}\` `)) ?? ''
      )
        .split('|')
        .map((cell) => cell.trim());
    expect(row('gen_ai.system').slice(2, 5)).toEqual(['x', '(x)', '']);
    expect(row('gen_ai.provider.name').slice(2, 5)).toEqual(['', 'x', 'x']);
    expect(row('gen_ai.usage.cache_write.input_tokens').slice(2, 5)).toEqual(['', '', 'x']);
  });
});
