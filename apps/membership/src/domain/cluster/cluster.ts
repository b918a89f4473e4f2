import { cannotFollow } from '#libs/kernel';
import type { clusterEvents, DomainEvent } from '#libs/contracts';
import type { Facts } from '../facts.ts';

export type ClusterEvent = DomainEvent<typeof clusterEvents>;
export type ClusterNameFact = Omit<Facts<ClusterEvent, 'ClusterNamed'>, 'clusterId'>;

/** What is known of a cluster whatever became of it. */
interface Known {
  readonly registration: Facts<ClusterEvent, 'ClusterRegistered'>;
  /** In the order of recording. */
  readonly names: readonly ClusterNameFact[];
  readonly figures: readonly Facts<ClusterEvent, 'ClusterFigureDeclared'>['figure'][];
}

export type Standing =
  /** `from` is the day of the last change: founded or revived. */
  | { readonly status: 'active'; readonly from: string; readonly revived: boolean }
  | { readonly status: 'dormant'; readonly from: string }
  | { readonly status: 'dissolved'; readonly on: string; readonly reason?: string | undefined }
  | {
      readonly status: 'succeeded';
      readonly on: string;
      readonly operationId: string;
      readonly successorIds: readonly string[];
    };

export type KnownCluster = Known & Standing;
export type Cluster = { readonly status: 'absent' } | KnownCluster;

export function evolveCluster(state: Cluster, event: ClusterEvent): Cluster {
  if (event.type === 'ClusterRegistered') {
    if (state.status !== 'absent') cannotFollow(event, `the cluster is ${state.status}`);
    return registered(event);
  }
  if (state.status === 'absent' || !follows(state, event)) cannotFollow(event, `the cluster is ${state.status}`);
  switch (event.type) {
    case 'ClusterNamed': {
      const { name, nameKind, since, embargoUntil } = event;
      return { ...state, names: [...state.names, { name, nameKind, since, embargoUntil }] };
    }
    case 'ClusterFigureDeclared':
      return { ...state, figures: [...state.figures, event.figure] };
    case 'ClusterFellDormant':
      return { ...known(state), status: 'dormant', from: event.on };
    case 'ClusterRevived':
      return { ...known(state), status: 'active', from: event.on, revived: true };
    case 'ClusterDissolved':
      return { ...known(state), status: 'dissolved', on: event.on, reason: event.reason };
    case 'ClusterSucceeded': {
      const { on, operationId, successorIds } = event;
      return { ...known(state), status: 'succeeded', on, operationId, successorIds };
    }
  }
}

/** What ended does not change any more; only names of earlier days and figures are still told of it. */
function follows({ status }: KnownCluster, { type }: ClusterEvent): boolean {
  switch (type) {
    case 'ClusterFigureDeclared':
      return true;
    case 'ClusterNamed':
      return status !== 'dissolved';
    case 'ClusterFellDormant':
      return status === 'active';
    case 'ClusterRevived':
      return status === 'dormant';
    default:
      return status === 'active' || status === 'dormant';
  }
}

function registered(event: Extract<ClusterEvent, { type: 'ClusterRegistered' }>): Cluster {
  const { type: _type, ...registration } = event;
  const { name, nameKind, since } = registration;
  return {
    registration,
    names: [{ name, nameKind, since }],
    figures: [],
    status: 'active',
    from: since,
    revived: false,
  };
}

function known({ registration, names, figures }: KnownCluster): Known {
  return { registration, names, figures };
}
