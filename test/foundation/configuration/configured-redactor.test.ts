import { expect, test } from '@jest/globals';
import { configuredRedactor } from '../../../src/foundation/configuration/configured-redactor.ts';
import { createRedactor } from '../../../src/foundation/redaction/redactor.ts';
import { resolved } from './resolved.ts';

const configOf = (environment: Readonly<Record<string, string>>) => resolved(environment).config.redaction;

test('a redactor is taken as it is', () => {
  const redactor = createRedactor();
  expect(configuredRedactor(redactor, configOf({ OTELIER_REDACTION: 'off' }))).toBe(redactor);
});

test('off in the environment, unless code has options', () => {
  const off = configOf({ OTELIER_REDACTION: 'off' });
  expect(configuredRedactor(undefined, off)).toBeUndefined();
  expect(configuredRedactor({}, off)).toBeDefined();
  expect(configuredRedactor(undefined, configOf({}))).toBeDefined();
});
