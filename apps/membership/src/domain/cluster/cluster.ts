import { accept, acceptRepeat, acceptUnless, aggregate, below } from '#libs/kernel';
import { byType, cannotFollow, inForceOn, invariant, reject, sameFacts } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactsOf, Refusal } from '#libs/kernel';
import type { clusterEvents, DomainEvent } from '#libs/contracts';
import { isSiren, sirenInvalid, type SirenInvalid } from '../siren.ts';

export type ClusterEvent = DomainEvent<typeof clusterEvents>;
type LaterEvent = Exclude<ClusterEvent, { readonly type: 'ClusterRegistered' }>;

/** What is known of a cluster whatever became of it. */
interface Known {
  readonly registration: FactsOf<ClusterEvent, 'ClusterRegistered'>;
  /** In the order of recording. */
  readonly names: readonly Omit<FactsOf<ClusterEvent, 'ClusterNamed'>, 'clusterId'>[];
  readonly figures: readonly FactsOf<ClusterEvent, 'ClusterFigureDeclared'>['figure'][];
}

type ClusterStatus =
  /** `from` is the day of the last change: founded or revived. */
  | { readonly status: 'active'; readonly from: string; readonly revived: boolean }
  | { readonly status: 'dormant'; readonly from: string }
  | { readonly status: 'dissolved'; readonly on: string; readonly reason?: string | undefined }
  | ({ readonly status: 'succeeded' } & Omit<FactsOf<ClusterEvent, 'ClusterSucceeded'>, 'clusterId'>);

type KnownCluster = Known & ClusterStatus;
export type Cluster = { readonly status: 'absent' } | KnownCluster;

type Register = CommandFor<EventOf<ClusterEvent, 'ClusterRegistered'>, 'RegisterCluster'>;
type Name = CommandFor<EventOf<ClusterEvent, 'ClusterNamed'>, 'NameCluster'>;
type DeclareFigure = CommandFor<EventOf<ClusterEvent, 'ClusterFigureDeclared'>, 'DeclareClusterFigure'>;
type FallDormant = CommandFor<EventOf<ClusterEvent, 'ClusterFellDormant'>, 'FallDormant'>;
type Revive = CommandFor<EventOf<ClusterEvent, 'ClusterRevived'>, 'ReviveCluster'>;
type Dissolve = CommandFor<EventOf<ClusterEvent, 'ClusterDissolved'>, 'DissolveCluster'> & {
  /** The operation that binds it, where one does. */
  readonly engagedBy?: string | undefined;
};
type Succeed = CommandFor<EventOf<ClusterEvent, 'ClusterSucceeded'>, 'SucceedCluster'>;
export type ClusterCommand = Register | Name | DeclareFigure | FallDormant | Revive | Dissolve | Succeed;

/** Why a cluster cannot act: `found` is the day of its end, `required` its successors. */
type Ended = Refusal<'MBR_CLUSTER_DISSOLVED', 'found'> | Refusal<'MBR_CLUSTER_SUCCEEDED', 'found' | 'required'>;

/** Why a cluster cannot take members and antennas in on a day. */
export type ClusterMissing =
  Ended | Refusal<'MBR_DATE_BEFORE_START', 'found' | 'required'> | Refusal<'MBR_CLUSTER_NOT_FOUND', 'found'>;

/** `found` is the name of the cluster that has this id, or what it is instead of dormant. */
export type ClusterRejection =
  | SirenInvalid
  | ClusterMissing
  | Refusal<'MBR_CLUSTER_EXISTS', 'found'>
  | Refusal<'MBR_CLUSTER_NOT_DORMANT' | 'MBR_CLUSTER_ENGAGED', 'found' | 'required'>;

type Verdict = Decision<ClusterEvent, ClusterRejection>;

export const cluster = aggregate({
  context: 'membership',
  name: 'cluster',
  initial: { status: 'absent' },
  evolve,
  decide: (command: ClusterCommand, state): Verdict => {
    if (command.type === 'RegisterCluster') return register(command, state);
    if (state.status === 'absent') return reject({ type: 'MBR_CLUSTER_NOT_FOUND', found: command.clusterId });
    return decideOnKnown(command, state);
  },
});

const decideOnKnown = byType<Exclude<ClusterCommand, Register>, KnownCluster, Verdict>({
  NameCluster: name,
  DeclareClusterFigure: declareFigure,
  FallDormant: fallDormant,
  ReviveCluster: revive,
  DissolveCluster: dissolve,
  SucceedCluster: succeed,
});

function evolve(state: Cluster, event: ClusterEvent): Cluster {
  if (event.type === 'ClusterRegistered') {
    if (state.status !== 'absent') cannotFollow(event, `the cluster is ${state.status}`);
    const { type: _type, ...registration } = event;
    const { name, nameKind, since } = event;
    const names = [{ name, nameKind, since }];
    return { registration, names, figures: [], status: 'active', from: since, revived: false };
  }
  if (state.status === 'absent' || !FOLLOWS[event.type].includes(state.status))
    cannotFollow(event, `the cluster is ${state.status}`);
  return after(event, state);
}

