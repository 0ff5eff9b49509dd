import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../../src/foundation/redaction/redactor.ts';
import { familyInnocents } from './family-innocents.ts';
import { familySecrets } from './family-secrets.ts';
import { Random } from './random.ts';

const redactor = createRedactor();
const shown = (value: unknown): string =>
  typeof value === 'string' ? value : `${inspect(value, { depth: 9 })} ${JSON.stringify(value)}`;

describe('families of secrets', () => {
  test.each([1, 2, 3])('replaces every member, seed %i', (seed) => {
    const leaked = familySecrets(new Random(seed)).flatMap(([input, secret]) => {
      const result =
        typeof input === 'string' ? redactor.redactText(input) : redactor.redactAttribute(input.key, input.value);
      return shown(result).includes(secret) ? [`${shown(input)} -> ${shown(result)}`] : [];
    });
    expect(leaked).toEqual([]);
  });

  test.each([1, 2, 3])('leaves everything that only looks like one, seed %i', (seed) => {
    const damaged = familyInnocents(new Random(seed)).flatMap((input) => {
      const value = typeof input === 'string' ? input : input.value;
      const result =
        typeof input === 'string' ? redactor.redactText(input) : redactor.redactAttribute(input.key, value);
      return JSON.stringify(result) === JSON.stringify(value) ? [] : [`${shown(value)} -> ${shown(result)}`];
    });
    expect(damaged).toEqual([]);
  });
});
