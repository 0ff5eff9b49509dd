import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { generateOtlpDescriptor } from '../../../../scripts/generate-otlp-descriptor.ts';

describe('otlpDescriptor', () => {
  test("equals the generator's output for the installed .proto files", () => {
    const committed = readFileSync(
      new URL('../../../../src/tools/receiver/decoding/otlp-descriptor.ts', import.meta.url),
      'utf8',
    );
    expect(committed).toBe(generateOtlpDescriptor());
  });
});