const after = byType<LaterEvent, KnownCluster, KnownCluster>({
  ClusterNamed: ({ name, nameKind, since, embargoUntil }, state) => {
    return { ...state, names: [...state.names, { name, nameKind, since, embargoUntil }] };
  },
  ClusterFigureDeclared: ({ figure }, state) => ({ ...state, figures: [...state.figures, figure] }),
  ClusterFellDormant: ({ on }, state) => ({ ...knownPart(state), status: 'dormant', from: on }),
  ClusterRevived: ({ on }, state) => ({ ...knownPart(state), status: 'active', from: on, revived: true }),
  ClusterDissolved: ({ on, reason }, state) => ({ ...knownPart(state), status: 'dissolved', on, reason }),
  ClusterSucceeded: ({ on, operationId, successorIds }, state) => {
    return { ...knownPart(state), status: 'succeeded', on, operationId, successorIds };
  },
});

function knownPart({ registration, names, figures }: KnownCluster): Known {
  return { registration, names, figures };
}

/** A cluster that ended does not change any more; only names of earlier days and figures are still recorded. */
const FOLLOWS: Readonly<Record<LaterEvent['type'], readonly KnownCluster['status'][]>> = {
  ClusterNamed: ['active', 'dormant', 'succeeded'],
  ClusterFigureDeclared: ['active', 'dormant', 'succeeded', 'dissolved'],
  ClusterFellDormant: ['active'],
  ClusterRevived: ['dormant'],
  ClusterDissolved: ['active', 'dormant'],
  ClusterSucceeded: ['active', 'dormant'],
};

function register({ type: _type, ...facts }: Register, state: Cluster): Verdict {
  if (facts.siren !== undefined && !isSiren(facts.siren)) return reject(sirenInvalid(facts.siren));
  if (state.status === 'absent') return accept({ type: 'ClusterRegistered', ...facts });
  return acceptRepeat(facts, state.registration, { type: 'MBR_CLUSTER_EXISTS', found: state.registration.name });
}

function name({ type: _type, ...facts }: Name, state: KnownCluster): Verdict {
  const { clusterId, ...fact } = facts;
  const current = inForceOn(state.names, facts.since);
  if (sameFacts(current && { ...current, since: '' }, { ...fact, since: '' })) return accept();
  return acceptUnless(notActiveOn(state, clusterId, facts.since), { type: 'ClusterNamed', ...facts });
}

/** Figures about a cluster that ended may still be declared: sources publish late. */
function declareFigure(command: DeclareFigure, state: KnownCluster): Verdict {
  if (state.figures.some((known) => sameFacts(known, command.figure))) return accept();
  return accept({ ...command, type: 'ClusterFigureDeclared' });
}

function fallDormant(command: FallDormant, state: KnownCluster): Verdict {
  if (state.status === 'dormant') return accept();
  return acceptUnless(unchangeableOn(command.on, state), { ...command, type: 'ClusterFellDormant' });
}

function revive(command: Revive, state: KnownCluster): Verdict {
  if (state.status === 'active' && state.revived && state.from === command.on) return accept();
  if (state.status === 'active')
    return reject({ type: 'MBR_CLUSTER_NOT_DORMANT', found: 'active', required: 'dormant' });
  return acceptUnless(unchangeableOn(command.on, state), { ...command, type: 'ClusterRevived' });
}

/** Its partners have adopted a plan with it: they decide together, or not at all. */
function dissolve({ engagedBy, ...command }: Dissolve, state: KnownCluster): Verdict {
  if (state.status === 'dissolved' && state.on === command.on && state.reason === command.reason) return accept();
  const refused = unchangeableOn(command.on, state);
  if (refused === undefined && engagedBy !== undefined) {
    const required = 'an operation that is withdrawn or postponed before one of its bodies is dissolved';
    return reject({ type: 'MBR_CLUSTER_ENGAGED', found: `bound by operation ${engagedBy}`, required });
  }
  return acceptUnless(refused, { ...command, type: 'ClusterDissolved' });
}

/** The merger has taken effect already, so its day is not judged here. */
function succeed(command: Succeed, state: KnownCluster): Verdict {
  invariant(!command.successorIds.includes(command.clusterId), `${command.clusterId} cannot succeed to itself`);
  if (state.status === 'succeeded' && state.operationId === command.operationId) return accept();
  return acceptUnless(endRefusal(state), { ...command, type: 'ClusterSucceeded' });
}

function endRefusal(state: KnownCluster): Ended | undefined {
  if (state.status === 'dissolved') return { type: 'MBR_CLUSTER_DISSOLVED', found: state.on };
  if (state.status === 'succeeded')
    return { type: 'MBR_CLUSTER_SUCCEEDED', found: state.on, required: state.successorIds.join(', ') };
  return undefined;
}

/**
 * Why a cluster can take nothing in on a day; undefined where it can. Facts of the days before a succession may still be
 * recorded after it; those of the succession's day on may not.
 */
export function notActiveOn(state: Cluster, clusterId: string, day: string): ClusterMissing | undefined {
  if (state.status === 'absent') return { type: 'MBR_CLUSTER_NOT_FOUND', found: clusterId };
  const late = state.status === 'succeeded' && day < state.on;
  const gone = late ? undefined : endRefusal(state);
  return gone ?? below('MBR_DATE_BEFORE_START', day, state.registration.since);
}

/** Why a cluster changes no more on a day: it has ended, or changed later. */
function unchangeableOn(day: string, state: KnownCluster): ClusterMissing | undefined {
  return endRefusal(state) ?? below('MBR_DATE_BEFORE_START', day, 'from' in state ? state.from : state.on);
}
