import { periodOn } from '#libs/contracts/facts';
import { accept, acceptUnless, cannotFollow } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, Refusal } from '#libs/kernel';
import type { clusterEvents, DomainEvent } from '#libs/contracts';

type ClusterEvent = DomainEvent<typeof clusterEvents>;
type Authorised = EventOf<ClusterEvent, 'ClusterOperatorsAuthorised'>;
type Revoked = EventOf<ClusterEvent, 'ClusterOperatorsRevoked'>;

/** A predecessor whose operators may act for the cluster; with `until`, up to the day before it. */
export interface AuthorisedOperators {
  readonly predecessorId: string;
  readonly since: string;
  readonly until?: string | undefined;
}

export interface AuthoriseOperators extends CommandFor<Authorised, 'AuthoriseOperators'> {
  /** The day on which the cluster succeeded to it, by one merger or several; absent where it did not. */
  readonly succeededOn?: string | undefined;
  /** One of the past is recorded with its end: otherwise it would reach into a later one. */
  readonly revokedOn?: string | undefined;
}
export type RevokeOperators = CommandFor<Revoked, 'RevokeOperators'>;

/** `found` is the cluster whose operators were to act, with the day. */
export type NoPredecessor = Refusal<'MBR_NO_PREDECESSOR', 'found' | 'required'>;

interface State {
  readonly operators: readonly AuthorisedOperators[];
}
type Verdict = Decision<Authorised | Revoked, NoPredecessor>;

export function authorised(
  operators: readonly AuthorisedOperators[],
  fact: Authorised,
): readonly AuthorisedOperators[] {
  const { predecessorId, since } = fact;
  const known = operators.find((each) => isOpenFor(each, predecessorId));
  if (known !== undefined)
    cannotFollow(fact, `the operators of ${predecessorId} are authorised from ${known.since} on`);
  return [...operators, { predecessorId, since }];
}

export function revoked(operators: readonly AuthorisedOperators[], fact: Revoked): readonly AuthorisedOperators[] {
  const { predecessorId, on } = fact;
  if (!operators.some((each) => isOpenFor(each, predecessorId)))
    cannotFollow(fact, `the operators of ${predecessorId} are not authorised before that day`);
  return operators.map((each) => (isOpenFor(each, predecessorId) ? { ...each, until: on } : each));
}

/** Whether the cluster lives makes no difference: facts of its own time are recorded after its end as well. */
export function authorise({ succeededOn, revokedOn, ...command }: AuthoriseOperators, { operators }: State): Verdict {
  const { clusterId, predecessorId, since } = command;
  const known = operators.filter((each) => each.predecessorId === predecessorId);
  if (revokedOn === undefined && periodOn(known, since) !== undefined) return accept();
  const ended = { type: 'ClusterOperatorsRevoked', clusterId, predecessorId, on: revokedOn ?? '' } as const;
  return acceptUnless<Authorised | Revoked, NoPredecessor>(
    noPredecessor(command, succeededOn),
    { ...command, type: 'ClusterOperatorsAuthorised' },
    ...(revokedOn === undefined ? [] : [ended]),
  );
}

export function revoke(command: RevokeOperators): Verdict {
  return accept({ ...command, type: 'ClusterOperatorsRevoked' });
}

/** Why the operators of a cluster cannot act for another one from a day on: it did not succeed to theirs by then. */
export function noPredecessor(
  { clusterId, predecessorId, since }: Omit<Authorised, 'type'>,
  succeededOn: string | undefined,
): NoPredecessor | undefined {
  if (succeededOn !== undefined && succeededOn <= since) return undefined;
  const required =
    succeededOn === undefined
      ? `a cluster to which ${clusterId} has succeeded`
      : `a day from ${succeededOn} on, when ${clusterId} succeeded to it`;
  return { type: 'MBR_NO_PREDECESSOR', found: `${predecessorId}, from ${since} on`, required };
}

function isOpenFor({ predecessorId, until }: AuthorisedOperators, other: string): boolean {
  return predecessorId === other && until === undefined;
}
