import { log } from '../../foundation/diagnostics/log.ts';
import { type FlowRecorder, runningRecorder } from './flow-recorder.ts';

// biome-ignore lint/suspicious/noExplicitAny: methods of any class
type Method = (this: any, ...args: any[]) => any;
export type Overrides = Readonly<Record<string, (original: Method) => Method>>;

/** What stands in the place of one method of one object, however many flows it belongs to: layers of all of them would pile up. */
interface Place {
  /** What was there before; undefined: the class's. */
  readonly own: PropertyDescriptor | undefined;
  readonly original: Method;
  readonly standIn: Method;
  readonly layers: WeakMap<FlowRecorder, Method>;
  /** Of the object's own instrumentation, when it is a flow that has one. */
  root: FlowRecorder | undefined;
  owners: number;
}

const places = new WeakMap<object, Map<string, Place>>();

export interface OverrideOptions {
  /** The object is the instrumented flow itself: its methods are called from outside. */
  readonly isRoot?: boolean;
  /** Off: `undo` leaves the object alone, and nothing here keeps it alive. @default true */
  readonly isUndone?: boolean;
}

/** Methods of single objects put in the place of their own, for one flow; classes and other objects stay as they are. */
export class OverriddenMethods {
  readonly #recorder: FlowRecorder;
  readonly #undone: (() => void)[] = [];

  constructor(recorder: FlowRecorder) {
    this.#recorder = recorder;
  }

  /** Each override is given the method that was there before. What an object does not have stays absent. */
  override(object: object, overrides: Overrides, options: OverrideOptions = {}): PropertyDescriptorMap {
    const applied: PropertyDescriptorMap = {};
    for (const [name, make] of Object.entries(overrides)) {
      const place = placeOf(object, name);
      if (place === undefined) continue;
      place.layers.set(this.#recorder, make(place.original));
      if (options.isRoot === true) place.root = this.#recorder;
      place.owners++;
      // What copies the object, as PocketFlow does, copies what was visible before, no more and no less.
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
    // Something else is there since: whoever put it there still needs what it found.
    if (place.owners > 0 || Object.getOwnPropertyDescriptor(object, name)?.value !== place.standIn) return;
    places.get(object)?.delete(name);
    if (place.own === undefined) delete (object as Record<string, unknown>)[name];
    else Object.defineProperty(object, name, place.own);
  }
}

function placeOf(object: object, name: string): Place | undefined {
  const own = Object.getOwnPropertyDescriptor(object, name);
  const known = places.get(object)?.get(name);
  if (known !== undefined && own?.value === known.standIn) return known;
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
  const place: Place = { own, original, layers, root: undefined, owners: 0, standIn };
  function standIn(this: unknown, ...args: unknown[]): unknown {
    const running = runningRecorder();
    const layer = (running && layers.get(running)) ?? (place.root && layers.get(place.root));
    return Reflect.apply(layer ?? original, this, args);
  }
  return place;
}

const descriptorOf = ({ own, standIn }: Place): PropertyDescriptor => ({
  value: standIn,
  enumerable: own?.enumerable ?? false,
  writable: true,
  configurable: true,
});
