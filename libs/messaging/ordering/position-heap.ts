interface Positioned {
  readonly place: { readonly position: bigint };
}

/** What has a position, the lowest first. */
export class PositionHeap<Item extends Positioned> {
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  lowest(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    let at = this.#items.length;
    this.#items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#items[parent];
      if (above === undefined || above.place.position <= item.place.position) break;
      this.#items[at] = above;
      at = parent;
    }
    this.#items[at] = item;
  }

  /** Takes the lowest out. */
  shift(): Item | undefined {
    const lowest = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
    return lowest;
  }

  #sink(item: Item): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      const child = this.#lowerChild(at);
      const below = items[child];
      if (below === undefined || item.place.position <= below.place.position) break;
      items[at] = below;
      at = child;
    }
    items[at] = item;
  }

  #lowerChild(at: number): number {
    const left = 2 * at + 1;
    const [one, other] = [this.#items[left], this.#items[left + 1]];
    return one !== undefined && other !== undefined && other.place.position < one.place.position ? left + 1 : left;
  }
}
