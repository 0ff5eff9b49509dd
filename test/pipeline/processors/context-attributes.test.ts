import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Attributes, context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import {
  ContextAttributesLogRecordProcessor,
  ContextAttributesSpanProcessor,
  withAttributes,
} from '../../../src/pipeline/processors/context-attributes.ts';

const spans = new InMemorySpanExporter();
const logs = new InMemoryLogRecordExporter();
const tracer = new TracerProvider({
  spanProcessors: [new ContextAttributesSpanProcessor(), new SimpleSpanProcessor({ exporter: spans })],
}).getTracer('test');
const logger = new LoggerProvider({
  processors: [new ContextAttributesLogRecordProcessor(), new SimpleLogRecordProcessor({ exporter: logs })],
}).getLogger('test');

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterAll(() => context.disable());
beforeEach(() => {
  spans.reset();
  logs.reset();
});

/** Starts and ends a span and emits a record, both with these attributes of their own. */
function record(attributes: Attributes = {}): void {
  tracer.startSpan('span', { attributes }).end();
  logger.emit({ body: 'log', attributes });
}

function recorded(): Attributes[] {
  const [span, log] = [spans.getFinishedSpans(), logs.getFinishedLogRecords()].map((items) =>
    items.map(({ attributes }) => ({ ...attributes }) as Attributes),
  );
  expect(log).toEqual(span);
  return span ?? [];
}

describe('withAttributes', () => {
  test.each<[string, () => void, Attributes[]]>([
    ['outside nothing is added', () => record({ own: 1 }), [{ own: 1 }]],
    [
      'inside they are on spans and records',
      () => withAttributes({ a: 'x', b: [1, 2] }, record),
      [{ a: 'x', b: [1, 2] }],
    ],
    [
      'what a span sets itself wins',
      () => withAttributes({ a: 'x', b: 2 }, () => record({ a: 'own' })),
      [{ a: 'own', b: 2 }],
    ],
    [
      'inner ones add to and win over outer ones, and end with their function',
      () =>
        withAttributes({ a: 1, b: 1 }, () => {
          withAttributes({ b: 2, c: 2 }, record);
          record();
        }),
      [
        { a: 1, b: 2, c: 2 },
        { a: 1, b: 1 },
      ],
    ],
    [
      'undefined takes an outer one away',
      () => withAttributes({ a: 1 }, () => withAttributes({ a: undefined }, record)),
      [{}],
    ],
    [
      'names of Object.prototype are names like any other',
      () => withAttributes({ constructor: 'x', toString: 'y' } as unknown as Attributes, record),
      [{ constructor: 'x', toString: 'y' } as unknown as Attributes],
    ],
  ])('%s', (_, run, expected) => {
    run();
    expect(recorded()).toEqual(expected);
  });

  test('they hold across awaits and timers, and concurrent calls never mix', async () => {
    const request = (tenant: string, millis: number) =>
      withAttributes({ tenant }, async () => {
        await new Promise((resolve) => setTimeout(resolve, millis));
        record();
        await null;
        setTimeout(record, 1);
      });
    await Promise.all([request('a', 10), request('b', 1)]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(
      recorded()
        .map(({ tenant }) => tenant)
        .sort(),
    ).toEqual(['a', 'a', 'b', 'b']);
  });

  test('a span that starts in another context has the attributes of that one', () => {
    withAttributes({ a: 1 }, () => {
      tracer.startSpan('elsewhere', { kind: SpanKind.INTERNAL }, ROOT_CONTEXT).end();
      tracer.startSpan('child', {}, trace.setSpan(context.active(), tracer.startSpan('parent'))).end();
    });
    expect(spans.getFinishedSpans().map(({ attributes }) => attributes)).toEqual([{}, { a: 1 }]);
  });

  test('changing the object later changes nothing', () => {
    const attributes: Attributes = { a: 1 };
    withAttributes(attributes, () => {
      attributes['a'] = 2;
      record();
    });
    expect(recorded()).toEqual([{ a: 1 }]);
  });

  test('the function’s result and exception are the caller’s', async () => {
    expect(withAttributes({}, () => 7)).toBe(7);
    await expect(withAttributes({}, async () => 'later')).resolves.toBe('later');
    expect(() =>
      withAttributes({}, () => {
        throw new RangeError('mine');
      }),
    ).toThrow(new RangeError('mine'));
  });

  test('a fn that is none is refused', () => {
    expect(() => withAttributes({}, undefined as never)).toThrow(
      new TypeError('withAttributes: expected fn to be a function, got undefined'),
    );
  });

  const throwing = Object.defineProperty({}, 'a', {
    enumerable: true,
    get: () => {
      throw new Error('a getter');
    },
  });

  test.each([[null], [undefined], [['a']], ['a=b'], [throwing]])(
    '%# attributes that cannot be read do not keep fn from running',
    (attributes) => {
      expect(withAttributes(attributes as never, () => 7)).toBe(7);
    },
  );
});
