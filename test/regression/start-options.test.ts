import { expect, test } from '@jest/globals';
import { start } from '../../src/public/index.ts';

test.each([
  ['resourceAttributes', { resourceAttributes: { id: Buffer.from('x') } }],
  ['views', { views: [{}] }],
  ['spanProcessors', { spanProcessors: [{ onEnd() {} }] }],
])('%s that the SDK could not use are refused by name', (name, options) => {
  const starting = (): unknown => start(options as object);
  expect(starting).toThrow(TypeError);
  expect(starting).toThrow(`expected ${name} to be`);
});
