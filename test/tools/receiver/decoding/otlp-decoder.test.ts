import { describe, expect, test } from '@jest/globals';
import { decodeOtlp } from '../../../../src/tools/receiver/decoding/otlp-decoder.ts';
import { encodeExportResponse } from '../../../../src/tools/receiver/otlp-response.ts';
import { SIGNALS } from '../../../../src/tools/receiver/telemetry/telemetry-model.ts';
import { attributeJson, decodeResponse, encodeRequest, SPAN_ID, spanJson, TRACE_ID } from '../otlp-messages.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const PROTOBUF_TYPE = 'application/x-protobuf';
const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

const decodeJson = (signal: (typeof SIGNALS)[number], text: string) => decodeOtlp(signal, Buffer.from(text), JSON_TYPE);
const jsonAttribute = (value: unknown) => decodeJson('traces', attributeJson(value)).spans[0]?.attributes['a'];

describe('decodeOtlp', () => {
  test.each([
    [{ stringValue: 'x' }, 'x'],
    [{ stringValue: '' }, ''],
    [{ boolValue: false }, false],
    [{ intValue: 5 }, 5],
    [{ intValue: '5' }, 5],
    [{ intValue: '0' }, 0],
    [{ intValue: `${MAX_INT64}` }, MAX_INT64],
    [{ intValue: `${MIN_INT64}` }, MIN_INT64],
    [{ intValue: '-1' }, -1],
    [{ doubleValue: 1.5 }, 1.5],
    [{ doubleValue: 'NaN' }, Number.NaN],
    [{ doubleValue: '-Infinity' }, Number.NEGATIVE_INFINITY],
    [{ bytesValue: 'AP8=' }, new Uint8Array([0, 255])],
    [{ arrayValue: { values: [{ intValue: 1 }, {}, { arrayValue: {} }] } }, [1, null, []]],
    [{ kvlistValue: { values: [{ key: 'traceId', value: { stringValue: 'not hex' } }] } }, { traceId: 'not hex' }],
    [{ kvlistValue: {} }, {}],
    [{}, null],
    [null, null],
    [{ stringValue: '\ud800' }, '\ufffd'],
    [{ futureValue: 1 }, null],
  ])('reads the JSON attribute %j as %p', (value, expected) => {
    expect(jsonAttribute(value)).toEqual(expected);
  });

  test('treats __proto__ as an ordinary key, and keeps the last of equal keys', () => {
    const values = [
      { key: '__proto__', value: { stringValue: 'x' } },
      { key: 'k', value: { intValue: 1 } },
      { key: 'k', value: { intValue: 2 } },
    ];
    const attributes = jsonAttribute({ kvlistValue: { values } }) as Record<string, unknown>;
    expect(Object.entries(attributes)).toEqual([
      ['__proto__', 'x'],
      ['k', 2],
    ]);
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
  });

  test('reads JSON enumerations as numbers or names, and keeps a span with an unknown one', () => {
    const read = (kind: unknown, code: unknown) => decodeJson('traces', spanJson({ kind, status: { code } })).spans[0];
    expect(read(2, 2)).toMatchObject({ kind: 'server', status: { code: 'ERROR' } });
    expect(read('SPAN_KIND_SERVER', 'STATUS_CODE_ERROR')).toMatchObject({ kind: 'server', status: { code: 'ERROR' } });
    expect(read(99, 99)).toMatchObject({ kind: 'unspecified', status: { code: 'UNSET' } });
    expect(read('SPAN_KIND_FUTURE', 1)).toMatchObject({ kind: 'unspecified', status: { code: 'OK' } });
  });

  test('reads JSON ids as hex in either case, and times from strings exactly', () => {
    const json = spanJson({
      traceId: TRACE_ID.toUpperCase(),
      parentSpanId: '',
      startTimeUnixNano: '1700000000123456789',
    });
    expect(decodeJson('traces', json).spans[0]).toMatchObject({
      traceId: TRACE_ID,
      startTimeUnixNano: 1700000000123456789n,
    });
    expect(decodeJson('traces', json).spans[0]).not.toHaveProperty('parentSpanId');
  });

  const exemplar = { timeUnixNano: '7', filteredAttributes: [{ key: 'user', value: { stringValue: 'u' } }] };
  const numberPoint = { timeUnixNano: '3', exemplars: [{ ...exemplar, asInt: `${MAX_INT64}` }] };
  const metrics = [
    { name: 'exact', sum: { dataPoints: [{ ...numberPoint, asInt: `${MIN_INT64}` }], aggregationTemporality: 1 } },
    { name: 'empty', gauge: { dataPoints: [{ flags: 1 }] } },
    { name: 'old', summary: { dataPoints: [{ count: 2, sum: 3, quantileValues: [{ quantile: 0.5, value: 1 }, {}] }] } },
    { name: 'zero', histogram: { dataPoints: [{ count: '1', sum: 0, bucketCounts: ['1', 0], explicitBounds: [5] }] } },
    { name: 'nothing' },
  ];
  const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
  const withIds = (traceId: string, spanId: string) => ({
    resourceMetrics: [
      {
        schemaUrl: 'https://example.com/resource',
        scopeMetrics: [
          {
            schemaUrl: 'https://example.com/scope',
            scope: { name: 's', attributes: [{ key: 'a', value: { boolValue: true } }] },
            metrics: [
              ...metrics,
              { name: 'traced', gauge: { dataPoints: [{ asDouble: 0, exemplars: [{ traceId, spanId }] }] } },
            ],
          },
        ],
      },
    ],
  });

  test.each([
    ['protobuf', encodeRequest('metrics', withIds(base64(TRACE_ID), base64(SPAN_ID))), PROTOBUF_TYPE],
    ['JSON', Buffer.from(JSON.stringify(withIds(TRACE_ID, SPAN_ID))), JSON_TYPE],
  ])('reads metrics that the official SDK cannot produce, from %s', (_format, body, contentType) => {
    const decoded = decodeOtlp('metrics', body, contentType).metrics;
    const point = { attributes: {}, startTimeUnixNano: 0n, timeUnixNano: 0n, flags: 0, exemplars: [] };
    const exemplars = [{ timeUnixNano: 7n, value: MAX_INT64, attributes: { user: 'u' } }];
    const bare = { attributes: {}, startTimeUnixNano: 0n, timeUnixNano: 0n, flags: 0 };
    expect(decoded.map(({ name, points }) => [name, ...points])).toEqual([
      ['exact', { ...point, timeUnixNano: 3n, value: MIN_INT64, exemplars }],
      ['empty', { ...point, flags: 1, value: Number.NaN }],
      [
        'old',
        {
          ...bare,
          count: 2,
          sum: 3,
          quantiles: [
            { quantile: 0.5, value: 1 },
            { quantile: 0, value: 0 },
          ],
        },
      ],
      ['zero', { ...point, count: 1, sum: 0, bucketCounts: [1, 0], explicitBounds: [5] }],
      [
        'traced',
        {
          ...point,
          value: 0,
          exemplars: [{ timeUnixNano: 0n, value: Number.NaN, attributes: {}, traceId: TRACE_ID, spanId: SPAN_ID }],
        },
      ],
    ]);
    expect(decoded[0]).toMatchObject({
      type: 'sum',
      temporality: 'delta',
      monotonic: false,
      resource: { attributes: {}, schemaUrl: 'https://example.com/resource' },
      scope: { name: 's', attributes: { a: true }, schemaUrl: 'https://example.com/scope' },
    });
    expect(decoded[3]?.points[0]).not.toHaveProperty('min');
  });

  test('reads attributes that are nested 200 deep, in both formats', () => {
    let value: object = { stringValue: 'leaf' };
    for (let depth = 0; depth < 200; depth++) value = { kvlistValue: { values: [{ key: 'k', value }] } };
    const expected = jsonAttribute(value);
    expect(JSON.stringify(expected)).toContain('leaf');
    const message = { resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: [{ key: 'a', value }] }] }] }] };
    expect(decodeOtlp('traces', encodeRequest('traces', message), PROTOBUF_TYPE).spans[0]?.attributes['a']).toEqual(
      expected,
    );
  });

  test('copies bytes, so that they do not keep the request body in memory', () => {
    const message = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { bytesValue: Buffer.from('abc') } }] }] }] };
    const body = decodeOtlp('logs', encodeRequest('logs', message), PROTOBUF_TYPE).logs[0]?.body as Uint8Array;
    expect(body.buffer.byteLength).toBe(3);
  });

  test.each([
    ['HTML', '<html>Not Found</html>'],
    ['half a JSON', '{"resourceSpans":['],
    ['a list', '[]'],
    ['a number', '5'],
    ['null', 'null'],
    ['nothing', ''],
    ['a field of the wrong type', '{"resourceSpans":5}'],
    ['spans that are strings', '{"resourceSpans":[{"scopeSpans":[{"spans":["x"]}]}]}'],
    ['an id that is not hex', spanJson({ spanId: 'zzzzzzzzzzzzzzzz' })],
    ['an id of the wrong length', spanJson({ spanId: 'abcd' })],
    ['an integer beyond 64 bits', attributeJson({ intValue: '9223372036854775808' })],
    ['two values at once', attributeJson({ intValue: 1, stringValue: 'x' })],
    ['a million open brackets', '['.repeat(1_000_000)],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('refuses invalid JSON with the reason: %s', (_what, text) => {
    const decode = () => decodeOtlp('traces', Buffer.from(text as string), JSON_TYPE);
    expect(decode).toThrow(expect.objectContaining({ name: 'OtlpRefusal', httpStatus: 400, grpcStatus: 3 }));
    expect(decode).toThrow(/OTLP traces request in json: |bytes, got/);
  });

  test.each([
    ['HTML', Buffer.from('<html>Not Found</html>')],
    ['a length beyond the end', Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x0f])],
    [
      'a truncated message',
      encodeRequest('traces', { resourceSpans: [{ schemaUrl: 'x'.repeat(50) }] }).subarray(0, 20),
    ],
    [
      'an id of the wrong length',
      encodeRequest('traces', {
        resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: Buffer.from('abc') }] }] }],
      }),
    ],
    ['zeros', Buffer.alloc(100)],
  ])('refuses invalid protobuf with the reason: %s', (_what, body) => {
    expect(() => decodeOtlp('traces', body, PROTOBUF_TYPE)).toThrow(
      expect.objectContaining({
        name: 'OtlpRefusal',
        httpStatus: 400,
        message: expect.stringMatching(/protobuf: |got 3/),
      }),
    );
  });

  test('decodes or refuses random bytes, and does nothing else', () => {
    let state = 42;
    const random = () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state;
    };
    for (let round = 0; round < 3000; round++) {
      const body = Buffer.from(Array.from({ length: random() % 60 }, () => (random() >> 8) & 0xff));
      const signal = SIGNALS[round % 3] ?? 'traces';
      for (const contentType of [PROTOBUF_TYPE, JSON_TYPE]) {
        try {
          decodeOtlp(signal, body, contentType);
        } catch (error) {
          expect(error).toHaveProperty('name', 'OtlpRefusal');
        }
      }
    }
  });

  test.each(['text/plain', '', 'application/jsonp'])('refuses the content type %j', (contentType) => {
    expect(() => decodeOtlp('logs', Buffer.from('{}'), contentType)).toThrow(
      expect.objectContaining({ httpStatus: 415 }),
    );
  });

  test.each([
    ['traces', 'rejectedSpans'],
    ['metrics', 'rejectedDataPoints'],
    ['logs', 'rejectedLogRecords'],
  ] as const)('the response for %s, in both formats', (signal, field) => {
    const text = (body: Uint8Array) => JSON.parse(Buffer.from(body).toString());
    const partial = { rejected: 3, errorMessage: 'too old' };
    expect(encodeExportResponse(signal, 'protobuf')).toHaveLength(0);
    expect(text(encodeExportResponse(signal, 'json'))).toEqual({});
    expect(decodeResponse(signal, encodeExportResponse(signal, 'protobuf', partial))).toEqual({
      partialSuccess: { [field]: 3, errorMessage: 'too old' },
    });
    expect(text(encodeExportResponse(signal, 'json', partial))).toEqual({
      partialSuccess: { [field]: '3', errorMessage: 'too old' },
    });
  });
});
