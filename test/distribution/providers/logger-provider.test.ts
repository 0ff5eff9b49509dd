import { describe, expect, test } from '@jest/globals';
import { emptyResource } from '@opentelemetry/resources';
import {
  InMemoryLogRecordExporter,
  type LogRecordExporter,
  type LogRecordProcessor,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';
import { createLoggerProvider, type LoggerParts } from '../../../src/distribution/providers/logger-provider.ts';
import { resolved } from '../../foundation/configuration/resolved.ts';
import { ROUTE } from './route.ts';

function create(environment: Readonly<Record<string, string>>, parts: Partial<LoggerParts>) {
  const given = { resource: emptyResource(), exporters: [], processors: [], ...parts };
  return createLoggerProvider(resolved(environment).config.logs, given).provider;
}

const noting = (notes: string[], name: string): LogRecordProcessor => ({
  onEmit: () => void notes.push(name),
  forceFlush: async () => {},
  shutdown: async () => {},
});

describe('createLoggerProvider', () => {
  test('processors run in their order', () => {
    const notes: string[] = [];
    const provider = create({}, { processors: [noting(notes, 'first'), noting(notes, 'second')] });
    provider.getLogger('test').emit({ body: 'log' });
    expect(notes).toEqual(['first', 'second']);
  });

  test('the console shows a record at once, other exporters get batches', () => {
    const [console, otlp] = [new InMemoryLogRecordExporter(), new InMemoryLogRecordExporter()];
    const provider = create(
      {},
      {
        exporters: [
          { name: 'console', exporter: console },
          { name: 'otlp', exporter: otlp, route: ROUTE },
        ],
      },
    );
    provider.getLogger('test').emit({ body: 'log' });
    expect([console, otlp].map((exporter) => exporter.getFinishedLogRecords().length)).toEqual([1, 0]);
  });

  test.each([
    [{ OTEL_BLRP_SCHEDULE_DELAY: '20' }, [5]],
    [{ OTEL_BLRP_SCHEDULE_DELAY: '20', OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '2' }, [2, 2, 1]],
    [{ OTEL_BLRP_SCHEDULE_DELAY: '5000' }, []],
  ])('batches of 5 records under %j: %j', async (environment, expected) => {
    const sizes: number[] = [];
    const exporter: LogRecordExporter = {
      export: (records: ReadableLogRecord[], done) => {
        sizes.push(records.length);
        done({ code: 0 });
      },
      forceFlush: async () => {},
      shutdown: async () => {},
    };
    const logger = create(environment, { exporters: [{ name: 'otlp', exporter, route: ROUTE }] })?.getLogger('test');
    for (let index = 0; index < 5; index++) logger?.emit({ body: index });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(sizes).toEqual(expected);
  });

  const MANY = { a: 'abcdef', b: '2', c: '3' };

  test.each([
    [{}, MANY],
    [{ OTEL_ATTRIBUTE_COUNT_LIMIT: '1' }, { a: 'abcdef' }],
    [
      { OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '2', OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: '3' },
      { a: 'abc', b: '2' },
    ],
  ])('limits %j', (environment, attributes) => {
    const exporter = new InMemoryLogRecordExporter();
    const provider = create(environment, { exporters: [{ name: 'console', exporter }] });
    provider.getLogger('test').emit({ body: 'log', attributes: MANY });
    expect(exporter.getFinishedLogRecords()[0]?.attributes).toEqual(attributes);
  });
});
