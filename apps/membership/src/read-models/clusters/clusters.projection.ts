import type { GrappeEvents } from '#libs/contracts';
import { invariant } from '#libs/kernel';
import { keyed, projection, updates, upserts } from '#libs/projections';
import type { ClusterDocument, ClusterState, SuccessionLink } from './cluster.view.ts';

export type { ClusterDocument };

type Registered = GrappeEvents['membership.ClusterRegistered'];
type Succession = GrappeEvents['mergers.SuccessionTookEffect'];
type ClusterFacts = Omit<Registered, 'operationId'> & { readonly operationId?: string | undefined };

function founded({ name, nameKind, ...facts }: ClusterFacts, predecessors: readonly SuccessionLink[]): ClusterDocument {
  return {
    ...facts,
    state: 'active',
    stateSince: facts.since,
    names: [{ name, nameKind, since: facts.since }],
    predecessors,
    successors: [],
    figures: [],
  };
}

/** What the effect of a merger makes of the successor: created with it, or grown by the territory of those it absorbed. */
function succeeding(document: ClusterDocument | undefined, succession: Succession): ClusterDocument {
  const { successor, operationId, effectiveOn: on } = succession;
  const links = succession.predecessors.map(({ clusterId }) => ({ clusterId, operationId, on }));
  if (document === undefined) {
    const { clusterId, name, nameKind, seat, departments, created } = successor;
    invariant(created, `a merger absorbs into a cluster that nobody registered: ${clusterId}`);
    return founded({ clusterId, kind: 'cluster', name, nameKind, seat, departments, since: on, operationId }, links);
  }
  return {
    ...document,
    seat: successor.seat,
    departments: [...new Set([...document.departments, ...successor.departments])].sort(),
    predecessors: [...document.predecessors, ...links],
  };
}

function standing(state: ClusterState, stateSince: string, document: ClusterDocument): ClusterDocument {
  return { ...document, state, stateSince };
}

/** Every cluster with its names as dated facts, its standing and its place in the lineage. */
export const clusters = projection<GrappeEvents, ClusterDocument>({
  name: 'membership.clusters',
  version: 1,
  columns: { state: { type: 'text', from: 'state' }, siren: { type: 'text', from: 'siren' } },
  indexes: [['state'], ['siren']],
  key: 'clusterId',
  on: {
    // The effect of a merger, which comes before the registration of what it created, knows the predecessors.
    'membership.ClusterRegistered': upserts((cluster, { data }) => founded(data, cluster?.predecessors ?? [])),
    'mergers.SuccessionTookEffect': keyed(
      ({ data }) => data.successor.clusterId,
      upserts((cluster, { data }) => succeeding(cluster, data)),
    ),
    'membership.ClusterNamed': updates((cluster, { data: { clusterId: _clusterId, ...name } }) => ({
      ...cluster,
      names: [...cluster.names, name],
    })),
    'membership.ClusterFigureDeclared': updates((cluster, { data: { figure } }) => ({
      ...cluster,
      figures: [...cluster.figures, figure],
    })),
    'membership.ClusterFellDormant': updates((cluster, { data: { on } }) => standing('dormant', on, cluster)),
    'membership.ClusterRevived': updates((cluster, { data: { on } }) => standing('revived', on, cluster)),
    'membership.ClusterDissolved': updates((cluster, { data: { on } }) => standing('dissolved', on, cluster)),
    'membership.ClusterSucceeded': updates((cluster, { data: { successorIds, operationId, on } }) => ({
      ...standing('succeeded', on, cluster),
      successors: successorIds.map((clusterId) => ({ clusterId, operationId, on })),
    })),
  },
});
