import { nameOn } from '#libs/kernel';
import { followed, passingsBy } from '../passing.ts';
import type { Edition, Series } from './series.facts.ts';

/** An edition as it is on a day. */
export interface EditionOnDay extends Pick<Edition, 'editionId' | 'number' | 'year' | 'name'> {
  readonly state: 'planned' | 'dropped';
  /** Its place among the editions of its year, dropped ones included: 1 for the first. */
  readonly inYear: number;
  readonly gatheringIds: readonly string[];
  /** Why it was dropped, or put off last. */
  readonly reason?: string | undefined;
}

/** The editions that were planned by a day, in the order of their numbers. That one is dropped or moved changes the number of none. */
export function editionsOn({ editions }: Series, day: string): readonly EditionOnDay[] {
  const known = editions.filter(({ on }) => on <= day).toSorted((a, b) => a.number - b.number);
  const counts = new Map<number, number>();
  return known.map((edition) => {
    const move = edition.moves.findLast(({ on }) => on <= day);
    const dropped = edition.dropped !== undefined && edition.dropped.on <= day ? edition.dropped : undefined;
    const year = move?.year ?? edition.year;
    const inYear = (counts.get(year) ?? 0) + 1;
    counts.set(year, inYear);
    const reason = dropped?.reason ?? move?.reason;
    return {
      ...{ editionId: edition.editionId, number: edition.number, year, inYear },
      ...(edition.name === undefined ? {} : { name: edition.name }),
      state: dropped === undefined ? 'planned' : 'dropped',
      gatheringIds: edition.gatherings.filter(({ on }) => on <= day).map(({ gatheringId }) => gatheringId),
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

/** The name of a series on a day; before its first one, the first. */
export function nameOfSeries({ names, start }: Series, day: string): string {
  return nameOn(names, day)?.name ?? start?.name ?? '';
}

/** Whose a series is on a day, and who organises it; after all its facts where no day is given. Undefined where its start was taken back. */
export function ownerOfSeries(
  { start, passings }: Series,
  day?: string,
): Pick<NonNullable<Series['start']>, 'clusterId' | 'organiser'> | undefined {
  if (start === undefined) return undefined;
  const { clusterId, organiser } = start;
  const counting = passingsBy(passings, day);
  const isOwn = organiser.kind === 'cluster' || organiser.kind === 'network';
  return {
    clusterId: followed(clusterId, counting),
    organiser: isOwn ? { ...organiser, id: followed(organiser.id, counting) } : organiser,
  };
}
