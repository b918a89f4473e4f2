import { accept, aggregate, inForceOn, invariant, reject, sameFacts, type Decision } from '#libs/kernel';
import type { DateBeforeStart, Facts } from '../facts.ts';
import { isSiren, sirenInvalid, type SirenInvalid } from '../siren.ts';
import { evolveCluster, type Cluster, type ClusterEvent, type KnownCluster } from './cluster.ts';

type Register = { readonly type: 'RegisterCluster' } & Facts<ClusterEvent, 'ClusterRegistered'>;
type Name = { readonly type: 'NameCluster' } & Facts<ClusterEvent, 'ClusterNamed'>;
type DeclareFigure = { readonly type: 'DeclareFigure' } & Facts<ClusterEvent, 'ClusterFigureDeclared'>;
type FallDormant = { readonly type: 'FallDormant' } & Facts<ClusterEvent, 'ClusterFellDormant'>;
type Revive = { readonly type: 'ReviveCluster' } & Facts<ClusterEvent, 'ClusterRevived'>;
type Dissolve = { readonly type: 'DissolveCluster' } & Facts<ClusterEvent, 'ClusterDissolved'>;
type Succeed = { readonly type: 'SucceedCluster' } & Facts<ClusterEvent, 'ClusterSucceeded'>;
export type ClusterCommand = Register | Name | DeclareFigure | FallDormant | Revive | Dissolve | Succeed;

/** Why a cluster can do nothing any more: `found` says since when, `required` which successors to turn to. */
type Ended =
  | { readonly type: 'MBR_CLUSTER_DISSOLVED'; readonly found: string }
  | { readonly type: 'MBR_CLUSTER_SUCCEEDED'; readonly found: string; readonly required: string };

/** Why a cluster cannot take members and antennas in on a day. */
export type ClusterMissing =
  Ended | DateBeforeStart | { readonly type: 'MBR_CLUSTER_NOT_FOUND'; readonly found: string };

/** `found` is the name of the cluster that has this id, or what it is instead of dormant. */
export type ClusterRejection =
  | SirenInvalid
  | ClusterMissing
  | { readonly type: 'MBR_CLUSTER_EXISTS'; readonly found: string }
  | { readonly type: 'MBR_CLUSTER_NOT_DORMANT'; readonly found: string; readonly required: string };

type Verdict = Decision<ClusterEvent, ClusterRejection>;

export const cluster = aggregate({
  context: 'membership',
  name: 'cluster',
  initial: { status: 'absent' },
  evolve: evolveCluster,
  decide: (command: ClusterCommand, state): Verdict => {
    if (command.type === 'RegisterCluster') return register(command, state);
    if (state.status === 'absent') return reject({ type: 'MBR_CLUSTER_NOT_FOUND', found: command.clusterId });
    switch (command.type) {
      case 'NameCluster':
        return name(command, state);
      case 'DeclareFigure':
        return declareFigure(command, state);
      case 'FallDormant':
        return fallDormant(command, state);
      case 'ReviveCluster':
        return revive(command, state);
      case 'DissolveCluster':
        return dissolve(command, state);
      case 'SucceedCluster':
        return succeed(command, state);
    }
  },
});

function register({ type: _type, ...facts }: Register, state: Cluster): Verdict {
  if (facts.siren !== undefined && !isSiren(facts.siren)) return reject(sirenInvalid(facts.siren));
  if (state.status === 'absent') return accept({ type: 'ClusterRegistered', ...facts });
  if (sameFacts(state.registration, facts)) return accept();
  return reject({ type: 'MBR_CLUSTER_EXISTS', found: state.registration.name });
}

function name({ type: _type, ...facts }: Name, state: KnownCluster): Verdict {
  const { clusterId: _clusterId, ...fact } = facts;
  const current = inForceOn(state.names, facts.since);
  if (current !== undefined && sameFacts({ ...current, since: '' }, { ...fact, since: '' })) return accept();
  return unless(notStandingOn(state, facts.clusterId, facts.since), { type: 'ClusterNamed', ...facts });
}

/** Figures about a cluster that is gone may still be declared: sources speak late. */
function declareFigure({ type: _type, ...facts }: DeclareFigure, state: KnownCluster): Verdict {
  if (state.figures.some((known) => sameFacts(known, facts.figure))) return accept();
  return accept({ type: 'ClusterFigureDeclared', ...facts });
}

function fallDormant({ type: _type, ...facts }: FallDormant, state: KnownCluster): Verdict {
  if (state.status === 'dormant') return accept();
  return unless(ended(state) ?? beforeLastChange(state, facts.on), { type: 'ClusterFellDormant', ...facts });
}

function revive({ type: _type, ...facts }: Revive, state: KnownCluster): Verdict {
  if (state.status === 'active' && state.revived && state.from === facts.on) return accept();
  if (state.status === 'active')
    return reject({ type: 'MBR_CLUSTER_NOT_DORMANT', found: 'active', required: 'dormant' });
  return unless(ended(state) ?? beforeLastChange(state, facts.on), { type: 'ClusterRevived', ...facts });
}

function dissolve({ type: _type, ...facts }: Dissolve, state: KnownCluster): Verdict {
  if (state.status === 'dissolved' && state.on === facts.on && state.reason === facts.reason) return accept();
  return unless(ended(state) ?? beforeLastChange(state, facts.on), { type: 'ClusterDissolved', ...facts });
}

/** The merger has taken effect already, so its day is not judged here. */
function succeed({ type: _type, ...facts }: Succeed, state: KnownCluster): Verdict {
  invariant(!facts.successorIds.includes(facts.clusterId), `${facts.clusterId} cannot succeed to itself`);
  if (state.status === 'succeeded' && state.operationId === facts.operationId) return accept();
  return unless(ended(state), { type: 'ClusterSucceeded', ...facts });
}

function unless(refusal: ClusterRejection | undefined, event: ClusterEvent): Verdict {
  return refusal === undefined ? accept(event) : reject(refusal);
}

function ended(state: KnownCluster): Ended | undefined {
  if (state.status === 'dissolved') return { type: 'MBR_CLUSTER_DISSOLVED', found: state.on };
  if (state.status === 'succeeded')
    return { type: 'MBR_CLUSTER_SUCCEEDED', found: state.on, required: state.successorIds.join(', ') };
  return undefined;
}

/**
 * Why a cluster can take nothing in on a day; undefined where it can. Facts of the days before a succession may still be
 * recorded after it; those of the succession's day on may not.
 */
export function notStandingOn(state: Cluster, clusterId: string, day: string): ClusterMissing | undefined {
  if (state.status === 'absent') return { type: 'MBR_CLUSTER_NOT_FOUND', found: clusterId };
  const late = state.status === 'succeeded' && day < state.on;
  const gone = late ? undefined : ended(state);
  if (gone !== undefined) return gone;
  const { since } = state.registration;
  return day < since ? { type: 'MBR_DATE_BEFORE_START', found: day, required: since } : undefined;
}

function beforeLastChange(state: KnownCluster, day: string): DateBeforeStart | undefined {
  const from = state.status === 'active' || state.status === 'dormant' ? state.from : state.on;
  return day < from ? { type: 'MBR_DATE_BEFORE_START', found: day, required: from } : undefined;
}
