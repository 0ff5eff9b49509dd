import fc from 'fast-check';

export const SECRET = 's3cr3t-value';

const fail = (): never => {
  throw new Error(SECRET);
};

function* endless(): Generator<number> {
  for (;;) yield 1;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function cyclic(): object {
  const object: Record<string, unknown> = {};
  return Object.assign(object, { self: object, list: [object] });
}

function manyKeys(): object {
  const object: Record<string, number> = {};
  for (let index = 0; index < 300_000; index++) object[`key${index}`] = index;
  return object;
}

const MANY_KEYS = manyKeys();
const MEGABYTES = 'x'.repeat(5_000_000);
const WIDE = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner, inner], 'x');
const DEEP = Array.from({ length: 20_000 }).reduce<unknown>((inner) => ({ inner }), 'x');

class EndlessMap extends Map<string, number> {
  override *entries(): MapIterator<[string, number]> {
    for (;;) yield ['a', 1];
  }
  override [Symbol.iterator](): MapIterator<[string, number]> {
    return this.entries();
  }
}

class EndlessSet extends Set<number> {
  override *values(): SetIterator<number> {
    yield* endless();
  }
  override [Symbol.iterator](): SetIterator<number> {
    return this.values();
  }
}

/** Values that libraries stumble over, each made anew: many are proxies and objects that throw when a test runner looks at them. */
export const HOSTILE_VALUES: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  NaN: () => Number.NaN,
  'negative infinity': () => Number.NEGATIVE_INFINITY,
  'a BigInt': () => 5n,
  'a Symbol': () => Symbol(SECRET),
  'an empty text': () => '',
  'a text of 5 MB': () => MEGABYTES,
  'a lone surrogate': () => '\ud800',
  'a function that throws': () => fail,
  'an async function that rejects': () => async () => fail(),
  'a class': () => class Secret {},
  'a Buffer of 1 MB': () => Buffer.alloc(1_000_000),
  'a sparse array': () => new Array(4_000_000_000),
  '300,000 keys': () => MANY_KEYS,
  'a structure that unfolds to 2^40 values': () => WIDE,
  '20,000 levels': () => DEEP,
  'a cycle': cyclic,
  'a null prototype': () => Object.create(null) as unknown,
  'an own __proto__': () =>
    JSON.parse('{"__proto__":{"a":1},"constructor":2,"toString":3,"hasOwnProperty":4}') as unknown,
  'a throwing getter': () => ({
    get name() {
      return fail();
    },
    get value() {
      return fail();
    },
    get status() {
      return fail();
    },
  }),
  'a Proxy whose traps throw': () =>
    new Proxy(() => {}, {
      get: fail,
      has: fail,
      ownKeys: fail,
      getPrototypeOf: fail,
      apply: fail,
      set: fail,
      defineProperty: fail,
      getOwnPropertyDescriptor: fail,
    }),
  'an object Proxy whose traps throw': () =>
    new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail }),
  'a revoked Proxy': revoked,
  'an object that cannot become text': () => ({
    toString: fail,
    valueOf: fail,
    toJSON: fail,
    [Symbol.toPrimitive]: fail,
  }),
  'an endless iterable': () => ({ [Symbol.iterator]: endless }),
  'an endless generator': endless,
  'an endless Map': () => new EndlessMap([['a', 1]]),
  'an endless Set': () => new EndlessSet([1]),
  'a thenable that throws': () => ({
    // biome-ignore lint/suspicious/noThenProperty: the fault that is tested
    get then() {
      return fail();
    },
  }),
  'an Error whose properties throw': () =>
    Object.defineProperties(new Error('x'), {
      message: { get: fail },
      stack: { get: fail },
      name: { get: fail },
      cause: { get: fail },
    }),
  'an Error with itself as cause': () => {
    const error = new Error('x');
    error.cause = error;
    return error;
  },
  'an invalid Date': () => new Date(Number.NaN),
  'a frozen object': () => Object.freeze({ a: 1 }),
  'a Map with object keys': () =>
    new Map<unknown, unknown>([
      [{}, new Set([1n])],
      [Symbol('s'), revoked()],
    ]),
};

const anything = fc
  .anything({
    withBigInt: true,
    withMap: true,
    withSet: true,
    withDate: true,
    withNullPrototype: true,
    withTypedArray: true,
    withSparseArray: true,
  })
  .map((value) => () => value);

/** Functions that return a hostile value, or any value: fast-check itself stumbles over revoked proxies. */
export const hostileValue: fc.Arbitrary<() => unknown> = fc.oneof(
  fc.constantFrom(...Object.keys(HOSTILE_VALUES)).map((name) => {
    const make = (): unknown => HOSTILE_VALUES[name]?.();
    return Object.assign(make, { [fc.toStringMethod]: () => name });
  }),
  anything,
);
