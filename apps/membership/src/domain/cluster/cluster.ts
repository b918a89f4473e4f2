import { accept, acceptRepeat, acceptUnless, below, chronicle } from '#libs/kernel';
import { byType, cannotFollow, inForceOn, invariant, reject, sameFacts } from '#libs/kernel';
import type {
  CommandFor,
  Decision,
  DomainEventShape,
  EventOf,
  FactOf,
  FactsOf,
  Refusal,
  StatedFact,
} from '#libs/kernel';
import type { clusterEvents, DomainEvent } from '#libs/contracts';
import { isSiren, sirenInvalid, type SirenInvalid } from '#libs/identifiers';
import { authorised, authorise, revoked, revoke } from './cluster.operators.ts';
import type { AuthorisedOperators, AuthoriseOperators, NoPredecessor, RevokeOperators } from './cluster.operators.ts';

type ClusterEvent = DomainEvent<typeof clusterEvents>;
export type ClusterFact = FactOf<ClusterEvent>;
type LaterFact = Exclude<ClusterFact, { readonly type: 'ClusterRegistered' }>;

/** What is known of a cluster whatever became of it. */
interface Known {
  readonly registration: FactsOf<ClusterEvent, 'ClusterRegistered'>;
  /** In the order of their days. */
  readonly names: readonly Omit<FactsOf<ClusterEvent, 'ClusterNamed'>, 'clusterId'>[];
  readonly figures: readonly FactsOf<ClusterEvent, 'ClusterFigureDeclared'>['figure'][];
  /** Whether it was active or dormant, from the day of its foundation on. */
  readonly phases: readonly { readonly is: 'active' | 'dormant'; readonly since: string }[];
  /** The days on which it had disappeared, before a court annulled the merger or its last members restored it. */
  readonly gaps: readonly Gap[];
  /** The predecessors whose operators may act for it, each time in the order of its days. */
  readonly operators: readonly AuthorisedOperators[];
}

/** From its end up to the day before it stood again. */
interface Gap extends Partial<Omit<FactsOf<ClusterEvent, 'ClusterSucceeded'>, 'clusterId'>> {
  readonly on: string;
  readonly until: string;
  /** The operation that restored it; absent where a court annulled the merger. */
  readonly restoredBy?: string;
}

type ClusterStatus =
  | { readonly status: 'active' | 'dormant' }
  | { readonly status: 'dissolved'; readonly on: string; readonly reason?: string | undefined; readonly by?: string }
  | ({ readonly status: 'succeeded' } & Omit<FactsOf<ClusterEvent, 'ClusterSucceeded'>, 'clusterId'>);

type KnownCluster = Known & ClusterStatus;
export type Cluster = { readonly status: 'absent' } | KnownCluster;

type Register = CommandFor<EventOf<ClusterEvent, 'ClusterRegistered'>, 'RegisterCluster'>;
type Name = CommandFor<EventOf<ClusterEvent, 'ClusterNamed'>, 'NameCluster'>;
type Move = CommandFor<EventOf<ClusterEvent, 'ClusterMoved'>, 'MoveCluster'>;
type DeclareFigure = CommandFor<EventOf<ClusterEvent, 'ClusterFigureDeclared'>, 'DeclareClusterFigure'>;
interface FallDormant extends CommandFor<EventOf<ClusterEvent, 'ClusterFellDormant'>, 'FallDormant'> {
  /** A dormancy of the past is recorded with its end: otherwise it would reach into a later one. */
  readonly revivedOn?: string | undefined;
}
type Revive = CommandFor<EventOf<ClusterEvent, 'ClusterRevived'>, 'ReviveCluster'>;
type Dissolve = CommandFor<EventOf<ClusterEvent, 'ClusterDissolved'>, 'DissolveCluster'> & {
  /** The operation that binds it, where one does. */
  readonly engagedBy?: string | undefined;
};
type Succeed = CommandFor<EventOf<ClusterEvent, 'ClusterSucceeded'>, 'SucceedCluster'>;
type Restore = CommandFor<EventOf<ClusterEvent, 'ClusterRestored'>, 'RestoreCluster'>;
/** What an annulled merger had created ends. */
type Annul = Omit<Restore, 'type'> & { readonly type: 'AnnulCluster' };
type Ending = Restore | Annul | FallDormant | Revive | Dissolve | Succeed;
export type ClusterCommand = Register | Name | Move | DeclareFigure | Ending | AuthoriseOperators | RevokeOperators;

