import { beforeAll, expect, test } from '@jest/globals';
import { expectRecord } from '../distribution/instrumentation/logger-programs.ts';
import { outline } from '../distribution/instrumentation/outline.ts';
import type { Delivery } from '../environment/delivery.ts';
import type { ApplicationForm } from './application-forms.ts';
import { partOf } from './application-part.ts';
import { INLINED_PROGRAMS, LIBRARY_PROGRAMS, LOGGERS, NODE_PROGRAMS } from './traced-programs.ts';

const NAMES = [...NODE_PROGRAMS, ...LIBRARY_PROGRAMS, ...LOGGERS].map(({ program }) => program);

/** Nine programs in one application of the form, and of each program the whole tree of spans, and the log records. */
export function testForm(form: ApplicationForm, run: (form: ApplicationForm) => Promise<Delivery>): void {
  const isAllTraced = form.traced !== 'node:';
  const programs = [...NODE_PROGRAMS, ...(isAllTraced ? LIBRARY_PROGRAMS : INLINED_PROGRAMS)];
  let delivery: Delivery;

  beforeAll(async () => {
    delivery = await run(form);
  }, 60_000);

  test('one SDK, which has nothing to warn of, and no spans but those of the programs', () => {
    expect(delivery.result.stderr).toMatch(/^otelier \[info\] otelier \S+: service "shop"; .*\n$/);
    const traces = NAMES.map((program) => partOf(delivery, program).spans.length);
    expect(traces.reduce((sum, count) => sum + count, 0)).toBe(delivery.spans.length);
  });

  test.each(programs.map((program) => [program.program, program] as const))('%s', (name, { tree, attributes }) => {
    expect(outline(partOf(delivery, name).spans, attributes)).toEqual(tree);
  });

  test.each(LOGGERS.map((logger) => [logger.program, logger] as const))('%s', (name, logger) => {
    const { spans, logs, line } = partOf(delivery, name);
    expect(outline(spans)).toEqual(['work (internal)']);
    if (isAllTraced) return expectRecord(logger, spans[0], logs, line);
    expect(logs).toEqual([]);
    expect(Object.keys(JSON.parse(line ?? ''))).not.toContain('trace_id');
  });

  test("what is said to openai is in no log record, and there are no records but the loggers'", () => {
    expect(partOf(delivery, 'openai').logs).toEqual([]);
    const records = isAllTraced ? LOGGERS.length : 0;
    expect(delivery.logs).toHaveLength(records);
  });
}
