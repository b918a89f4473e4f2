import type { Parties as Roles } from '../rules/act.ts';

/** A cluster as the register has it. */
export interface RegisteredCluster {
  readonly clusterId: string;
  readonly since: string;
  /** The operation that it was founded for, where it was founded for one. */
  readonly operationId?: string;
  readonly ended?: { readonly how: 'dissolved' | 'succeeded'; readonly on: string };
  /** The days on which it had disappeared before it stood again. */
  readonly gaps?: readonly {
    readonly how: 'dissolved' | 'succeeded';
    readonly on: string;
    readonly until: string;
  }[];
}

export interface RegisteredAntenna {
  readonly antennaId: string;
  readonly clusterId: string;
  /** The first day on which it is open no more. */
  readonly closedOn?: string;
}

/** A body, or an office of one. */
export interface RegisteredSeat {
  readonly kind: 'body' | 'office';
  readonly seatId: string;
  readonly clusterId: string;
  readonly bodyId: string;
  /** The first day on which the body is there no more. */
  readonly abolishedOn?: string;
}

/** An organisation; where it is no more, from which day on, and who goes on with it. Of a second entry of another one that is the first day that there is. */
export interface RegisteredOrganisation {
  readonly organisationId: string;
  readonly ended?: { readonly on: string; readonly heirId?: string | undefined } | undefined;
}

/** What stands under the ids that an operation names, as the other contexts have published it. */
export interface Register {
  readonly clusters: readonly RegisteredCluster[];
  readonly antennas: readonly RegisteredAntenna[];
  readonly seats: readonly RegisteredSeat[];
  readonly organisations: readonly RegisteredOrganisation[];
  /** What a body that splits or gives a branch has; absent where it was not looked up. */
  readonly held?: { readonly subsidyIds: readonly string[]; readonly partnerIds: readonly string[] } | undefined;
}

/** Something that the register has otherwise than the operation says. */
export interface Obstacle {
  readonly found: string;
  readonly required: string;
}

export interface Parties extends Roles {
  readonly operationId: string;
}

export function firstOf<T, R>(all: readonly T[], find: (each: T) => R | undefined): R | undefined {
  for (const each of all) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
