import type { GrappeEvents } from '#libs/contracts';
import type { Projection, TypedEvent } from '#libs/projections';
import { factId, type Fact, type FactValues } from './fact.ts';
import { states } from './statements.ts';

type Handlers = Projection<GrappeEvents, Fact>['on'];
type Named = Pick<GrappeEvents['membership.ClusterNamed'], 'clusterId' | 'name' | 'nameKind' | 'since'>;

/** The state of clusters and their names. A code name and a final name may stand side by side: each kind is a fact of its own. */
export const clusterHandlers: Handlers = {
  'membership.ClusterRegistered': {
    keys: ({ data }) => [factId('cluster', data.clusterId), nameId(data)],
    evolve: (fact, event, key) => {
      const { clusterId, since } = event.data;
      return key === nameId(event.data)
        ? named(fact, event)
        : inState(fact, clusterId, since, { state: 'active' }, event);
    },
  },
  'membership.ClusterNamed': {
    keys: ({ data }) => nameId(data),
    evolve: (fact, event) => named(fact, event),
  },
  'membership.ClusterFellDormant': {
    keys: ({ data }) => factId('cluster', data.clusterId),
    evolve: (fact, event) => inState(fact, event.data.clusterId, event.data.on, { state: 'dormant' }, event),
  },
  'membership.ClusterRevived': {
    keys: ({ data }) => factId('cluster', data.clusterId),
    evolve: (fact, event) => inState(fact, event.data.clusterId, event.data.on, { state: 'active' }, event),
  },
  'membership.ClusterDissolved': {
    keys: ({ data }) => factId('cluster', data.clusterId),
    evolve: (fact, event) => inState(fact, event.data.clusterId, event.data.on, { state: 'dissolved' }, event),
  },
  'membership.ClusterSucceeded': {
    keys: ({ data }) => factId('cluster', data.clusterId),
    evolve: (fact, event) => {
      const { clusterId, operationId, on } = event.data;
      return inState(fact, clusterId, on, { state: 'succeeded', operationId }, event);
    },
  },
};

/** Each predecessor of an effect is an edge of the lineage. */
export const successionHandlers: Handlers = {
  'mergers.SuccessionTookEffect': {
    keys: ({ data }) => data.predecessors.map(({ clusterId }) => edgeId(data.operationId, clusterId)),
    evolve: (fact, event, key) => {
      const { operationId, kind: operationKind, successor, predecessors, effectiveOn } = event.data;
      const from = predecessors.find(({ clusterId }) => edgeId(operationId, clusterId) === key);
      if (from === undefined) return fact;
      const id = `${operationId}:${from.clusterId}`;
      const identity = { kind: 'succession', id, subjectId: from.clusterId, objectId: successor.clusterId } as const;
      const { name: successorName, created } = successor;
      return states(fact, identity, effectiveOn, { operationId, operationKind, successorName, created }, event);
    },
  },
};

function edgeId(operationId: string, predecessorId: string): string {
  return factId('succession', `${operationId}:${predecessorId}`);
}

function nameId({ clusterId, nameKind }: Pick<Named, 'clusterId' | 'nameKind'>): string {
  return factId('cluster-name', `${clusterId}:${nameKind}`);
}

function named(fact: Fact | undefined, event: TypedEvent<Named>): Fact {
  const { clusterId, name, nameKind, since } = event.data;
  const identity = { kind: 'cluster-name', id: `${clusterId}:${nameKind}`, subjectId: clusterId } as const;
  return states(fact, identity, since, { name, nameKind }, event);
}

function inState(
  fact: Fact | undefined,
  clusterId: string,
  on: string,
  value: FactValues['cluster'],
  event: TypedEvent<object>,
): Fact {
  return states(fact, { kind: 'cluster', id: clusterId, subjectId: clusterId }, on, value, event);
}
