/** What one step of a {@link Flow} is. Its result is in the flow's under its name. */
export class Node {
  /** The class's name unless given. */
  readonly name: string;

  constructor(name?: string) {
    this.name = name ?? new.target.name;
  }

  /** Does the step's work; may be asynchronous; to be overridden. `shared` is the same object for all nodes of an execution. */
  exec(_shared: Record<string, unknown>): unknown {
    return undefined;
  }
}
