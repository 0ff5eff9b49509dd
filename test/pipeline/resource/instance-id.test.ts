import { describe, expect, test } from '@jest/globals';
import { createUuid, randomBytes } from '../../../src/pipeline/resource/instance-id.ts';

describe('instanceIdDetector', () => {
  test.each([
    [0x00, '00000000-0000-4000-8000-000000000000'],
    [0xff, 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
  ])('16 times %d as a UUID', (byte, uuid) => {
    expect(createUuid(new Uint8Array(16).fill(byte))).toBe(uuid);
  });

  test.each(['/dev/urandom', '/no/such/file', '/dev/null'])('random bytes with the source %s', (source) => {
    const [one, other] = [randomBytes(source), randomBytes(source)];
    expect(one).toHaveLength(16);
    expect(one).not.toEqual(other);
  });
});
