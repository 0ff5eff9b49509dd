/** Random spans and log records for property tests, as the SDK hands them to exporters. */
import { type HrTime, type SpanContext, TraceFlags } from '@opentelemetry/api';
import { TraceState } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.integer({ min: 0, max: 300 }).map((length) => 'ü'.repeat(length)),
  fc.integer({ min: 0, max: 20_000 }).map((length) => 'x'.repeat(length)),
);
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(0, -0, 2 ** 53, 2 ** 62, -(2 ** 63), 2 ** 63, 1e300, Number.NaN, Number.POSITIVE_INFINITY),
);
const plain = fc.oneof(text, number, fc.boolean(), fc.constantFrom(null, undefined), fc.uint8Array({ maxLength: 300 }));
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(text, tie('any'), { maxKeys: 4 }),
  ),
})).any;
const attributes = fc.dictionary(text, value, { maxKeys: 12 });
const count = fc.oneof(fc.constant(0), fc.nat(70_000));

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const time: fc.Arbitrary<HrTime> = fc.tuple(
  fc.integer({ min: 0, max: 18_000_000_000 }),
  fc.integer({ min: 0, max: 999_999_999 }),
);
const spanContext: fc.Arbitrary<SpanContext> = fc.record(
  {
    traceId: hex(32),
    spanId: hex(16),
    traceFlags: fc.constantFrom(TraceFlags.NONE, TraceFlags.SAMPLED, 3 as TraceFlags),
    isRemote: fc.boolean(),
    traceState: fc.constantFrom(new TraceState('a=1,b=2'), new TraceState()),
  },
  { requiredKeys: ['traceId', 'spanId', 'traceFlags'] },
);

// Few, and the same objects, so that items share them.
const RESOURCES = [
  resourceFromAttributes({ 'service.name': 'shop', 'process.pid': 1 }),
  resourceFromAttributes({ 'service.name': 'bücher' }, { schemaUrl: 'https://opentelemetry.io/schemas/1.40.0' }),
];
const SCOPES = [
  { name: 'a' },
  { name: 'b', version: '1' },
  { name: '', version: '', schemaUrl: 'https://example.test/1' },
];
const origin = { resource: fc.constantFrom(...RESOURCES), instrumentationScope: fc.constantFrom(...SCOPES) };

export const span: fc.Arbitrary<ReadableSpan> = fc
  .record({
    ...origin,
    name: text,
    kind: fc.integer({ min: 0, max: 4 }),
    context: spanContext,
    parentSpanContext: fc.option(spanContext, { nil: undefined }),
    startTime: time,
    endTime: time,
    status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: text }, { requiredKeys: ['code'] }),
    attributes,
    events: fc.array(
      fc.record({ name: text, time, attributes, droppedAttributesCount: count }, { requiredKeys: ['name', 'time'] }),
      { maxLength: 3 },
    ),
    links: fc.array(
      fc.record({ context: spanContext, attributes, droppedAttributesCount: count }, { requiredKeys: ['context'] }),
      { maxLength: 3 },
    ),
    droppedAttributesCount: count,
    droppedEventsCount: count,
    droppedLinksCount: count,
  })
  .map(({ context, ...rest }) => ({ ...rest, spanContext: () => context }) as unknown as ReadableSpan);

export const logRecord: fc.Arbitrary<ReadableLogRecord> = fc
  .record(
    {
      ...origin,
      hrTime: time,
      hrTimeObserved: time,
      spanContext,
      severityNumber: fc.integer({ min: 0, max: 24 }),
      severityText: text,
      eventName: text,
      body: value,
      attributes,
      droppedAttributesCount: count,
    },
    {
      requiredKeys: [
        'resource',
        'instrumentationScope',
        'hrTime',
        'hrTimeObserved',
        'attributes',
        'droppedAttributesCount',
      ],
    },
  )
  .map((record) => record as ReadableLogRecord);
