import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type DetectedResource, detectResources, type ResourceDetector } from '@opentelemetry/resources';
import { DETECTION_TIMEOUT_MILLIS, withTimeout } from '../../../src/pipeline/resource/detection-timeout.ts';
import { runProgram, sourceUrl } from '../exporters/programs.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const detector = (attributes: () => DetectedResource['attributes']): ResourceDetector => ({
  detect: () => ({ attributes: attributes() }) as DetectedResource,
});
const after = (millis: number): Promise<string> => new Promise((resolve) => setTimeout(resolve, millis, 'late'));
const never = (): Promise<string> => new Promise(() => {});

/** What a resource holds, and how long an exporter waits for it to be complete. */
async function detect(...detectors: readonly ResourceDetector[]) {
  const before = performance.now();
  const resource = detectResources({ detectors: detectors.map((item) => withTimeout(item)) });
  const complete = Promise.resolve(resource.waitForAsyncAttributes?.()).then(() => performance.now() - before);
  await jest.advanceTimersByTimeAsync(60_000);
  return { attributes: resource.attributes, millis: await complete };
}

const CASES: readonly (readonly [string, readonly ResourceDetector[], object, number])[] = [
  ['at once', [detector(() => ({ a: 1 }))], { a: 1 }, 0],
  ['nothing', [detector(() => ({}))], {}, 0],
  ['no attributes at all', [detector(() => undefined)], {}, 0],
  ['promises that are kept', [detector(() => ({ a: Promise.resolve('x'), b: 2 }))], { a: 'x', b: 2 }, 0],
  ['slow, but in time', [detector(() => ({ a: after(900) }))], { a: 'late' }, 900],
  ['too slow', [detector(() => ({ a: after(1_001), b: 2 }))], { b: 2 }, 1_000],
  ['never', [detector(() => ({ a: never(), b: after(10) }))], { b: 'late' }, DETECTION_TIMEOUT_MILLIS],
  ['rejecting', [detector(() => ({ a: Promise.reject(new Error('no metadata server')), b: 2 }))], { b: 2 }, 0],
  [
    'many slow ones: one timeout for all',
    Array.from({ length: 20 }, () => detector(() => ({ a: never() }))),
    {},
    1_000,
  ],
];

describe('withTimeout', () => {
  test.each(CASES)('%s', async (_, detectors, attributes, millis) => {
    expect(await detect(...detectors)).toEqual({ attributes, millis });
  });

  test('a detector that throws is left out', async () => {
    const throwing: ResourceDetector = {
      detect: () => {
        throw new Error('broken');
      },
    };
    expect(
      (
        await detect(
          throwing,
          detector(() => ({ b: 2 })),
        )
      ).attributes,
    ).toEqual({ b: 2 });
  });

  test('what settled needs no timer any more', async () => {
    const resource = detectResources({ detectors: [withTimeout(detector(() => ({ a: Promise.resolve('x') })))] });
    await resource.waitForAsyncAttributes?.();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('everything but the attributes is passed through', () => {
    const full: ResourceDetector = { detect: () => ({ schemaUrl: 'https://schema', attributes: { a: 1 } }) };
    expect(withTimeout(full).detect()).toEqual({ schemaUrl: 'https://schema', attributes: { a: 1 } });
  });

  test('a detector that never ends does not keep a process alive', async () => {
    jest.useRealTimers();
    const { code, stdout, millis } = await runProgram(`
    import { withTimeout } from ${sourceUrl('src/pipeline/resource/detection-timeout.ts')};
    withTimeout({ detect: () => ({ attributes: { a: new Promise(() => {}) } }) }, 8_000).detect();
    console.log('end');
  `);
    expect([code, stdout]).toEqual([0, 'end\n']);
    expect(millis).toBeLessThan(4_000);
  });
});
