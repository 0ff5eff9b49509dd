import { attempt } from '../../foundation/diagnostics/attempt.ts';

/** Nodes of one name that get a number. Nodes that are created while a flow runs would otherwise make an unlimited number of names. */
const MAX_NUMBERED = 100;

/** Names nodes by their own name, otherwise by their class. The second node of a name, in the order of discovery, is `name#2`. */
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

/** The `name` of an object, otherwise the name of its class. */
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
