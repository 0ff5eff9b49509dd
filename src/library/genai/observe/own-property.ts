/**
 * Puts something in front of a member of one object, where nobody sees it: not enumerable, and the class is left alone. A Proxy of the object would
 * break its private fields. Answers whether the object allows it.
 */
export function override(object: object, name: PropertyKey, value: unknown): boolean {
  return Reflect.defineProperty(object, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: isEnumerable(object, name),
  });
}

const isEnumerable = (object: object, name: PropertyKey): boolean =>
  Object.prototype.propertyIsEnumerable.call(object, name);

// biome-ignore lint/suspicious/noExplicitAny: any function at all.
type Method = (...args: any[]) => any;

/** A function in the place of another one, with its name and everything else that can be seen of it. */
export function inPlaceOf<F extends Method>(
  original: F,
  call: (self: unknown, args: Parameters<F>) => ReturnType<F>,
): F {
  return new Proxy(original, { apply: (_, self, args) => call(self, args as Parameters<F>) });
}

/** Puts a function in front of a method of one object, if it has that. */
export function overrideMethod<F extends Method>(
  object: object,
  name: PropertyKey,
  around: (original: F, self: unknown, args: Parameters<F>) => ReturnType<F>,
): boolean {
  const original = (object as Record<PropertyKey, unknown>)[name];
  if (typeof original !== 'function') return false;
  return override(
    object,
    name,
    inPlaceOf(original as F, (self, args) => around(original as F, self, args)),
  );
}
