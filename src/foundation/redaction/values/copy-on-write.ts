import { TRUNCATED } from '../scan/placeholder.ts';
import { REMOVED } from './named-value.ts';

/** A copy of an object that is made when the first of its properties changes: most objects stay as they are. */
export class ChangedCopy {
  readonly original: object;
  readonly names: readonly string[];
  #copy: object | undefined;

  constructor(original: object, names: readonly string[]) {
    this.original = original;
    this.names = names;
  }

  /** The copy, once begun, else the original. */
  get result(): object {
    return this.#copy ?? this.original;
  }

  /** From here on properties are written. Those before `index` are as they were. */
  begin(index: number): void {
    if (this.#copy !== undefined) return;
    this.#copy = Object.getPrototypeOf(this.original) === null ? Object.create(null) : {};
    for (const name of this.names.slice(0, index)) this.write(name, (this.original as Record<string, unknown>)[name]);
  }

  write(name: string | symbol, value: unknown): void {
    if (this.#copy === undefined || value === REMOVED) return;
    // Not by assignment: `__proto__` is a name like any other.
    Object.defineProperty(this.#copy, name, { value, writable: true, enumerable: true, configurable: true });
  }

  /** Without the properties from `index` on. */
  cut(index: number): object {
    this.begin(index);
    this.write(TRUNCATED, TRUNCATED);
    return this.result;
  }
}
