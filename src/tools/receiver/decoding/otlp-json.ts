import type { Type } from 'protobufjs';
import protojson from 'protobufjs/ext/protojson.js';

const ID_FIELDS = new Set(['traceId', 'spanId', 'parentSpanId']);
const HEX = /^(?:[0-9a-f]{2})*$/i;

/**
 * Reads an OTLP/JSON message, which is protobuf's JSON mapping with ids in hex instead of base64. Unknown fields are
 * ignored; enumerations may be numbers or names. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function parseOtlpJson(type: Type, text: string): object {
  return protojson.fromJson(type, JSON.parse(text, reviveField), { ignoreUnknownFields: true });
}

export function formatOtlpJson(type: Type, message: Record<string, unknown>): string {
  return protojson.toJsonString(type, message);
}

function reviveField(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  // Attribute keys are values in OTLP/JSON ({"key": …}), so a field of this name is always the message's own.
  if (ID_FIELDS.has(name)) return hexToBase64(name, value);
  // JSON can spell half a surrogate pair, protobuf strings cannot: replace it as the Collector does.
  return value.toWellFormed();
}

function hexToBase64(name: string, value: string): string {
  if (!HEX.test(value)) throw new Error(`${name}: expected hex digits, got ${JSON.stringify(value.slice(0, 40))}`);
  return Buffer.from(value, 'hex').toString('base64');
}
