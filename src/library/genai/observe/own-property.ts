/**
 * Defines a property on one object in front of the one of its class. The class stays as it is, and the property is enumerable only if it was before.
 * A Proxy of the object would break its private fields. Returns false if the object allows no change.
 */
export function override(object: object, name: PropertyKey, value: unknown): boolean {
  const enumerable = Object.prototype.propertyIsEnumerable.call(object, name);
  return Reflect.defineProperty(object, name, { value, writable: true, configurable: true, enumerable });
}

// biome-ignore lint/suspicious/noExplicitAny: any function at all.
type Method = (...args: any[]) => any;

/** A replacement for a function, with its name, its length and all of its other properties. */
export function replacementFor<F extends Method>(
  original: F,
  call: (self: unknown, args: Parameters<F>) => ReturnType<F>,
): F {
  return new Proxy(original, { apply: (_, self, args) => call(self, args as Parameters<F>) });
}

/** Wraps a method of one object. Returns false if the object has no such method or allows no change. */
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
    replacementFor(original as F, (self, args) => around(original as F, self, args)),
  );
}
