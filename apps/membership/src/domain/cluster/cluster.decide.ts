import {
  accept,
  inForceOn,
  invariant,
  reject,
  sameFacts,
  streamName,
  type Decider,
  type Decision,
  type StreamName,
} from '#libs/kernel';
import type { Facts } from '../facts.ts';
import { isSiren, sirenInvalid } from '../siren.ts';
import { evolveCluster, type Cluster, type ClusterEvent, type KnownCluster } from './cluster.ts';
import type { ClusterRejection } from './cluster.rejections.ts';

type Register = { readonly type: 'RegisterCluster' } & Facts<ClusterEvent, 'ClusterRegistered'>;
type Name = { readonly type: 'NameCluster' } & Facts<ClusterEvent, 'ClusterNamed'>;
type DeclareFigure = { readonly type: 'DeclareFigure' } & Facts<ClusterEvent, 'ClusterFigureDeclared'>;
type FallDormant = { readonly type: 'FallDormant' } & Facts<ClusterEvent, 'ClusterFellDormant'>;
type Revive = { readonly type: 'ReviveCluster' } & Facts<ClusterEvent, 'ClusterRevived'>;
type Dissolve = { readonly type: 'DissolveCluster' } & Facts<ClusterEvent, 'ClusterDissolved'>;
type Succeed = { readonly type: 'SucceedCluster' } & Facts<ClusterEvent, 'ClusterSucceeded'>;
/** Records nothing: it only says whether a cluster can take members and antennas in on a day. */
interface RequireStanding {
  readonly type: 'RequireStandingCluster';
  readonly clusterId: string;
  readonly on: string;
}
export type ClusterCommand =
  Register | Name | DeclareFigure | FallDormant | Revive | Dissolve | Succeed | RequireStanding;

type Verdict = Decision<ClusterEvent, ClusterRejection>;

export const cluster: Decider<ClusterCommand, Cluster, ClusterEvent, ClusterRejection> = {
  initial: { status: 'absent' },
  evolve: evolveCluster,
  decide: (command, state) => {
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
      case 'RequireStandingCluster':
        return refusedOn(state, command.on) ?? accept();
    }
  },
};

export function clusterStream(clusterId: string): StreamName {
  return streamName('membership', 'cluster', clusterId);
}

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
  return refusedOn(state, facts.since) ?? accept({ type: 'ClusterNamed', ...facts });
}

/** Figures about a cluster that is gone may still be declared: sources speak late. */
function declareFigure({ type: _type, ...facts }: DeclareFigure, state: KnownCluster): Verdict {
  if (state.figures.some((known) => sameFacts(known, facts.figure))) return accept();
  return accept({ type: 'ClusterFigureDeclared', ...facts });
}

function fallDormant({ type: _type, ...facts }: FallDormant, state: KnownCluster): Verdict {
  if (state.status === 'dormant') return accept();
  return ended(state) ?? beforeLastChange(state, facts.on) ?? accept({ type: 'ClusterFellDormant', ...facts });
}

function revive({ type: _type, ...facts }: Revive, state: KnownCluster): Verdict {
  if (state.status === 'active' && state.revived && state.from === facts.on) return accept();
  if (state.status === 'active')
    return reject({ type: 'MBR_CLUSTER_NOT_DORMANT', found: 'active', required: 'dormant' });
  return ended(state) ?? beforeLastChange(state, facts.on) ?? accept({ type: 'ClusterRevived', ...facts });
}

function dissolve({ type: _type, ...facts }: Dissolve, state: KnownCluster): Verdict {
  if (state.status === 'dissolved' && state.on === facts.on && state.reason === facts.reason) return accept();
  return ended(state) ?? beforeLastChange(state, facts.on) ?? accept({ type: 'ClusterDissolved', ...facts });
}

/** The merger has taken effect already, so its day is not judged here. */
function succeed({ type: _type, ...facts }: Succeed, state: KnownCluster): Verdict {
  invariant(!facts.successorIds.includes(facts.clusterId), `${facts.clusterId} cannot succeed to itself`);
  if (state.status === 'succeeded' && state.operationId === facts.operationId) return accept();
  return ended(state) ?? accept({ type: 'ClusterSucceeded', ...facts });
}

/** Why a cluster can do nothing any more; undefined while it stands. */
function ended(state: KnownCluster): Verdict | undefined {
  if (state.status === 'dissolved') return reject({ type: 'MBR_CLUSTER_DISSOLVED', found: state.on });
  if (state.status === 'succeeded')
    return reject({ type: 'MBR_CLUSTER_SUCCEEDED', found: state.on, required: state.successorIds.join(', ') });
  return undefined;
}

/** Facts of the days before a succession may still be recorded after it; those of the succession's day on may not. */
function refusedOn(state: KnownCluster, day: string): Verdict | undefined {
  const late = state.status === 'succeeded' && day < state.on;
  const gone = late ? undefined : ended(state);
  if (gone !== undefined) return gone;
  const { since } = state.registration;
  return day < since ? reject({ type: 'MBR_DATE_BEFORE_START', found: day, required: since }) : undefined;
}

function beforeLastChange(state: KnownCluster, day: string): Verdict | undefined {
  const from = state.status === 'active' || state.status === 'dormant' ? state.from : state.on;
  return day < from ? reject({ type: 'MBR_DATE_BEFORE_START', found: day, required: from }) : undefined;
}
