import { expect } from '@jest/globals';
import { SeverityNumber } from '@opentelemetry/api';
import type { ReceivedLogRecord, ReceivedSpan } from '../../../src/tools/receiver/telemetry/telemetry-model.ts';

export interface LoggerProgram {
  /** In test/fixtures/libraries; it writes one warning, in the span "work". */
  readonly program: string;
  /** The scope of the record. */
  readonly scope: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export const LOGGER_PROGRAMS: readonly LoggerProgram[] = [
  { program: 'winston', scope: '@opentelemetry/winston-transport', attributes: { user: 7 } },
  { program: 'pino', scope: '@opentelemetry/instrumentation-pino', attributes: { user: 7 } },
  { program: 'bunyan', scope: '@opentelemetry/instrumentation-bunyan', attributes: { name: 'shop', user: 7 } },
];

/** The record left once, with the ids of the span it was written in; the line that the application printed carries the same ids. */
export function expectRecord(
  { scope, attributes }: LoggerProgram,
  work: ReceivedSpan | undefined,
  logs: readonly ReceivedLogRecord[],
  line: string | undefined,
): void {
  const ids = { traceId: work?.traceId, spanId: work?.spanId };
  const severity = { severityNumber: SeverityNumber.WARN, severityText: 'warn' };
  expect(logs.map(({ scope: { name }, ...record }) => ({ ...record, scope: name }))).toEqual([
    expect.objectContaining({ body: 'greeted', scope, attributes, ...severity, ...ids }),
  ]);
  expect(JSON.parse(line ?? '')).toMatchObject({ trace_id: ids.traceId, span_id: ids.spanId, trace_flags: '01' });
}
