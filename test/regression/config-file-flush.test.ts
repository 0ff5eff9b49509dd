import { describe, expect, test } from '@jest/globals';
import { namesOf, startReceiver, UNHURRIED } from '../environment/delivery.ts';
import { sourceUrl } from '../pipeline/exporters/programs.ts';
import { expectOutcome } from '../program/outcome.ts';
import { Program } from '../program/program.ts';
import { TemporaryFolder } from '../program/temporary-folder.ts';
import { withoutRegister } from './inline.ts';

/** Nothing leaves by itself within the test. */
const processors = (signal: string): string => `
  processors:
    - batch:
        schedule_delay: 600000
        exporter:
          otlp_http:
            endpoint: \${RECEIVER}/v1/${signal}
`;
const CONFIG_FILE = `
file_format: '1.0'
tracer_provider:${processors('traces')}
logger_provider:${processors('logs')}
`;

const PROGRAM = `
  import { logs, trace } from '@opentelemetry/api';
  import { start } from ${sourceUrl('src/public/index.ts')};
  const handle = start();
  trace.getTracer('test').startSpan('work').end();
  logs.getLogger('test').emit({ body: 'worked' });
  await handle.flush();
  console.log('flushed');
  process.stdin.resume();
`;

describe('OTEL_CONFIG_FILE', () => {
  test('handle.flush() sends the queued telemetry', async () => {
    using folder = new TemporaryFolder();
    await using receiver = await startReceiver('http');
    await using program = new Program({
      ...withoutRegister(PROGRAM),
      env: { ...UNHURRIED, OTEL_CONFIG_FILE: folder.write('otel.yaml', CONFIG_FILE), RECEIVER: receiver.url },
    });
    await program.printed('stdout', /flushed/);
    // Standard input is still open: nothing but the flush can have sent it.
    const { spans, logs } = receiver.store;
    expect(namesOf(spans)).toEqual(['work']);
    expect(logs.map(({ body }) => body)).toEqual(['worked']);
    program.endInput();
    expectOutcome(await program.finished, { stdout: 'flushed\n' });
  });
});
