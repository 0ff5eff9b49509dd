/** The bounds of a queue. They include items that wait and items that are in progress. */
export interface QueueBounds<Item> {
  readonly maxItems: number;
  readonly maxBytes: number;
  /** Approximate size of an item in bytes. */
  readonly sizeOf: (item: Item) => number;
}

/**
 * Items in their order, within bounds that include items that were taken out and are not settled yet. So there is always room for items that are put back,
 * and no accepted item is dropped later.
 */
export class WaitingItems<Item> {
  readonly #bounds: QueueBounds<Item>;
  /** Items before `#head` are taken: taking one from a long queue must not move all others. */
  #waiting: Item[] = [];
  #sizes: number[] = [];
  #head = 0;
  #takenItems = 0;
  #bytes = 0;

  constructor(bounds: QueueBounds<Item>) {
    this.#bounds = bounds;
  }

  /** The number of items that wait. */
  get length(): number {
    return this.#waiting.length - this.#head;
  }

  /** The number of items that wait or are taken. */
  get size(): number {
    return this.length + this.#takenItems;
  }

  /** Returns whether there was room. */
  add(item: Item): boolean {
    const { maxItems, maxBytes, sizeOf } = this.#bounds;
    if (this.size >= maxItems) return false;
    const bytes = sizeOf(item);
    if (this.#bytes + bytes > maxBytes) return false;
    this.#bytes += bytes;
    this.#waiting.push(item);
    this.#sizes.push(bytes);
    return true;
  }

  /** Takes the oldest items. They count until they are settled or put back. */
  take(limit: number): Batch<Item> {
    const end = Math.min(this.#head + limit, this.#waiting.length);
    const items = this.#waiting.slice(this.#head, end);
    const sizes = this.#sizes.slice(this.#head, end);
    this.#takenItems += items.length;
    this.#head = end;
    this.#compact();
    return { items, sizes };
  }

  /** Frees the room of items whose outcome is known. */
  settle({ items, sizes }: Batch<Item>): void {
    this.#takenItems -= items.length;
    for (const bytes of sizes) this.#bytes -= bytes;
  }

  /** Puts the items back at the front. */
  putBack({ items, sizes }: Batch<Item>): void {
    this.#takenItems -= items.length;
    this.#waiting = items.concat(this.#waiting.slice(this.#head));
    this.#sizes = sizes.concat(this.#sizes.slice(this.#head));
    this.#head = 0;
  }

  #compact(): void {
    if (this.#head * 2 < this.#waiting.length) return;
    this.#waiting = this.#waiting.slice(this.#head);
    this.#sizes = this.#sizes.slice(this.#head);
    this.#head = 0;
  }
}

export interface Batch<Item> {
  readonly items: Item[];
  readonly sizes: readonly number[];
}
