import type { Signal } from '../../../src/foundation/configuration/settings/otlp-settings.ts';
import { requestTypes, responseTypes } from '../../../src/tools/receiver/decoding/otlp-schema.ts';

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const SPAN_ID = 'b7ad6b7169203331';

/** A protobuf body from a message in protobufjs' own object form (camelCase, ids as bytes). */
export const encodeRequest = (signal: Signal, message: object): Buffer =>
  Buffer.from(requestTypes[signal].encode(requestTypes[signal].fromObject(message)).finish());

export const decodeResponse = (signal: Signal, body: Uint8Array): object =>
  responseTypes[signal].toObject(responseTypes[signal].decode(body), { longs: Number });

/** An OTLP/JSON trace request with one span. */
export const spanJson = (span: object = {}) =>
  JSON.stringify({
    resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: TRACE_ID, spanId: SPAN_ID, name: 'one', ...span }] }] }],
  });

/** An OTLP/JSON trace request whose span has one attribute `a` of this AnyValue. */
export const attributeJson = (value: unknown) => spanJson({ attributes: [{ key: 'a', value }] });
