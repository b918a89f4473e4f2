/** A record that is not where its position wants it; a repeat of an earlier record is told in the same way. */
export interface Disorder {
  readonly position: bigint;
  readonly offset: string;
  /** The position that it stands behind although it is lower, or before although it is higher. */
  readonly stands: 'behind' | 'before';
  readonly other: bigint;
}

interface Place {
  readonly position: bigint;
  readonly offset: string;
}

/**
 * Tells the records of one partition that break its rising order, naming as few as it can: of two neighbours that were swapped
 * the one that came late, of two far apart these two and nothing between them. It remembers three records. A record that stands
 * too early is known by its successors, so its disorder is told a little later; so is that of one that may be late.
 */
export class PartitionOrder {
  /** The highest position that is in its place for certain. */
  #settled = -1n;
  /** The highest so far; in its place unless what follows goes on below it. */
  #top: Place | undefined;
  /** Between the two, and the reason for the doubt. */
  #doubt: Place | undefined;

  next(place: Place): readonly Disorder[] {
    const top = this.#top;
    if (top === undefined) {
      this.#top = place;
      return [];
    }
    if (place.position > top.position) return this.#above(place, top);
    if (place.position === top.position || place.position <= this.#settled) return [behind(place, top)];
    return this.#between(place, top);
  }

  end(): readonly Disorder[] {
    return this.#doubt === undefined || this.#top === undefined ? [] : [behind(this.#doubt, this.#top)];
  }

  #above(place: Place, top: Place): readonly Disorder[] {
    const late = this.#doubt === undefined ? [] : [behind(this.#doubt, top)];
    this.#settled = top.position;
    this.#top = place;
    this.#doubt = undefined;
    return late;
  }

  #between(place: Place, top: Place): readonly Disorder[] {
    const doubt = this.#doubt;
    if (doubt === undefined) {
      this.#doubt = place;
      return [];
    }
    if (place.position <= doubt.position) return [behind(place, top)];
    this.#settled = doubt.position;
    this.#top = place;
    this.#doubt = undefined;
    return [{ ...top, stands: 'before', other: doubt.position }];
  }
}

function behind(place: Place, top: Place): Disorder {
  return { position: place.position, offset: place.offset, stands: 'behind', other: top.position };
}
