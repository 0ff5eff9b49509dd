import { attempt } from '../../foundation/diagnostics/attempt.ts';

/** From here on equal names are not told apart: nodes that are made while a flow runs would be names without end. */
const MAX_NUMBERED = 100;

/** Names nodes: their own, else their class's. The second node of a name is `name#2`, in the order in which they are found. */
export class NodeNames {
  readonly #known = new WeakMap<object, string>();
  readonly #counts = new Map<string, number>();

  of(node: object): string {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const name = ownName(node);
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const unique = count === 1 || count > MAX_NUMBERED ? name : `${name}#${count}`;
    this.#known.set(node, unique);
    return unique;
  }
}

/** An object's `name`, else its class's. */
export function ownName(node: object): string {
  const name = attempt(() => (node as { name?: unknown }).name);
  if (typeof name === 'string' && name !== '') return name;
  return classNameOf(node) ?? 'Node';
}

/** The name of an object's class, when it has one that can be read. */
export function classNameOf(object: object): string | undefined {
  const name: unknown = attempt(() => object.constructor?.name);
  return typeof name === 'string' && name !== '' ? name : undefined;
}
