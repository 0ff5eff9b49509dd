import { describe, expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { runProgram } from '../program/run-program.ts';
import { startHttpStandIn } from '../program/stand-in.ts';
import { inline, ONLY } from './inline.ts';

const PROGRAM = `
  import http from 'node:http';
  import { context, trace } from '@opentelemetry/api';
  import { suppressTracing } from '@opentelemetry/core';
  trace.getTracer('test').startSpan('work').end();
  context.with(suppressTracing(context.active()), () => {
    http.get(process.env.SLOW, (response) => response.resume().on('end', () => console.log('answered')));
  });
`;

describe('request with tracing suppressed', () => {
  test('keeps the process alive, as any request of the application', async () => {
    await using zipkin = await startHttpStandIn();
    await using slow = await startHttpStandIn((response) => void setTimeout(() => response.end('late'), 300));
    const result = await runProgram({
      ...inline(PROGRAM),
      env: {
        ...ONLY.traces,
        OTEL_TRACES_EXPORTER: 'zipkin',
        OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${zipkin.url}/api/v2/spans`,
        SLOW: slow.url,
      },
    });
    expectOutcome(result, { stdout: 'answered\n', stderr: '' });
    expect(zipkin.requests).toHaveLength(1);
  });
});
