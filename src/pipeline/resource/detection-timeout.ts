import type { DetectedResource, ResourceDetector } from '@opentelemetry/resources';

/** Exporters wait for a resource to be complete, so no detector may keep them longer than this. */
export const DETECTION_TIMEOUT_MILLIS = 1_000;

/**
 * Bounds a detector: an attribute that has not settled in time is left out. The clock starts at the first detection,
 * so however many are slow, the wait is one timeout.
 */
export function withTimeout(
  detector: ResourceDetector,
  timeoutMillis: number = DETECTION_TIMEOUT_MILLIS,
): ResourceDetector {
  return {
    detect: (config) => {
      const detected = detector.detect(config);
      return { ...detected, attributes: boundAttributes(detected.attributes ?? {}, timeoutMillis) };
    },
  };
}

function boundAttributes(
  attributes: NonNullable<DetectedResource['attributes']>,
  timeoutMillis: number,
): NonNullable<DetectedResource['attributes']> {
  const bounded = Object.entries(attributes).map(([key, value]) => [
    key,
    isPromise(value) ? raceTimeout(value, timeoutMillis) : value,
  ]);
  return Object.fromEntries(bounded);
}

const TICKS = 10;

/**
 * The time is counted in ticks, each of which takes a turn of the event loop: while the application is loading, the loop stands still,
 * and a file that was read long ago must not count as late.
 */
function raceTimeout<T>(promise: PromiseLike<T>, timeoutMillis: number): Promise<T | undefined> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    const wait = (ticksLeft: number): void => {
      if (ticksLeft === 0) resolve(undefined);
      else timer = setTimeout(wait, timeoutMillis / TICKS, ticksLeft - 1).unref();
    };
    const settle = (value: T | undefined): void => {
      clearTimeout(timer);
      resolve(value);
    };
    wait(TICKS);
    promise.then(settle, () => settle(undefined));
  });
}

export function isPromise(value: unknown): value is PromiseLike<never> {
  return typeof (value as { then?: unknown } | undefined)?.then === 'function';
}
