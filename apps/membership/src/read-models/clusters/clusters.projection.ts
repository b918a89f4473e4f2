import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
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
function succeeding(document: ClusterDocument | undefined, succession: Succession): ClusterDocument | undefined {
  const { successor, operationId, effectiveOn: on } = succession;
  const links = succession.predecessors.map(({ clusterId }) => ({ clusterId, operationId, on }));
  if (document === undefined) {
    if (!successor.created) return undefined;
    const { clusterId, name, nameKind, seat, departments } = successor;
    return founded({ clusterId, kind: 'cluster', name, nameKind, seat, departments, since: on, operationId }, links);
  }
  return {
    ...document,
    seat: successor.seat,
    departments: [...new Set([...document.departments, ...successor.departments])].sort(),
    predecessors: [...document.predecessors, ...links],
  };
}

function standing(state: ClusterState, stateSince: string, document: ClusterDocument | undefined) {
  return document === undefined ? undefined : { ...document, state, stateSince };
}

/** Every cluster with its names as dated facts, its standing and its place in the lineage. Key: clusterId. */
export const clusters = projection<GrappeEvents, ClusterDocument>({
  name: 'membership.clusters',
  version: 1,
  columns: { state: { type: 'text', from: 'state' }, siren: { type: 'text', from: 'siren' } },
  indexes: [['state'], ['siren']],
  on: {
    'membership.ClusterRegistered': {
      keys: ({ data }) => data.clusterId,
      // The effect of a merger, which comes before the registration of what it created, knows the predecessors.
      evolve: (document, { data }) => founded(data, document?.predecessors ?? []),
    },
    'mergers.SuccessionTookEffect': {
      keys: ({ data }) => data.successor.clusterId,
      evolve: (document, { data }) => succeeding(document, data),
    },
    'membership.ClusterNamed': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data: { clusterId: _clusterId, ...name } }) =>
        document === undefined ? undefined : { ...document, names: [...document.names, name] },
    },
    'membership.ClusterFigureDeclared': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data: { figure } }) =>
        document === undefined ? undefined : { ...document, figures: [...document.figures, figure] },
    },
    'membership.ClusterFellDormant': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data: { on } }) => standing('dormant', on, document),
    },
    'membership.ClusterRevived': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data: { on } }) => standing('revived', on, document),
    },
    'membership.ClusterDissolved': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data: { on } }) => standing('dissolved', on, document),
    },
    'membership.ClusterSucceeded': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data: { successorIds, operationId, on } }) => {
        const ended = standing('succeeded', on, document);
        return ended === undefined
          ? undefined
          : { ...ended, successors: successorIds.map((clusterId) => ({ clusterId, operationId, on })) };
      },
    },
  },
});
