import { expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { deliver } from './delivery.ts';
import { limitCases } from './limit-cases.ts';
import { testEach } from './variable-case.ts';

testEach(limitCases);

test.concurrent('what limits cut off is said once, not for each span and log record', async () => {
  const { result, spans, warnings } = await deliver({
    file: 'limits.mjs',
    args: ['50'],
    env: {
      OTEL_ATTRIBUTE_COUNT_LIMIT: '1',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '1',
      OTEL_SPAN_LINK_COUNT_LIMIT: '1',
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '1',
    },
  });
  expectOutcome(result, { stdout: 'limits: done\n' });
  expect(spans).toHaveLength(50);
  expect(warnings.length).toBe(new Set(warnings).size);
});
