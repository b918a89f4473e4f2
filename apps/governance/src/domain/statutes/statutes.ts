import type { DomainEvent, statutesEvents } from '#libs/contracts';

export type StatutesEvent = DomainEvent<typeof statutesEvents>;
export type StatutesAdopted = StatutesEvent;
export type Clause = StatutesAdopted['clauses']['ordinary'];

/** The versions of a cluster's statutes: numbers and days rise together. */
export interface StatutesState {
  readonly versions: readonly StatutesAdopted[];
}

export const noStatutes: StatutesState = { versions: [] };

export function evolveStatutes(state: StatutesState, event: StatutesEvent): StatutesState {
  return { versions: [...state.versions, event] };
}

/** The version in force on a day: of two from the same day, the higher. */
export function statutesInForce<Version extends { readonly inForceFrom: string }>(
  versions: readonly Version[],
  day: string,
): Version | undefined {
  return versions.findLast(({ inForceFrom }) => inForceFrom <= day);
}
