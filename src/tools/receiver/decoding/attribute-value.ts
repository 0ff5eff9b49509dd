import type { Attributes, AttributeValue, Resource, Scope } from '../telemetry/telemetry-model.ts';
import { readInt64 } from './int64.ts';
import {
  type AnyValueMessage,
  type AttributesMessage,
  ownFields,
  type ResourceMessage,
  type ScopeMessage,
} from './otlp-message.ts';

/** A list of key-values as an object; of a repeated key the last value counts. */
export function readAttributes(message: AttributesMessage): Attributes {
  // fromEntries defines properties, so a key such as __proto__ is an ordinary one.
  return Object.fromEntries((message ?? []).map(({ key, value }) => [key ?? '', readAttributeValue(value)]));
}

export function readAttributeValue(message: AnyValueMessage | null | undefined): AttributeValue {
  if (!message) return null;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = ownFields(message);
  if (stringValue != null) return stringValue;
  if (boolValue != null) return boolValue;
  if (intValue != null) return readInt64(intValue);
  if (doubleValue != null) return doubleValue;
  if (arrayValue != null) return (arrayValue.values ?? []).map(readAttributeValue);
  if (kvlistValue != null) return readAttributes(kvlistValue.values);
  // A copy: the original is a window on the whole request body, which it would keep in memory.
  return bytesValue != null ? Uint8Array.from(bytesValue) : null;
}

export function readResource(
  message: ResourceMessage | null | undefined,
  schemaUrl: string | null | undefined,
): Resource {
  return { attributes: readAttributes(message?.attributes), ...(schemaUrl ? { schemaUrl } : {}) };
}

export function readScope(message: ScopeMessage | null | undefined, schemaUrl: string | null | undefined): Scope {
  return {
    name: message?.name ?? '',
    ...(message?.version ? { version: message.version } : {}),
    attributes: readAttributes(message?.attributes),
    ...(schemaUrl ? { schemaUrl } : {}),
  };
}
