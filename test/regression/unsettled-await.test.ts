import { describe, expect, test } from '@jest/globals';
import { expectOutcome } from '../program/outcome.ts';
import { runProgram } from '../program/run-program.ts';
import { startTcpStandIn } from '../program/stand-in.ts';
import { inline, ONLY, withoutRegister } from './inline.ts';

const PROGRAM = `
  import { trace } from '@opentelemetry/api';
  trace.getTracer('test').startSpan('work').end();
  console.log('begin');
  await new Promise(() => {});
`;
const UNSETTLED = { exitCode: 13, stdout: 'begin\n' };

describe('unsettled await', () => {
  test.concurrent("exits with Node's own exit code in plain Node", async () => {
    expectOutcome(await runProgram(withoutRegister(PROGRAM)), UNSETTLED);
  });

  async function expectNodesOwnCode(protocol: string): Promise<void> {
    await using hanging = await startTcpStandIn();
    const result = await runProgram({
      ...inline(PROGRAM),
      env: {
        ...ONLY.traces,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${hanging.port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTELIER_SHUTDOWN_TIMEOUT: '300',
      },
    });
    expectOutcome(result, UNSETTLED);
    expect(result.durationMs).toBeLessThan(8_000);
    expect(result.stderr).toContain('no answer within 300 ms');
  }

  test.concurrent.each(['http/protobuf', 'http/json', 'grpc'])(
    "exits with Node's own exit code while the Collector hangs, over %s",
    expectNodesOwnCode,
  );
});
