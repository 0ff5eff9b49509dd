import { attempt } from '../../../foundation/diagnostics/attempt.ts';
import { textOfValue } from '../../../foundation/log-lines/plain-value.ts';

/** From one label on: what has been seen after it. */
interface Node<T> {
  found: T | undefined;
  /** The name of the label that came next when this node was made: nearly always the same one. */
  key: string | undefined;
  readonly values: Map<unknown, Node<T>>;
  others: Map<string, Map<unknown, Node<T>>> | undefined;
}

const newNode = <T>(): Node<T> => ({ found: undefined, key: undefined, values: new Map(), others: undefined });

/**
 * Finds what belongs to labels by walking through them as they come, without sorting them or making a text of them: that would cost more than the
 * recording. The objects themselves are no keys, since they can be changed. Bounded: what does not fit is found in another way.
 */
export class LabelIndex<T> {
  readonly #root: Node<T> = newNode();
  readonly #limit: number;
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  find(labels: object): T | undefined {
    let node: Node<T> | undefined = this.#root;
    for (const key in labels) {
      const values: Map<unknown, Node<T>> | undefined = node.key === key ? node.values : node.others?.get(key);
      node = values?.get((labels as Readonly<Record<string, unknown>>)[key]);
      if (node === undefined) return undefined;
    }
    return node.found;
  }

  add(labels: object, found: T): void {
    const entries: [string, unknown][] = [];
    for (const key in labels) {
      if (entries.length >= MAX_LABELS) return;
      entries.push([key, (labels as Readonly<Record<string, unknown>>)[key]]);
    }
    if (this.#size >= this.#limit || entries.some(([, value]) => !isIndexed(value))) return;
    let node = this.#root;
    for (const [key, value] of entries) node = this.#next(node, key, value);
    node.found = found;
  }

  #next(node: Node<T>, key: string, value: unknown): Node<T> {
    node.key ??= key;
    const values = node.key === key ? node.values : otherValues(node, key);
    const known = values.get(value);
    if (known !== undefined) return known;
    const next = newNode<T>();
    values.set(value, next);
    this.#size++;
    return next;
  }
}

function otherValues<T>(node: Node<T>, key: string): Map<unknown, Node<T>> {
  node.others ??= new Map();
  const values = node.others.get(key) ?? new Map<unknown, Node<T>>();
  node.others.set(key, values);
  return values;
}

/** The dimensions of a metric. Their order is of no consequence. */
export type Labels = Readonly<Record<string, string | number | boolean>>;
/** As they are kept: texts, in the order of their names. */
export type LabelSet = Readonly<Record<string, string>>;

export const NO_LABELS: LabelSet = Object.freeze({});
/** Where all further label sets of a metric are folded into: https://opentelemetry.io/docs/specs/otel/metrics/sdk/#overflow-attribute */
export const OVERFLOW_LABELS: LabelSet = Object.freeze({ 'otel.metric.overflow': 'true' });

/** Labels of one series, and characters of a label's value; whatever is beyond is left out. */
const MAX_LABELS = 128;
const MAX_LABEL_LENGTH = 4_096;

/** An object would be kept alive, and can be changed; a long text would be kept whole. */
const isIndexed = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.length <= MAX_LABEL_LENGTH
    : typeof value === 'number' || typeof value === 'boolean';

/** Whether a value can be read as labels. The characters of a text and the bytes of a Buffer are no labels. */
export function isLabels(labels: unknown): labels is object {
  const isObject = typeof labels === 'object' && labels !== null && !ArrayBuffer.isView(labels);
  return isObject && attempt(() => Array.isArray(labels)) === false;
}

/** Labels without a value are none. */
export function labelSetOf(labels: object): LabelSet {
  const entries: [string, string][] = [];
  for (const key in labels) {
    const value = (labels as Readonly<Record<string, unknown>>)[key];
    if (key === '' || value === undefined || value === null) continue;
    if (entries.length >= MAX_LABELS) break;
    entries.push([key, textOfValue(value).slice(0, MAX_LABEL_LENGTH)]);
  }
  if (entries.length === 0) return NO_LABELS;
  return Object.freeze(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** Equal for equal sets, and only for them. */
export function keyOfLabels(labels: LabelSet): string {
  return labels === NO_LABELS ? '' : JSON.stringify(Object.entries(labels));
}
