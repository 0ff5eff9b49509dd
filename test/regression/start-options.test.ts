import { describe, expect, test } from '@jest/globals';
import { start } from '../../src/public/index.ts';

describe('start options', () => {
  test.each([
    ['resourceAttributes', { resourceAttributes: { id: Buffer.from('x') } }],
    ['views', { views: [{}] }],
    ['spanProcessors', { spanProcessors: [{ onEnd() {} }] }],
  ])('refuse %s that the SDK cannot use, by name', (name, options) => {
    const starting = (): unknown => start(options as object);
    expect(starting).toThrow(TypeError);
    expect(starting).toThrow(`expected ${name} to be`);
  });
});
