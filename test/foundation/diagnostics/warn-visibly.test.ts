import { expect, jest, test } from '@jest/globals';
import { diag } from '@opentelemetry/api';
import { warnVisibly } from '../../../src/foundation/diagnostics/warn-visibly.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';

test('standard error, or the diagnostic logger when there is one', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  warnVisibly('first');
  expect(write.mock.calls.map(([line]) => line)).toEqual(['otelier [warn] first\n']);
  const said = recordDiagnostics();
  warnVisibly('second');
  expect(said.warnings).toEqual(['second']);
  expect(write).toHaveBeenCalledTimes(1);
  diag.disable();
  write.mockRestore();
});
