import type { GrappeEvents } from '#libs/contracts';
import { invariant } from '#libs/kernel';
import { creates, keyed, updates, upserts, type Handlers, type TypedEvent } from '#libs/projections';
import { factId, type Fact, type FactValues } from './fact.ts';
import { factsOf, states } from './statements.ts';

type Named = Pick<
  GrappeEvents['membership.ClusterNamed'],
  'clusterId' | 'name' | 'nameKind' | 'since' | 'embargoUntil'
>;

const cluster = factsOf('cluster', 'clusterId');

/**
 * The state of clusters, their names, and the lineage, of which each predecessor of an effect is an edge. A code name and a final
 * name may stand side by side: each kind is a fact of its own.
 */
export const clusterHandlers: Handlers<GrappeEvents, Fact> = {
  'membership.ClusterRegistered': keyed(
    ({ data }) => [factId('cluster', data.clusterId), nameId(data)],
    creates((event, key) => {
      const { clusterId, since } = event.data;
      return key === nameId(event.data)
        ? stateName(undefined, event)
        : inState(undefined, clusterId, since, { state: 'active' }, event);
    }),
  ),
  'membership.ClusterNamed': keyed(
    ({ data }) => nameId(data),
    upserts((fact, event) => stateName(fact, event)),
  ),
  'membership.ClusterFellDormant': becomes(() => ({ state: 'dormant' })),
  'membership.ClusterRevived': becomes(() => ({ state: 'active' })),
  'membership.ClusterDissolved': becomes(() => ({ state: 'dissolved' })),
  'membership.ClusterSucceeded': becomes(({ operationId }) => ({ state: 'succeeded', operationId })),
  'mergers.SuccessionTookEffect': keyed(
    ({ data }) => data.predecessors.map(({ clusterId }) => edgeId(data.operationId, clusterId)),
    creates((event, key) => {
      const { operationId, kind: operationKind, successor, predecessors, effectiveOn } = event.data;
      const from = predecessors.find(({ clusterId }) => edgeId(operationId, clusterId) === key);
      invariant(from !== undefined, `no predecessor of ${operationId} has the key ${key}`);
      const id = `${operationId}:${from.clusterId}`;
      const identity = { kind: 'succession', id, subjectId: from.clusterId, objectId: successor.clusterId } as const;
      const { name: successorName, created } = successor;
      return states(undefined, identity, effectiveOn, { operationId, operationKind, successorName, created }, event);
    }),
  ),
};

function edgeId(operationId: string, predecessorId: string): string {
  return factId('succession', `${operationId}:${predecessorId}`);
}

function nameId({ clusterId, nameKind }: Pick<Named, 'clusterId' | 'nameKind'>): string {
  return factId('cluster-name', `${clusterId}:${nameKind}`);
}

function stateName(fact: Fact | undefined, event: TypedEvent<Named>): Fact {
  const { clusterId, name, nameKind, since, embargoUntil } = event.data;
  const identity = { kind: 'cluster-name', id: `${clusterId}:${nameKind}`, subjectId: clusterId } as const;
  const value = { name, nameKind, ...(embargoUntil === undefined ? {} : { embargoUntil }) };
  return states(fact, identity, since, value, event);
}

/** A registered cluster is in another state from the day of the event on. */
function becomes<Data extends { readonly clusterId: string; readonly on: string }>(
  stateIn: (data: Data) => FactValues['cluster'],
) {
  return cluster.under<Data>(
    updates((fact, event) => inState(fact, event.data.clusterId, event.data.on, stateIn(event.data), event)),
  );
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
