import {
  type Attributes,
  type BatchObservableCallback,
  createNoopMeter,
  type Meter,
  type MeterProvider,
  type MetricOptions,
  type ObservableCallback,
} from '@opentelemetry/api';
import { oneLine } from '../../foundation/diagnostics/masking.ts';
import { warnOnce } from '../../foundation/diagnostics/once.ts';
import { readMetricOptions } from './metric-options.ts';

/**
 * A meter provider whose meters and instruments never throw. The SDK serialises attributes in the application's call, where a BigInt, a cycle or a getter
 * throws: such an attribute is left out. The prototypes of the SDK's own classes are guarded, once each, so that a call costs no more than a `try`.
 */
export function guardMeterProvider<Provider extends MeterProvider>(provider: Provider): Provider {
  return Object.create(provider, {
    getMeter: {
      value: (...[name, version, options]: Parameters<MeterProvider['getMeter']>): Meter => {
        const meter = guarded('getMeter', () => provider.getMeter(name, version, options ?? {}), createNoopMeter);
        guardMeter(Object.getPrototypeOf(meter));
        return meter;
      },
    },
  }) as Provider;
}

const INSTRUMENTS = [
  'createCounter',
  'createUpDownCounter',
  'createHistogram',
  'createGauge',
  'createObservableCounter',
  'createObservableUpDownCounter',
  'createObservableGauge',
] as const;

type Method = (this: object, ...args: never[]) => unknown;
type Class = Record<string, Method>;

const guardedClasses = new WeakSet<object>();

function guardMeter(meter: Class): void {
  if (!isNew(meter)) return;
  for (const method of INSTRUMENTS) {
    replace(meter, method, (create) => {
      return function (this: object, name: string, options?: MetricOptions): object {
        const make = (): object => create.call(this, name as never, readMetricOptions(options) as never) as object;
        const instrument = guarded(method, make, () => createNoopMeter()[method](''));
        guardInstrument(Object.getPrototypeOf(instrument));
        return instrument;
      };
    });
  }
  for (const method of ['addBatchObservableCallback', 'removeBatchObservableCallback'])
    replace(meter, method, (original) => {
      return function (this: object, callback: BatchObservableCallback, observables: object[]): void {
        const call = (): unknown => original.call(this, observing(callback, 2) as never, observables as never);
        guarded(method, call, () => {});
      };
    });
}

function guardInstrument(instrument: Class): void {
  if (!isNew(instrument)) return;
  guardRecording(instrument, 'add', 1);
  guardRecording(instrument, 'record', 1);
  // These belong to a base class that all observable instruments share.
  const base = Object.getPrototypeOf(instrument) as Class;
  if (base === Object.prototype || !isNew(base)) return;
  for (const method of ['addCallback', 'removeCallback'])
    replace(base, method, (original) => {
      return function (this: object, callback: ObservableCallback): void {
        guarded(
          method,
          () => original.call(this, observing(callback, 1) as never),
          () => {},
        );
      };
    });
}

type Callback = (result: object) => unknown;
const observingCallbacks = new WeakMap<object, Callback>();

/** The callback, whose result object never throws. The same for each call, so that callbacks can be removed. */
function observing(callback: unknown, attributesAt: number): unknown {
  if (typeof callback !== 'function') return callback;
  let observer = observingCallbacks.get(callback);
  if (observer === undefined) {
    observer = (result) => {
      const prototype = Object.getPrototypeOf(result) as Class;
      if (isNew(prototype)) guardRecording(prototype, 'observe', attributesAt);
      return (callback as Callback)(result);
    };
    observingCallbacks.set(callback, observer);
  }
  return observer;
}

/** Guards `add`, `record` or `observe`, of which one argument is attributes. */
function guardRecording(prototype: Class, method: string, attributesAt: number): void {
  replace(prototype, method, (original) => {
    return function (this: object, a?: unknown, b?: unknown, c?: unknown): void {
      try {
        original.call(this, a as never, b as never, c as never);
      } catch (error) {
        warn(`a metric's ${method}`, error, 'the attributes that cannot be read are left out');
        const args = [a, b, c];
        args[attributesAt] = readableAttributes(args[attributesAt]);
        guarded(
          method,
          () => original.call(this, ...(args as never[])),
          () => {},
        );
      }
    };
  });
}

/** The attributes that can be serialised: texts, numbers, booleans, and lists of them. */
function readableAttributes(attributes: unknown): Attributes {
  const readable: Attributes = {};
  try {
    for (const key of Object.keys(attributes as object)) {
      const value = readValue(attributes as Attributes, key);
      if (value !== undefined) readable[key] = value;
    }
  } catch {
    // No object, or one that cannot be read at all.
  }
  return readable;
}

function readValue(attributes: Attributes, key: string): Attributes[string] {
  try {
    const value = attributes[key];
    if (isScalar(value)) return value;
    // A copy: the original may answer differently the next time.
    const items: unknown[] = Array.isArray(value) ? [...value] : [];
    return items.length > 0 && items.every(isScalar) ? (items as Attributes[string]) : undefined;
  } catch {
    return undefined;
  }
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function guarded<T>(call: string, work: () => T, fallback: () => T): T {
  try {
    return work();
  } catch (error) {
    warn(`the metrics API's ${call}`, error, 'the call has no effect');
    return fallback();
  }
}

function warn(subject: string, error: unknown, consequence: string): void {
  warnOnce(
    `${subject}: expected values that can be read, got one that throws "${oneLine(describe(error))}"; ${consequence}`,
  );
}

/** Anything can be thrown. */
function describe(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'something that cannot be shown';
  }
}

function isNew(prototype: object): boolean {
  if (guardedClasses.has(prototype)) return false;
  guardedClasses.add(prototype);
  return true;
}

/** Replaces a method of the class itself, if it has one of this name. */
function replace(prototype: Class, method: string, wrap: (original: Method) => unknown): void {
  const original = Object.hasOwn(prototype, method) ? prototype[method] : undefined;
  if (typeof original !== 'function') return;
  Object.defineProperty(prototype, method, { value: wrap(original), configurable: true, writable: true });
}
