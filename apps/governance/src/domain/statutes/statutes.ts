import { invariant } from '#libs/kernel';
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
  const last = state.versions.at(-1);
  const rises =
    last === undefined || (last.statutesVersion < event.statutesVersion && last.inForceFrom <= event.inForceFrom);
  invariant(rises, `statutes that do not follow the version before them: ${event.clusterId}`);
  return { versions: [...state.versions, event] };
}
