/** What a queue may hold, everything counted: what waits and what is under way. */
export interface QueueBounds<Item> {
  readonly maxItems: number;
  readonly maxBytes: number;
  /** About how many bytes an item holds. */
  readonly sizeOf: (item: Item) => number;
}

/**
 * Items in their order, within bounds that count what was taken out and has not been settled yet. So what is put back always has room, and nothing
 * that was accepted is dropped later.
 */
export class WaitingItems<Item> {
  readonly #bounds: QueueBounds<Item>;
  /** Those before `#head` are taken: to take one from a long queue must not move all others. */
  #waiting: Item[] = [];
  #sizes: number[] = [];
  #head = 0;
  #takenItems = 0;
  #bytes = 0;

  constructor(bounds: QueueBounds<Item>) {
    this.#bounds = bounds;
  }

  /** How many wait. */
  get length(): number {
    return this.#waiting.length - this.#head;
  }

  /** How many wait or are taken. */
  get size(): number {
    return this.length + this.#takenItems;
  }

  /** Answers whether there was room. */
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

  /** The oldest ones, which keep their room until they are settled or put back. */
  take(most: number): Batch<Item> {
    const end = Math.min(this.#head + most, this.#waiting.length);
    const items = this.#waiting.slice(this.#head, end);
    const sizes = this.#sizes.slice(this.#head, end);
    this.#takenItems += items.length;
    this.#head = end;
    this.#compact();
    return { items, sizes };
  }

  /** What comes of them is known: their room is free. */
  settle({ items, sizes }: Batch<Item>): void {
    this.#takenItems -= items.length;
    for (const bytes of sizes) this.#bytes -= bytes;
  }

  /** They are the next again. */
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
