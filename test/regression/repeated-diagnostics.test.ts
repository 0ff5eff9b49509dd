// Next.js sets attributes on spans that have ended, once per request: one line in all, not one line per request.
import { expect, test } from '@jest/globals';
import { runProgram } from '../program/run-program.ts';
import { inline } from './inline.ts';

test('a diagnostic of the SDK that each request causes is printed once, and its repetitions are counted at the end', async () => {
  const { file, nodeOptions } = inline(`
    import { trace } from '@opentelemetry/api';
    for (let request = 0; request < 5; request++) {
      const span = trace.getTracer('app').startSpan('request');
      span.end();
      span.setAttribute('late', request);
    }`);
  const env = {
    OTEL_LOG_LEVEL: 'info',
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
  const { stderr } = await runProgram({ file, ...(nodeOptions && { nodeOptions }), env });
  expect(stderr.split('\n').filter((line) => line.includes('ended Span'))).toHaveLength(1);
  expect(stderr).toContain('otelier [info] 4 more warnings of the kinds above were not printed\n');
});
