import { accept, type Decision } from '#libs/kernel';
import { restorationBy, type Cluster } from '../cluster/cluster.ts';
import {
  dayOf,
  openApplication,
  periodsOf,
  stateOn,
  type MembershipEvent,
  type MembershipFact,
  type MembershipState,
} from './membership.ts';

/** Of a cluster, or of a member that is one, which was dissolved and came back on that day: it comes back without its memberships. */
export interface EndWithCluster {
  readonly type: 'EndWithCluster';
  readonly membershipId: string;
  /** The operation that restored it. */
  readonly operationId: string;
  /** The day from which it stands again; readers see the end on the day of the dissolution, wherever that is put. */
  readonly on: string;
}

/** By law: whoever was a member up to the dissolution is none after the return, unless it joins anew; an application that nobody had decided on is void. */
export function endWithCluster(
  { operationId, on }: EndWithCluster,
  state: MembershipState,
): Decision<MembershipEvent, never> {
  if (state.status === 'absent') return accept();
  const isHeld = state.periods.some(({ since, until }) => since < on && (until === undefined || on < until));
  const { membershipId, clusterId, organisationId } = state;
  const ids = { membershipId, clusterId, organisationId };
  const isAsked = (openApplication(stateOn(state, on))?.on ?? on) < on;
  return accept<MembershipEvent>(
    ...(isHeld ? [{ type: 'MembershipEnded', ...ids, cause: 'dissolution', operationId, on } as const] : []),
    ...(isAsked ? [{ type: 'MembershipRefused', ...ids, reason: 'The cluster had disappeared.', on } as const] : []),
  );
}

/** Whether somebody joined anew, after the return of the cluster, between two days. */
export function joinedAnewBetween(facts: MembershipState['facts'], since: string, until: string): boolean {
  return facts.some(({ event }) => isAnewAfter(since, event) && dayOf(event) <= until);
}

/** The facts of a membership up to the one by which it begins anew, in a cluster that has come back after a day: what the end of that day took along. */
export function beforeReturn(facts: readonly MembershipFact[], day: string): readonly MembershipFact[] {
  const anew = facts.findIndex((fact) => isAnewAfter(day, fact));
  return anew < 0 ? facts : facts.slice(0, anew);
}

function isAnewAfter(day: string, fact: MembershipFact): boolean {
  return fact.type === 'MemberAdmitted' && fact.restoredBy !== undefined && day < fact.since;
}

/** The cluster of a membership, and the member where that is one. */
interface Around {
  readonly cluster: Cluster;
  readonly memberCluster?: Cluster | undefined;
}

/** The operation that restored the cluster, or the member that is one, last by a day, since the last membership: whoever joins then does so anew. */
export function returnAfter(
  state: MembershipState,
  { cluster: of, memberCluster = { status: 'absent' } }: Around,
  day: string,
): string | undefined {
  const last = periodsOf(state).findLast(({ since }) => since <= day);
  const known = [restorationBy(of, day), restorationBy(memberCluster, day)].filter((each) => each !== undefined);
  const restoration = known.toSorted((a, b) => (a.on < b.on ? -1 : 1)).at(-1);
  if (restoration === undefined || (last !== undefined && last.since >= restoration.on)) return undefined;
  return restoration.operationId;
}
