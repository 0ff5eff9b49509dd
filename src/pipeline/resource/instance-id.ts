import { closeSync, openSync, readSync } from 'node:fs';
import type { ResourceDetector } from '@opentelemetry/resources';

/** `service.instance.id`: a random UUID for each process. https://opentelemetry.io/docs/specs/semconv/resource/#service */
export const instanceIdDetector: ResourceDetector = {
  detect: () => ({ attributes: { 'service.instance.id': createUuid(randomBytes()) } }),
};

const SOURCE = '/dev/urandom';

/** 16 bytes from the system, past node:crypto where that can be had: loading it takes longer than all the rest of the resource. */
export function randomBytes(source: string = SOURCE): Uint8Array {
  const bytes = new Uint8Array(16);
  try {
    const file = openSync(source, 'r');
    try {
      if (readSync(file, bytes) === bytes.length) return bytes;
    } finally {
      closeSync(file);
    }
  } catch {
    // No such file: Windows, or a process that may not read it.
  }
  return process.getBuiltinModule('node:crypto').randomFillSync(bytes);
}

/** Version 4, of random bytes. https://www.rfc-editor.org/rfc/rfc9562#section-5.4 */
export function createUuid(random: Uint8Array): string {
  const bytes = [...random];
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
