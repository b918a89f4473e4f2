/** A binary heap: takes and gives in logarithmic time. `isBefore` says which of two comes out first. */
export class Heap<T> {
  readonly #items: T[] = [];

  constructor(
    private readonly isBefore: (a: T, b: T) => boolean,
    items: Iterable<T> = [],
  ) {
    for (const item of items) this.push(item);
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  /** In no order. */
  all(): readonly T[] {
    return this.#items;
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !this.isBefore(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0 && last !== undefined) this.#sink(last);
    return first;
  }

  #sink(item: T): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const [one, other] = [items[left], items[left + 1]];
      if (one === undefined) break;
      const isOther = other !== undefined && this.isBefore(other, one);
      const child = isOther ? other : one;
      if (!this.isBefore(child, item)) break;
      items[at] = child;
      at = left + (isOther ? 1 : 0);
    }
    items[at] = item;
  }
}
