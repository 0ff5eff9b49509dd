import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { generateOtlpDescriptor } from '../../../../scripts/generate-otlp-descriptor.ts';

test('the committed descriptor is what the generator makes of the installed .proto files', () => {
  const committed = readFileSync(
    new URL('../../../../src/tools/receiver/decoding/otlp-descriptor.ts', import.meta.url),
    'utf8',
  );
  expect(committed).toBe(generateOtlpDescriptor());
});
