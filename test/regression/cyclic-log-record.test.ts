import { describe, expect, test } from '@jest/globals';
import { deliver, namesOf } from '../environment/delivery.ts';
import { expectOutcome } from '../program/outcome.ts';
import { inline, ONLY } from './inline.ts';

const PROGRAM = `
  import { logs, trace } from '@opentelemetry/api';
  const body = { name: 'cyclic' };
  body.self = body;
  logs.getLogger('test').emit({ body });
  trace.getTracer('test').startSpan('work').end();
  console.log('end');
`;

async function expectOthersUnharmed(protocol: string): Promise<void> {
  const { result, spans, warnings } = await deliver({
    ...inline(PROGRAM),
    transport: protocol === 'grpc' ? 'grpc' : 'http',
    env: { ...ONLY.tracesAndLogs, OTEL_EXPORTER_OTLP_PROTOCOL: protocol },
  });
  expectOutcome(result, { stdout: 'end\n' });
  // The limits of an export (10 s) and of the last flush (30 s here) are not waited for.
  expect(result.durationMs).toBeLessThan(8_000);
  expect(namesOf(spans)).toEqual(['work']);
  expect(warnings.filter((line) => /OTELIER_SHUTDOWN_TIMEOUT|unhandled/i.test(line))).toEqual([]);
  expectCollectorNotBlamed(warnings);
}

function expectCollectorNotBlamed(warnings: readonly string[]): void {
  expect(warnings.filter((line) => line.includes('cannot deliver'))).toEqual([]);
}

describe('cyclic log record', () => {
  test.concurrent.each(['grpc', 'http/json', 'http/protobuf'])(
    'is the only one that is lost, over %s',
    expectOthersUnharmed,
  );
});
