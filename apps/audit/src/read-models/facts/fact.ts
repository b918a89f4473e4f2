import type { GrappeEvents } from '#libs/contracts';
import { invariant } from '#libs/kernel';
import type { Version } from '../../domain/bitemporal/bitemporal.ts';

type Mandate = GrappeEvents['governance.MandateStarted'];
type Joined = GrappeEvents['incubation.PartnerJoined'];

/** What each kind of fact says of a stretch of days. */
export interface FactValues {
  member: {
    readonly how: 'admission' | 'succession';
    readonly operationId?: string;
    readonly college?: string | undefined;
    readonly antennaId?: string | undefined;
  };
  cluster: { readonly state: 'active' | 'dormant' | 'dissolved' | 'succeeded'; readonly operationId?: string };
  'cluster-name': { readonly name: string; readonly nameKind: 'working' | 'code' | 'final' };
  'organisation-name': { readonly name: string };
  antenna: {
    readonly clusterId: string;
    readonly name: string;
    readonly brand?: string | undefined;
    readonly operationId?: string;
  };
  body: { readonly bodyKind: string; readonly name: string; readonly size?: number | undefined };
  office: { readonly officeKind: string; readonly title: string; readonly maxHolders: number; readonly bodyId: string };
  mandate: Pick<
    Mandate,
    | 'officeId'
    | 'bodyId'
    | 'person'
    | 'representing'
    | 'organisationId'
    | 'how'
    | 'limit'
    | 'follows'
    | 'tiedToClusterId'
  >;
  role: { readonly title: string; readonly person: Mandate['person'] };
  incubator: { readonly name: string; readonly site: string };
  seat: {
    readonly holder: Joined['holder'];
    readonly class: Joined['class'];
    readonly founding: boolean;
    readonly seatId?: string | undefined;
    /** The operation by which it came to this holder. */
    readonly operationId?: string;
  };
  succession: {
    readonly operationId: string;
    readonly operationKind: string;
    readonly successorName: string;
    readonly created: boolean;
  };
}

export type FactKind = keyof FactValues;

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
export function ofKind<Kind extends FactKind>(fact: Fact | undefined, kind: Kind): FactOf<Kind> | undefined {
  if (fact === undefined) return undefined;
  invariant(isKind(fact, kind), `${fact.factId} is no fact of kind ${kind}`);
  return fact;
}
