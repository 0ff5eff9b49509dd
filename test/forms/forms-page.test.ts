// docs/application-forms.md says what the tests beside this one show.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { code, renderTable } from '../../scripts/variable-table/markdown-table.ts';
import { APPLICATION_FORMS } from './application-forms.ts';
import { PROCESS_ROWS } from './process-rows.ts';

const page = readFileSync('docs/application-forms.md', 'utf8');
const TRACED = { all: 'all', 'node:': '`http` and `fetch` only' };

describe('docs/application-forms.md', () => {
  test('has the table of how an application is written, built and started', () => {
    const rows = APPLICATION_FORMS.map(({ title, build = [], start, traced = 'all', note = '' }) => [
      title,
      build.map((command) => code(`npx ${command}`)).join(' '),
      code(start),
      TRACED[traced],
      note,
    ]);
    expect(page).toContain(
      `\n\n${renderTable(['Form', 'Built by', 'Started by', 'Traced', 'Worth knowing'], rows)}\n\n`,
    );
  });

  test('has the table of threads, processes and the moment of registering', () => {
    const rows = PROCESS_ROWS.map(({ form, start, traced, said, shownBy: [file] }) => [
      form,
      code(start),
      traced,
      said,
      `[${file.replace('.test.ts', '')}](../test/forms/${file})`,
    ]);
    expect(page).toContain(`\n\n${renderTable(['Form', 'Started by', 'Traced', 'Said', 'Shown by'], rows)}\n\n`);
  });

  test.each(PROCESS_ROWS)('refers to a test that exists: $form', ({ shownBy: [file, name] }) => {
    expect(readFileSync(`test/forms/${file}`, 'utf8')).toContain(name);
  });
});