/** Why a cluster cannot act: `found` is the day of its end, `required` its successors. */
type Ended = Refusal<'MBR_CLUSTER_DISSOLVED', 'found'> | Refusal<'MBR_CLUSTER_SUCCEEDED', 'found' | 'required'>;

/** Why a cluster cannot take members and antennas in on a day. */
export type ClusterMissing =
  Ended | Refusal<'MBR_DATE_BEFORE_START', 'found' | 'required'> | Refusal<'MBR_CLUSTER_NOT_FOUND', 'found'>;

/** `found` is the name of the cluster that has this id, or what it is that day instead of dormant. */
export type ClusterRejection =
  | SirenInvalid
  | ClusterMissing
  | NoPredecessor
  | Refusal<'MBR_CLUSTER_EXISTS', 'found'>
  | Refusal<'MBR_CLUSTER_NOT_DORMANT' | 'MBR_CLUSTER_ENGAGED', 'found' | 'required'>;

type Verdict = Decision<ClusterFact, ClusterRejection>;

const initial: Cluster = { status: 'absent' };

export const cluster = chronicle({
  context: 'membership',
  name: 'cluster',
  prefix: 'MBR',
  initial,
  facts: {
    // It counts first, whatever its day: figures may be of days before it, and the day of an effect is not judged here.
    ClusterRegistered: {
      name: 'registration',
      day: ({ since }) => since,
      opens: true,
      changes: ['kind', 'name', 'nameKind', 'seat', 'departments', 'rna', 'since'],
    },
    ClusterRestored: { day: ({ on }) => on, derived: () => true },
    ClusterFellDormant: {
      name: 'dormancy',
      day: ({ on }) => on,
      carries: revivalOf,
      changes: ['on'],
    },
    ClusterRevived: { name: 'revival', day: ({ on }) => on, changes: ['on'] },
    ClusterDissolved: {
      name: 'dissolution',
      day: ({ on }) => on,
      derived: ({ operationId }) => operationId !== undefined,
      changes: ['on', 'reason'],
    },
    ClusterSucceeded: { day: ({ on }) => on, derived: () => true },
    // A name of the day on which a cluster ends is none.
    ClusterNamed: { name: 'name', day: ({ since }) => since, changes: ['name', 'nameKind', 'since', 'embargoUntil'] },
    ClusterMoved: { name: 'move', day: ({ since }) => since, changes: ['seat', 'departments', 'since'] },
    ClusterFigureDeclared: { name: 'figure', day: ({ figure }) => figure.on, changes: ['figure'] },
    ClusterOperatorsRevoked: { name: 'revocation', day: ({ on }) => on, changes: ['on'] },
    ClusterOperatorsAuthorised: { name: 'authorisation', day: ({ since }) => since, changes: ['since'] },
  },
  evolve,
  decide: (command: ClusterCommand, state): Verdict => {
    if (command.type === 'RegisterCluster') return register(command, state);
    if (state.status === 'absent') return reject({ type: 'MBR_CLUSTER_NOT_FOUND', found: command.clusterId });
    return decideOnKnown(command, state);
  },
});

/** A cluster that never was dormant has not been revived. */
function revivalOf(
  { on }: EventOf<ClusterFact, 'ClusterFellDormant'>,
  facts: readonly StatedFact<DomainEventShape>[],
): readonly StatedFact<DomainEventShape>[] {
  const stated = facts as readonly StatedFact<ClusterFact>[];
  return stated.filter(({ event }) => event.type === 'ClusterRevived' && event.on > on).slice(0, 1);
}

