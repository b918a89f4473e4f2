import type { GrappeEvents } from '#libs/contracts';

type ElectionHeld = GrappeEvents['governance.ElectionHeld'];
type TieResolved = GrappeEvents['governance.TieResolved'];

/** A round with how its tie was resolved, as far as the result of an election goes. */
export interface CountedRound {
  readonly held: Pick<ElectionHeld, 'elected' | 'outcome' | 'on'>;
  readonly resolved?: Pick<TieResolved, 'elected' | 'on'> | undefined;
}

/** A candidacy that has a place, since the day of the vote or of the lots. */
export interface Elected {
  readonly candidacyId: string;
  readonly on: string;
}

export type ElectionStatus = 'called' | ElectionHeld['outcome'];

/** Those who have a place, round by round. */
export function electedIn(rounds: readonly CountedRound[]): readonly Elected[] {
  return rounds.flatMap(({ held, resolved }) => [
    ...placesIn(held),
    ...(resolved === undefined ? [] : placesIn(resolved)),
  ]);
}

function placesIn({ elected, on }: Pick<TieResolved, 'elected' | 'on'>): readonly Elected[] {
  return elected.map((candidacyId) => ({ candidacyId, on }));
}

export function openPlaces(places: number, rounds: readonly CountedRound[]): number {
  return places - electedIn(rounds).length;
}

/** What an election has come to by its last round. */
export function statusOf(places: number, rounds: readonly CountedRound[]): ElectionStatus {
  const last = rounds.at(-1);
  if (last === undefined) return 'called';
  const open = openPlaces(places, rounds);
  if (open <= 0) return 'elected';
  const { outcome } = last.held;
  return outcome === 'tied' || open === places ? outcome : 'partly-elected';
}
