import { holdsOn, inForceOn, type Dated, type Term } from '#libs/kernel';
import type { GrappeEvents } from '#libs/contracts';

type BodyConstrained = GrappeEvents['governance.BodyConstrained'];

/** A seat in a body under one mandate, with the organisation that its holder represents from which day on. */
export interface Seat extends Term {
  readonly mandateId: string;
  readonly personId: string;
  readonly organisations: readonly (Dated & { readonly organisationId?: string | undefined })[];
  readonly antennaId?: string | undefined;
  readonly gender?: 'woman' | 'man' | undefined;
}

/** What the register says of organisations. */
export interface Companies {
  /** Which organisation goes on with this one on a day: itself, or whoever has absorbed it by then. */
  headOn(organisationId: string, day: string): string;
  /** The days on which some of them went up in others. */
  days(): readonly string[];
  isPrivate(organisationId: string): boolean;
}

/** A rule on the composition of a body, on the days on which it binds. */
export interface Constraint extends Term, Pick<BodyConstrained, 'constraintId' | 'rule' | 'remedyDays'> {}
export type Rule = BodyConstrained['rule'];

export interface BodyMember {
  readonly personId: string;
  readonly mandateIds: readonly string[];
  readonly organisationId?: string | undefined;
  /** Which organisation it is by then, where that one went up in another. */
  readonly headId?: string | undefined;
  readonly antennaId?: string | undefined;
  readonly gender?: 'woman' | 'man' | undefined;
}

/** Everything from which the composition of a body follows. */
export interface BodyFacts {
  readonly seats: readonly Seat[];
  readonly constraints: readonly Constraint[];
  readonly companies: Companies;
}

/** The members of a body on a day: whoever holds several of its offices is one member. */
export function membersOn({ seats, companies }: BodyFacts, day: string): readonly BodyMember[] {
  const members = new Map<string, BodyMember>();
  for (const seat of seats.filter((each) => holdsOn(each, day))) {
    const known = members.get(seat.personId);
    const organisationId = known?.organisationId ?? inForceOn(seat.organisations, day)?.organisationId;
    members.set(seat.personId, {
      personId: seat.personId,
      mandateIds: [...(known?.mandateIds ?? []), seat.mandateId],
      organisationId,
      headId: organisationId === undefined ? undefined : companies.headOn(organisationId, day),
      antennaId: known?.antennaId ?? seat.antennaId,
      gender: known?.gender ?? seat.gender,
    });
  }
  return [...members.values()];
}
