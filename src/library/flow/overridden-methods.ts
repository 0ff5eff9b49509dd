import { log } from '../../foundation/diagnostics/log.ts';
import { type FlowRecorder, runningRecorder } from './flow-recorder.ts';

// biome-ignore lint/suspicious/noExplicitAny: methods of any class
type Method = (this: any, ...args: any[]) => any;
export type Overrides = Readonly<Record<string, (original: Method) => Method>>;

/** The one wrapper of a method, for all flows that the object belongs to. A wrapper per flow would pile up. */
interface Place {
  /** The object's own property before; undefined when the method is the class's. */
  readonly own: PropertyDescriptor | undefined;
  readonly original: Method;
  readonly wrapper: Method;
  readonly layers: WeakMap<FlowRecorder, Method>;
  /** The recorder of the object itself, when it is an instrumented flow. */
  root: FlowRecorder | undefined;
  owners: number;
}

const places = new WeakMap<object, Map<string, Place>>();

export interface OverrideOptions {
  /** The object is the instrumented flow itself, so its methods are called from outside. */
  readonly isRoot?: boolean;
  /** When false, `undo` does not change the object, and nothing here keeps it alive. @default true */
  readonly isUndone?: boolean;
}

/** Wraps methods of single objects for one flow. Classes and other objects do not change. */
export class OverriddenMethods {
  readonly #recorder: FlowRecorder;
  readonly #undone: (() => void)[] = [];

  constructor(recorder: FlowRecorder) {
    this.#recorder = recorder;
  }

  /** Each override gets the original method. Missing methods are not added. */
  override(object: object, overrides: Overrides, options: OverrideOptions = {}): PropertyDescriptorMap {
    const applied: PropertyDescriptorMap = {};
    for (const [name, make] of Object.entries(overrides)) {
      const place = placeOf(object, name);
      if (place === undefined) continue;
      place.layers.set(this.#recorder, make(place.original));
      if (options.isRoot === true) place.root = this.#recorder;
      place.owners++;
      // PocketFlow copies objects: the copy must have the same enumerable properties as before.
      applied[name] = descriptorOf(place);
      if (options.isUndone !== false) this.#undone.push(() => this.#leave(object, name, place));
    }
    return applied;
  }

  undo(): void {
    for (const undo of this.#undone.splice(0)) undo();
  }

  #leave(object: object, name: string, place: Place): void {
    place.layers.delete(this.#recorder);
    if (place.root === this.#recorder) place.root = undefined;
    place.owners--;
    // Another wrapper was put on top later, and it still calls this one.
    if (place.owners > 0 || Object.getOwnPropertyDescriptor(object, name)?.value !== place.wrapper) return;
    places.get(object)?.delete(name);
    if (place.own === undefined) delete (object as Record<string, unknown>)[name];
    else Object.defineProperty(object, name, place.own);
  }
}

function placeOf(object: object, name: string): Place | undefined {
  const own = Object.getOwnPropertyDescriptor(object, name);
  const known = places.get(object)?.get(name);
  if (known !== undefined && own?.value === known.wrapper) return known;
  const original: unknown = (object as Record<string, unknown>)[name];
  if (typeof original !== 'function') return undefined;
  if (own === undefined ? !Object.isExtensible(object) : own.configurable === false) {
    const kind = object.constructor?.name || 'object';
    log.warn(
      `instrumentFlow: expected a ${kind} that can be changed, got one that cannot; its ${name} is not recorded`,
    );
    return undefined;
  }
  const place = newPlace(own, original as Method);
  Object.defineProperty(object, name, descriptorOf(place));
  const ofObject = places.get(object) ?? new Map<string, Place>();
  places.set(object, ofObject.set(name, place));
  return place;
}

function newPlace(own: PropertyDescriptor | undefined, original: Method): Place {
  const layers: Place['layers'] = new WeakMap();
  const place: Place = { own, original, layers, root: undefined, owners: 0, wrapper };
  function wrapper(this: unknown, ...args: unknown[]): unknown {
    const running = runningRecorder();
    const layer = (running && layers.get(running)) ?? (place.root && layers.get(place.root));
    return Reflect.apply(layer ?? original, this, args);
  }
  return place;
}

const descriptorOf = ({ own, wrapper }: Place): PropertyDescriptor => ({
  value: wrapper,
  enumerable: own?.enumerable ?? false,
  writable: true,
  configurable: true,
});
