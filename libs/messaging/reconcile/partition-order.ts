/** A record that is not where its position wants it, or a repeat of an earlier record. */
export interface Disorder extends Place {
  /** The position that it stands behind although it is lower, or before although it is higher. */
  readonly stands: 'behind' | 'before';
  readonly other: bigint;
}

interface Place {
  readonly position: bigint;
  readonly offset: string;
}

/**
 * Finds the records of one partition that break its rising order, and as few as possible: of two neighbours that were swapped
 * the one that came late, of two far apart these two and nothing between them. It remembers three records. A record that stands
 * too early is known by its successors, so its disorder is reported a little later; so is that of one that may be late.
 */
export class PartitionOrder {
  /** The highest position that is in its place for certain. */
  #settled = -1n;
  /** The highest so far; in its place unless what follows goes on below it. */
  #top: Place | undefined;
  /** Between the two, and the reason for the doubt. */
  #doubt: Place | undefined;

  next(place: Place): readonly Disorder[] {
    const [top, doubt] = [this.#top, this.#doubt];
    if (top === undefined || place.position > top.position) return this.#rise(place, top, this.end());
    const isLow = place.position === top.position || place.position <= (doubt?.position ?? this.#settled);
    if (isLow) return [behind(place, top)];
    if (doubt !== undefined) return this.#rise(place, doubt, [{ ...top, stands: 'before', other: doubt.position }]);
    this.#doubt = place;
    return [];
  }

  end(): readonly Disorder[] {
    return this.#doubt === undefined || this.#top === undefined ? [] : [behind(this.#doubt, this.#top)];
  }

  #rise(top: Place, settled: Place | undefined, disorders: readonly Disorder[]): readonly Disorder[] {
    this.#settled = settled?.position ?? this.#settled;
    this.#top = top;
    this.#doubt = undefined;
    return disorders;
  }
}

function behind(place: Place, top: Place): Disorder {
  return { ...place, stands: 'behind', other: top.position };
}
