const CIRCULAR = '[CIRCULAR]';

/**
 * Whether a redacted copy differs from its original only where a structure refers to itself. Such an original holds no secret, and the application's
 * own formats print the cycle in their own way.
 */
export function differsOnlyInCycles(original: unknown, redacted: unknown): boolean {
  return isAlike(original, redacted, new Set());
}

function isAlike(original: unknown, redacted: unknown, above: Set<unknown>): boolean {
  if (original === redacted || (Number.isNaN(original) && Number.isNaN(redacted))) return true;
  if (above.has(original)) return redacted === CIRCULAR;
  // Errors and instances of classes hold more than their enumerable properties.
  if (!isPlain(original) || !isPlain(redacted) || Array.isArray(original) !== Array.isArray(redacted)) return false;
  const descriptors = Object.getOwnPropertyDescriptors(original);
  const keys = Object.keys(original);
  if (keys.length !== Object.keys(redacted).length) return false;
  above.add(original);
  // A getter may return another value the next time.
  const isSame = keys.every(
    (key) => descriptors[key]?.get === undefined && isAlike(original[key], redacted[key], above),
  );
  above.delete(original);
  return isSame;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
