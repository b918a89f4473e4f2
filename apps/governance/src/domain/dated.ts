/** Something that is so from a day (`YYYY-MM-DD`) on, until the next of its kind. */
export interface Dated {
  readonly since: string;
}

/** What was in force on a day: the last that had begun; undefined before the first. */
export function inForceOn<Fact extends Dated>(timeline: readonly Fact[], day: string): Fact | undefined {
  return timeline.findLast((fact) => fact.since <= day);
}

/** The timeline with one more fact, sorted by day; a later statement about the same day takes the place of the earlier. */
export function withFact<Fact extends Dated>(timeline: readonly Fact[], fact: Fact): readonly Fact[] {
  return [...timeline.filter((other) => other.since !== fact.since), fact].sort((a, b) =>
    a.since < b.since ? -1 : a.since > b.since ? 1 : 0,
  );
}
