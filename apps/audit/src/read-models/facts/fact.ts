import { invariant } from '#libs/kernel';
import type { FactKind, FactValues } from './fact-values.ts';

export type { FactKind, FactValues };
import type { Version } from '#libs/bitemporal';

/** Where a membership comes from: one line for each predecessor in which the organisation was a member. */
export interface Origin {
  readonly clusterId: string;
  readonly membershipId: string;
  readonly memberSince: string;
  readonly operationId: string;
  readonly on: string;
  readonly recordedAt: string;
  readonly eventId: string;
}

interface FactOf<Kind extends FactKind> {
  /** `<kind>:<id>`, the key of the document. */
  readonly factId: string;
  readonly kind: Kind;
  readonly id: string;
  /** The cluster (for a seat and an incubator: the incubator; for a succession: the predecessor) it is a fact of. */
  readonly subjectId: string;
  /** Its other end: the organisation of a membership, the office of a mandate, the body of an office, the successor. */
  readonly objectId?: string;
  readonly versions: readonly Version<FactValues[Kind]>[];
  /** Memberships only. */
  readonly origins?: readonly Origin[];
}

/** A bitemporal fact about one thing, with everything that was ever known of it. */
export type Fact<Kind extends FactKind = FactKind> = { [Each in Kind]: FactOf<Each> }[Kind];

export function factId(kind: FactKind, id: string): string {
  return `${kind}:${id}`;
}

export function isKind<Kind extends FactKind>(fact: Fact, kind: Kind): fact is Fact<Kind> & Fact {
  return fact.kind === kind;
}

/** @throws InvariantBroken when a document of another kind stands under the key. */
export function ofKind<Kind extends FactKind>(fact: Fact, kind: Kind): FactOf<Kind> {
  invariant(isKind(fact, kind), `${fact.factId} is no fact of kind ${kind}`);
  return fact;
}
