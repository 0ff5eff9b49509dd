// Records of the loggers leave as OTLP, each once, with the ids of the span they were written in; the lines that the application prints carry
// the same ids.
import { expect, test } from '@jest/globals';
import { SeverityNumber } from '@opentelemetry/api';
import { FORMS, runLibraryProgram } from './library-program.ts';

const LOGGERS = [
  ['winston', '@opentelemetry/winston-transport', { user: 7 }],
  ['pino', '@opentelemetry/instrumentation-pino', { user: 7 }],
  ['bunyan', '@opentelemetry/instrumentation-bunyan', { name: 'shop', user: 7 }],
] as const;

test.concurrent.each(LOGGERS.flatMap((logger) => FORMS.map((form) => [...logger, form] as const)))(
  '%s',
  async (program, scope, attributes, form) => {
    const { spans, logs, result } = await runLibraryProgram({ program }, form);
    const [work] = spans;
    const ids = { traceId: work?.traceId, spanId: work?.spanId };
    const severity = { severityNumber: SeverityNumber.WARN, severityText: 'warn' };
    expect(logs.map(({ scope: { name }, ...record }) => ({ ...record, scope: name }))).toEqual([
      expect.objectContaining({ body: 'greeted', scope, attributes, ...severity, ...ids }),
    ]);
    expect(JSON.parse(result.stdout)).toMatchObject({ trace_id: ids.traceId, span_id: ids.spanId, trace_flags: '01' });
  },
);
