/** Base class for a step of a {@link Flow}. The flow returns its result under its name. */
export class Node {
  /** @default the name of the class */
  readonly name: string;

  constructor(name?: string) {
    this.name = name ?? new.target.name;
  }

  /** The work of the step, possibly asynchronous. Subclasses override it. `shared` is the same object for all nodes of an execution. */
  exec(_shared: Record<string, unknown>): unknown {
    return undefined;
  }
}