const decideOnKnown = byType<Exclude<ClusterCommand, Register>, KnownCluster, Verdict>({
  NameCluster: name,
  MoveCluster: move,
  DeclareClusterFigure: declareFigure,
  FallDormant: fallDormant,
  ReviveCluster: revive,
  DissolveCluster: dissolve,
  SucceedCluster: succeed,
  RestoreCluster: restore,
  AnnulCluster: annul,
  AuthoriseOperators: authorise,
  RevokeOperators: revoke,
});

function evolve(state: Cluster, fact: ClusterFact): Cluster {
  if (fact.type === 'ClusterRegistered') {
    if (state.status !== 'absent') cannotFollow(fact, 'the cluster is registered');
    const { type: _type, ...registration } = fact;
    const { name, nameKind, since } = fact;
    const names = [{ name, nameKind, since }];
    return {
      registration,
      names,
      figures: [],
      phases: [{ is: 'active', since }],
      gaps: [],
      operators: [],
      status: 'active',
    };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the cluster is not registered');
  if (fact.type === 'ClusterFigureDeclared') return { ...state, figures: [...state.figures, fact.figure] };
  if (fact.type === 'ClusterOperatorsAuthorised') return { ...state, operators: authorised(state.operators, fact) };
  if (fact.type === 'ClusterOperatorsRevoked') return { ...state, operators: revoked(state.operators, fact) };
  if (fact.type === 'ClusterSucceeded') return succeeded(state, fact);
  if (fact.type === 'ClusterRestored') return restored(state, fact);
  // A succession is law: it overtakes what was planned for a later day. A name is kept, which nobody bears then.
  if (state.status === 'succeeded') return fact.type === 'ClusterNamed' ? named(state, fact) : state;
  if (state.status === 'dissolved' && state.by !== undefined)
    return fact.type === 'ClusterNamed' ? named(state, fact) : state;
  if (state.status === 'dissolved') cannotFollow(fact, `the cluster was dissolved on ${state.on}`);
  const { since } = state.registration;
  if (dayOf(fact) < since) cannotFollow(fact, `the cluster is registered from ${since} on`);
  return after(fact, state);
}

type Living = Known & { readonly status: 'active' | 'dormant' };

const after = byType<
  Extract<LaterFact, { readonly type: `Cluster${'Named' | 'Moved' | 'FellDormant' | 'Revived' | 'Dissolved'}` }>,
  Living,
  KnownCluster
>({
  ClusterNamed: (fact, state) => named(state, fact),
  // Where it has its seat is no matter of any other decision.
  ClusterMoved: (_fact, state) => state,
  ClusterFellDormant: (fact, state) => {
    if (state.status === 'dormant') cannotFollow(fact, `the cluster is dormant from ${lastPhase(state)} on`);
    return { ...state, status: 'dormant', phases: [...state.phases, { is: 'dormant', since: fact.on }] };
  },
  ClusterRevived: (fact, state) => {
    if (state.status === 'active') cannotFollow(fact, `the cluster is active from ${lastPhase(state)} on`);
    return { ...state, status: 'active', phases: [...state.phases, { is: 'active', since: fact.on }] };
  },
  ClusterDissolved: ({ on, reason, operationId: by }, state) => ({
    ...{ ...state, status: 'dissolved', on, reason },
    ...(by === undefined ? {} : { by }),
  }),
});

function named(state: KnownCluster, fact: EventOf<ClusterFact, 'ClusterNamed'>): KnownCluster {
  const { name, nameKind, since, embargoUntil } = fact;
  return { ...state, names: [...state.names, { name, nameKind, since, embargoUntil }] };
}

function succeeded(state: KnownCluster, fact: EventOf<ClusterFact, 'ClusterSucceeded'>): KnownCluster {
  const { on, operationId, successorIds } = fact;
  if (state.status === 'dissolved') cannotFollow(fact, `the cluster was dissolved on ${state.on}`);
  if (state.status === 'succeeded') cannotFollow(fact, `the cluster was succeeded on ${state.on}`);
  return { ...state, status: 'succeeded', on, operationId, successorIds };
}

/**
 * It stands again. After an annulment whoever had not been succeeded to by that merger stands as it was; a restoration is one of whoever had
 * disappeared, so that its end is neither taken back nor put off behind it.
 */
function restored(state: KnownCluster, fact: EventOf<ClusterFact, 'ClusterRestored'>): KnownCluster {
  const { on: until, operationId, restoration } = fact;
  const { registration, names, figures, phases, operators, gaps, status } = state;
  const known = { registration, names, figures, phases, operators, status: phases.at(-1)?.is ?? 'active' };
  if (restoration === true) {
    if (!('on' in state)) cannotFollow(fact, 'the cluster has not ended by then');
    const ended =
      state.status === 'succeeded' ? { operationId: state.operationId, successorIds: state.successorIds } : {};
    return { ...known, gaps: [...gaps, { on: state.on, ...ended, until, restoredBy: operationId }] };
  }
  if (status !== 'succeeded' || state.operationId !== operationId) return state;
  const { on, successorIds } = state;
  return { ...known, gaps: [...gaps, { on, operationId, successorIds, until }] };
}

function dayOf(fact: { readonly on: string } | { readonly since: string }): string {
  return 'on' in fact ? fact.on : fact.since;
}

function lastPhase({ phases }: Known): string {
  return phases.at(-1)?.since ?? '';
}

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

/** Whether it had its seat there before is not asked: a merger may have moved it meanwhile. */
function move(command: Move, state: KnownCluster): Verdict {
  return acceptUnless(notActiveOn(state, command.clusterId, command.since), { ...command, type: 'ClusterMoved' });
}

/** Figures about a cluster that ended may still be declared: sources publish late. */
function declareFigure(command: DeclareFigure, state: KnownCluster): Verdict {
  if (state.figures.some((known) => sameFacts(known, command.figure))) return accept();
  return accept({ ...command, type: 'ClusterFigureDeclared' });
}

function fallDormant({ revivedOn, ...command }: FallDormant, state: KnownCluster): Verdict {
  const { clusterId, on } = command;
  if (revivedOn === undefined && inForceOn(state.phases, on)?.is === 'dormant') return accept();
  const revived = revivedOn === undefined ? [] : [{ type: 'ClusterRevived', clusterId, on: revivedOn } as const];
  const refusal = notActiveOn(state, clusterId, on) ?? notActiveOn(state, clusterId, revivedOn ?? on);
  return acceptUnless<ClusterFact, ClusterRejection>(refusal, { ...command, type: 'ClusterFellDormant' }, ...revived);
}

function revive(command: Revive, state: KnownCluster): Verdict {
  const { clusterId, on } = command;
  const phase = inForceOn(state.phases, on);
  if (phase?.is === 'active' && phase.since === on && on !== state.registration.since) return accept();
  const missing = notActiveOn(state, clusterId, on);
  if (missing !== undefined) return reject(missing);
  if (phase?.is !== 'dormant') return reject({ type: 'MBR_CLUSTER_NOT_DORMANT', found: 'active', required: 'dormant' });
  return accept({ ...command, type: 'ClusterRevived' });
}

/** Its partners have adopted a plan with it: they decide together, or not at all. */
function dissolve({ engagedBy, ...command }: Dissolve, state: KnownCluster): Verdict {
  if (state.status === 'dissolved' && state.on === command.on && state.reason === command.reason) return accept();
  const refused = endRefusal(state) ?? below('MBR_DATE_BEFORE_START', command.on, state.registration.since);
  if (refused === undefined && engagedBy !== undefined) {
    const required = 'an operation that is withdrawn or lapsed before one of its bodies is dissolved';
    return reject({ type: 'MBR_CLUSTER_ENGAGED', found: `bound by operation ${engagedBy}`, required });
  }
  return acceptUnless(refused, { ...command, type: 'ClusterDissolved' });
}

/** The merger has taken effect already, so its day is not judged here; a dissolution that lies behind it is overtaken. */
function succeed(command: Succeed, state: KnownCluster): Verdict {
  invariant(!command.successorIds.includes(command.clusterId), `${command.clusterId} cannot succeed to itself`);
  if (isSucceededBy(command.operationId, state)) return accept();
  const isOvertaken = state.status === 'dissolved' && command.on < state.on;
  return acceptUnless(isOvertaken ? undefined : endRefusal(state), { ...command, type: 'ClusterSucceeded' });
}

function isSucceededBy(operationId: string, state: KnownCluster): boolean {
  const isGone = state.status === 'succeeded' && state.operationId === operationId;
  return isGone || state.gaps.some((gap) => gap.operationId === operationId);
}

/** By law; a cluster that had been dissolved before the effect was not succeeded to, and stays dissolved. */
function restore(command: Restore, state: KnownCluster): Verdict {
  if (command.restoration === true) return restoreAnew(command, state);
  if (state.status !== 'succeeded' || state.operationId !== command.operationId) return accept();
  return accept({ ...command, type: 'ClusterRestored' });
}

/** The effect was judged already, against what this context had published: whoever stands by then needs no restoration. */
function restoreAnew(command: Restore, state: KnownCluster): Verdict {
  if (!('on' in state) || state.on >= command.on) return accept();
  const endedBy = state.status === 'succeeded' ? { endedBy: state.operationId } : {};
  return accept({ ...command, ...endedBy, type: 'ClusterRestored' });
}

/** What had ended by then stays as it was; a dissolution that lies behind it is overtaken. */
function annul({ clusterId, operationId, on }: Annul, state: KnownCluster): Verdict {
  if (state.status === 'succeeded' || (state.status === 'dissolved' && state.on <= on)) return accept();
  return accept({ type: 'ClusterDissolved', clusterId, on, reason: 'annulment of the merger', operationId });
}

function endRefusal(state: KnownCluster): Ended | undefined {
  if (state.status === 'dissolved') return { type: 'MBR_CLUSTER_DISSOLVED', found: state.on };
  if (state.status === 'succeeded')
    return { type: 'MBR_CLUSTER_SUCCEEDED', found: state.on, required: state.successorIds.join(', ') };
  return undefined;
}

/**
 * Why a cluster can take nothing in on a day; undefined where it can. Facts of the days before its end may still be recorded
 * after it; those of the day of its end on may not.
 */
export function notActiveOn(state: Cluster, clusterId: string, day: string): ClusterMissing | undefined {
  if (state.status === 'absent') return { type: 'MBR_CLUSTER_NOT_FOUND', found: clusterId };
  const late = 'on' in state && day < state.on;
  const gone = late ? undefined : endRefusal(state);
  return gone ?? awayOn(state, day) ?? below('MBR_DATE_BEFORE_START', day, state.registration.since);
}

/** Why a cluster that stands again can take nothing in on a day on which it did not. */
function awayOn({ gaps }: KnownCluster, day: string): Ended | undefined {
  const gap = gaps.find(({ on, until }) => on <= day && day < until);
  if (gap === undefined) return undefined;
  const { on: found, successorIds } = gap;
  if (successorIds === undefined) return { type: 'MBR_CLUSTER_DISSOLVED', found };
  return { type: 'MBR_CLUSTER_SUCCEEDED', found, required: successorIds.join(', ') };
}

/** The operation that restored a cluster last by a day, with the first day on which it stood again; undefined where none did. */
export function restorationBy(
  state: Cluster,
  day: string,
): { readonly operationId: string; readonly on: string } | undefined {
  if (state.status === 'absent') return undefined;
  const gap = state.gaps.findLast(({ until, restoredBy }) => until <= day && restoredBy !== undefined);
  return gap?.restoredBy === undefined ? undefined : { operationId: gap.restoredBy, on: gap.until };
}
