// biome-ignore lint/suspicious/noExplicitAny: methods of any class
type Method = (this: any, ...args: any[]) => any;
type Overrides = Readonly<Record<string, (original: Method) => Method>>;

/** Methods of single objects put in the place of their own; classes and other objects stay as they are. */
export class OverriddenMethods {
  readonly #undone: (() => void)[] = [];

  /** Each override is given the method that was there before. What an object does not have stays absent. */
  override(object: object, overrides: Overrides): PropertyDescriptorMap {
    const applied: PropertyDescriptorMap = {};
    for (const [name, make] of Object.entries(overrides)) {
      const own = Object.getOwnPropertyDescriptor(object, name);
      const original: unknown = (object as Record<string, unknown>)[name];
      if (typeof original !== 'function' || own?.configurable === false) continue;
      const value = make(original as Method);
      // What copies the object, as PocketFlow does, copies what was visible before, no more and no less.
      applied[name] = { value, enumerable: own?.enumerable ?? false, writable: true, configurable: true };
      Object.defineProperty(object, name, applied[name]);
      this.#undone.push(() => restore(object, name, own, value));
    }
    return applied;
  }

  undo(): void {
    for (const undo of this.#undone.splice(0)) undo();
  }
}

function restore(object: object, name: string, own: PropertyDescriptor | undefined, value: unknown): void {
  // Overridden again since: that one's owner restores it.
  if (Object.getOwnPropertyDescriptor(object, name)?.value !== value) return;
  if (own === undefined) delete (object as Record<string, unknown>)[name];
  else Object.defineProperty(object, name, own);
}
