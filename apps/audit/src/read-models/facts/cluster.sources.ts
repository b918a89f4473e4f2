import type { GrappeEvents } from '#libs/contracts';
import { invariant } from '#libs/kernel';
import { heirsOf } from '#libs/succession';
import { factId, type FactValues } from './fact.ts';
import { factsOf, type FactSources, type Said } from './sources.ts';

type Named = Pick<
  GrappeEvents['membership.ClusterNamed'],
  'clusterId' | 'name' | 'nameKind' | 'since' | 'embargoUntil'
>;

const cluster = factsOf('cluster', 'clusterId');

/**
 * The state of clusters, their names, and the lineage, of which each predecessor of an effect is an edge to each heir, and so is whoever gives a branch or federates. A code name and a final
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
  'membership.ClusterDissolved': becomes(({ operationId }) =>
    operationId === undefined ? { state: 'dissolved' } : { state: 'dissolved', operationId },
  ),
  // After an annulment whoever had been dissolved before the effect stays so; a restoration is one of whoever had disappeared.
  'membership.ClusterRestored': cluster.source('updates', ({ on, operationId, restoration }) => ({
    sayings: [
      {
        ...{ on, differs: { state: 'active', operationId } },
        ...(restoration === true ? {} : { unless: [{ state: 'dissolved' as const }] }),
      },
    ],
    anyDay: true,
  })),
  'membership.ClusterSucceeded': becomes(({ operationId }) => ({ state: 'succeeded', operationId })),
  'mergers.SuccessionTookEffect': {
    does: 'creates',
    keys: (effect) => edgesOf(effect).map(({ id }) => factId('succession', id)),
    says: (effect, key) => {
      const { operationId, kind: operationKind, effectiveOn: on } = effect;
      const edge = edgesOf(effect).find(({ id }) => factId('succession', id) === key);
      invariant(edge !== undefined, `no edge of ${operationId} has the key ${key}`);
      const { id, from, heir } = edge;
      const ends = { subjectId: from, objectId: heir.clusterId };
      const is = { operationId, operationKind, successorName: heir.name, created: heir.created };
      return { identity: { kind: 'succession', id, about: operationId, ...ends }, sayings: [{ on, is }] };
    },
  },
  'mergers.SuccessionAnnulled': {
    does: 'updates',
    keys: (annulled) => edgesOf(annulled).map(({ id }) => factId('succession', id)),
    says: ({ on }) => ({ sayings: [{ on, differs: { annulledOn: on } }] }),
  },
};

type Sources = Pick<
  GrappeEvents['mergers.SuccessionTookEffect'],
  'operationId' | 'predecessors' | 'giver' | 'federated'
>;
type Edges<Heir> = Sources & { readonly successor: Heir; readonly heirs?: readonly Heir[] | undefined };

/** From each body of which something passes, or that federates, to each of the heirs. */
function edgesOf<Heir extends { readonly clusterId: string }>(effect: Edges<Heir>) {
  const { operationId, predecessors, giver, federated = [] } = effect;
  const sources = [...predecessors, ...(giver === undefined ? [] : [giver]), ...federated];
  return sources.flatMap(({ clusterId: from }) =>
    heirsOf(effect).map((heir, index) => ({
      id: [operationId, from, ...(index === 0 ? [] : [heir.clusterId])].join(':'),
      ...{ from, heir },
    })),
  );
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
