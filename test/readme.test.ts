import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { renderTable } from '../scripts/variable-table/markdown-table.ts';
import { readSection, replaceSection } from '../scripts/variable-table/marked-section.ts';
import { createVariableRows } from '../scripts/variable-table/variable-rows.ts';
import { renderVariableTable } from '../scripts/variable-table/variable-table.ts';
import {
  INSTRUMENTATION_NAMES,
  switchVariable,
} from '../src/foundation/configuration/settings/instrumentation-names.ts';
import { eachSetting } from '../src/foundation/configuration/settings/setting.ts';
import { settings } from '../src/foundation/configuration/settings/settings.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'otelier-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('table of variables', () => {
  test('equals the generated one in README (`node scripts/variable-table.ts --write`)', () => {
    expect(readSection(readFileSync('README.md', 'utf8'))).toBe(renderVariableTable());
  });

  /** The variables that a row of the table stands for. */
  function members(variable: string): string[] {
    const [head = '', signals, tail = ''] = /^(.*)\[(.+)\](.*)$/.exec(variable)?.slice(1) ?? [];
    if (signals !== undefined) return ['', ...signals.split('|')].map((signal) => `${head}${signal}${tail}`);
    return variable.includes('<NAME>') ? INSTRUMENTATION_NAMES.map(switchVariable) : variable.split(', ');
  }

  test('has every variable of the settings once, and no other', () => {
    const inTable = createVariableRows().flatMap(({ variable }) => members(variable));
    const inSettings = new Set([...eachSetting(settings)].flatMap(([, setting]) => setting.variables));
    expect(inTable.sort()).toEqual([...inSettings].sort());
  });

  test.each([
    ['OTEL_EXPORTER_OTLP_[TRACES_|METRICS_|LOGS_]PROTOCOL', 'one of http/protobuf, http/json, grpc', 'http/protobuf'],
    ['OTEL_INSTRUMENTATION_<NAME>_ENABLED', 'true or false', ''],
    ['OTEL_BSP_MAX_QUEUE_SIZE', 'a whole number >= 1', '8192'],
    ['OTEL_PROPAGATORS', expect.stringContaining('b3multi'), 'tracecontext,baggage'],
    ['OTEL_SERVICE_NAME', 'text', ''],
    ['OTEL_SDK_DISABLED', 'true or false', 'false'],
  ])('has a row for %s', (variable, values, defaultText) => {
    const rows = createVariableRows().filter((row) => row.variable === variable);
    expect(rows).toEqual([{ variable, values, default: defaultText, meaning: expect.stringMatching(/\w/) }]);
  });

  test('has one line of four cells per row, and no text that Markdown reads as a tag', () => {
    const lines = renderVariableTable().split('\n');
    expect(lines).toHaveLength(createVariableRows().length + 2);
    expect(lines.filter((line) => line.match(/(?<!\\)\|/g)?.length !== 5)).toEqual([]);
    expect(lines.filter((line) => /<\w/.test(line.replaceAll(/`[^`]*`/g, '')))).toEqual([]);
  });

  test('aligns its columns and escapes bars in cells', () => {
    expect(
      renderTable(
        ['a', 'b'],
        [
          ['1|2', 'x\ny'],
          ['', 'long one'],
        ],
      ),
    ).toBe(['| a    | b        |', '| ---- | -------- |', '| 1\\|2 | x y      |', '|      | long one |'].join('\n'));
  });

  const MARKED = 'before\n<!-- variables:start -->\nold\n<!-- variables:end -->\nafter\n';

  test('replaces only the text between the markers', () => {
    const replaced = replaceSection(MARKED, 'new | $& $1');
    expect(replaced).toBe('before\n<!-- variables:start -->\n\nnew | $& $1\n\n<!-- variables:end -->\nafter\n');
    expect(readSection(replaced)).toBe('new | $& $1');
    expect(replaceSection(replaced, 'new | $& $1')).toBe(replaced);
  });

  test.each([
    ['no marker', 'text'],
    ['no end', '<!-- variables:start -->'],
    ['no start', '<!-- variables:end -->'],
    ['the end first', '<!-- variables:end --><!-- variables:start -->'],
    ['two starts', `<!-- variables:start -->${MARKED}`],
    ['two ends', `${MARKED}<!-- variables:end -->`],
  ])('refuses markers that form no section: %s', (_, document) => {
    expect(() => readSection(document)).toThrow(/expected <!-- variables:start -->/);
    expect(() => replaceSection(document, 'new')).toThrow(/nothing was written/);
  });

  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/variable-table.ts', ...args], { encoding: 'utf8' });

  test('is printed by the script', () => {
    expect(run().stdout).toBe(`${renderVariableTable()}\n`);
  });

  test('is written into a file with the markers', () => {
    const file = path.join(folder, 'README.md');
    writeFileSync(file, MARKED);
    expect(run('--write', file)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(replaceSection(MARKED, renderVariableTable()));
  });

  test('is not written into a file without markers', () => {
    const file = path.join(folder, 'plain.md');
    writeFileSync(file, 'plain');
    const { status, stderr } = run('--write', file);
    expect([status, readFileSync(file, 'utf8')]).toEqual([1, 'plain']);
    expect(stderr).toMatch(/expected <!-- variables:start -->/);
  });
});
