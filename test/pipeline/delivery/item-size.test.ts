import { describe, expect, test } from '@jest/globals';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { spanSize } from '../../../src/pipeline/delivery/item-size.ts';

describe('spanSize and logRecordSize', () => {
  test.each([undefined, null, 42, {}, Symbol('x')])('a span whose name is no text has a size: %p', (name) => {
    const span = { name, attributes: {}, events: [], links: [] } as unknown as ReadableSpan;
    expect(spanSize(span)).toBeGreaterThan(0);
  });
});
