import { expect, test } from '@jest/globals';
import { warnOnce } from '../../../src/foundation/diagnostics/once.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';

test('the same words are said once, other words as well', () => {
  const recorded = recordDiagnostics();
  for (const message of ['one', 'two', 'one', 'two', 'one']) warnOnce(message);
  expect(recorded.warnings).toEqual(['one', 'two']);
});
