import { describe, expect, test } from '@jest/globals';
import { ProtobufLogsSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { encodedSize, ItemEncoder, joinItems } from '../../../src/pipeline/encoding/encoded-item.ts';
import { writeLogRecord } from '../../../src/pipeline/encoding/log-record-encoding.ts';
import { writeSpan } from '../../../src/pipeline/encoding/span-encoding.ts';
import { decodeOtlp } from '../../../src/tools/receiver/decoding/otlp-decoder.ts';
import { logRecord, span } from './arbitrary-telemetry.ts';

const PROTOBUF = 'application/x-protobuf';
/** Items a run; the encoders go on from run to run, as they do in a process. 1,000 runs, which were done, take minutes. */
const BATCH = { minLength: 0, maxLength: 20 };
const RUNS = { numRuns: 50 };

describe('ItemEncoder and joinItems', () => {
  test('encode spans as the official serializer does, in the words of the official protocol', () => {
    const encoder = new ItemEncoder<ReadableSpan>(writeSpan);
    const property = fc.property(fc.array(span, BATCH), (spans) => {
      const ours = joinItems(spans.map((item) => encoder.encode(item)));
      const official = ProtobufTraceSerializer.serializeRequest(spans) ?? new Uint8Array();
      expect(decodeOtlp('traces', ours, PROTOBUF)).toEqual(decodeOtlp('traces', official, PROTOBUF));
    });
    fc.assert(property, RUNS);
  });

  test('encode log records as the official serializer does', () => {
    const encoder = new ItemEncoder<ReadableLogRecord>(writeLogRecord);
    const property = fc.property(fc.array(logRecord, BATCH), (records) => {
      const ours = joinItems(records.map((item) => encoder.encode(item)));
      const official = ProtobufLogsSerializer.serializeRequest(records) ?? new Uint8Array();
      expect(decodeOtlp('logs', ours, PROTOBUF)).toEqual(decodeOtlp('logs', official, PROTOBUF));
    });
    fc.assert(property, RUNS);
  });

  test('keep the items around one that cannot be read', () => {
    const encoder = new ItemEncoder<ReadableSpan>(writeSpan);
    const [first, second, third] = fc.sample(span, { numRuns: 3, seed: 1 }) as [
      ReadableSpan,
      ReadableSpan,
      ReadableSpan,
    ];
    const items = [encoder.encode(first)];
    const poison = {
      get broken(): string {
        throw new Error('cannot be read');
      },
    };
    expect(() => encoder.encode({ ...second, attributes: { poison } as never })).toThrow('cannot be read');
    items.push(encoder.encode(third));
    const official = ProtobufTraceSerializer.serializeRequest([first, third]) as Uint8Array;
    expect(decodeOtlp('traces', joinItems(items), PROTOBUF)).toEqual(decodeOtlp('traces', official, PROTOBUF));
  });

  test('hold an item in about as many bytes as it has on the wire', () => {
    const [item] = fc.sample(span, { numRuns: 1, seed: 7 }) as [ReadableSpan];
    const encoded = new ItemEncoder<ReadableSpan>(writeSpan).encode(item);
    expect(encodedSize(encoded)).toBe(encoded.end - encoded.start + 100);
    expect(encoded).not.toHaveProperty('attributes');
  });
});
