import type { GrappeEvents } from '#libs/contracts';
import { invariant } from '#libs/kernel';
import { factId, type FactValues } from './fact.ts';
import { factsOf, type FactSources, type Said } from './sources.ts';

type Named = Pick<
  GrappeEvents['membership.ClusterNamed'],
  'clusterId' | 'name' | 'nameKind' | 'since' | 'embargoUntil'
>;

const cluster = factsOf('cluster', 'clusterId');

/**
 * The state of clusters, their names, and the lineage, of which each predecessor of an effect is an edge. A code name and a final
 * name may stand side by side: each kind is a fact of its own.
 */
export const clusterSources: FactSources<GrappeEvents> = {
  'membership.ClusterRegistered': {
    does: 'creates',
    keys: (data) => [factId('cluster', data.clusterId), nameId(data)],
    says: (data, key) =>
      key === nameId(data) ? named(data) : inState(data.clusterId, data.since, { state: 'active' }),
  },
  'membership.ClusterNamed': { does: 'upserts', keys: (data) => [nameId(data)], says: named },
  'membership.ClusterFellDormant': becomes(() => ({ state: 'dormant' })),
  'membership.ClusterRevived': becomes(() => ({ state: 'active' })),
  'membership.ClusterDissolved': becomes(() => ({ state: 'dissolved' })),
  'membership.ClusterSucceeded': becomes(({ operationId }) => ({ state: 'succeeded', operationId })),
  'mergers.SuccessionTookEffect': {
    does: 'creates',
    keys: ({ operationId, predecessors }) => predecessors.map(({ clusterId }) => edgeId(operationId, clusterId)),
    says: ({ operationId, kind: operationKind, successor, predecessors, effectiveOn: on }, key) => {
      const from = predecessors.find(({ clusterId }) => edgeId(operationId, clusterId) === key);
      invariant(from !== undefined, `no predecessor of ${operationId} has the key ${key}`);
      const id = `${operationId}:${from.clusterId}`;
      const ends = { subjectId: from.clusterId, objectId: successor.clusterId };
      const { name: successorName, created } = successor;
      const is = { operationId, operationKind, successorName, created };
      return { identity: { kind: 'succession', id, about: operationId, ...ends }, sayings: [{ on, is }] };
    },
  },
};

function edgeId(operationId: string, predecessorId: string): string {
  return factId('succession', `${operationId}:${predecessorId}`);
}

function nameId({ clusterId, nameKind }: Pick<Named, 'clusterId' | 'nameKind'>): string {
  return factId('cluster-name', `${clusterId}:${nameKind}`);
}

function named({ clusterId, name, nameKind, since: on, embargoUntil }: Named): Said {
  const is = { name, nameKind, ...(embargoUntil === undefined ? {} : { embargoUntil }) };
  const id = `${clusterId}:${nameKind}`;
  return { identity: { kind: 'cluster-name', id, about: clusterId, subjectId: clusterId }, sayings: [{ on, is }] };
}

/** Of two ends of a cluster the earlier one stands: a succession overtakes a dissolution that lies ahead, and neither falls dormant. */
const FINAL = [{ state: 'dissolved' }, { state: 'succeeded' }] as const;

/** A registered cluster is in another state from the day of the event on. */
function becomes<Data extends { readonly clusterId: string; readonly on: string }>(
  stateIn: (data: Data) => FactValues['cluster'],
) {
  return cluster.source<Data>('updates', (data) => {
    return { sayings: [{ on: data.on, differs: stateIn(data), unless: FINAL }], anyDay: true };
  });
}

function inState(clusterId: string, on: string, is: FactValues['cluster']): Said {
  return { identity: { kind: 'cluster', id: clusterId, subjectId: clusterId }, sayings: [{ on, is }] };
}
