import { z } from 'zod';
import {
  catalog,
  clusterEvents,
  dateSchema,
  nameSchema,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { inForceOn, invariant, nameOn, visibleNames, withFact, type NameReader } from '#libs/kernel';
import { keyed, projection, updates, upserts } from '#libs/projections';
import { heirsOf } from '#libs/succession';

const { ClusterRegistered, ClusterNamed, ClusterFigureDeclared, ClusterOperatorsAuthorised } = clusterEvents;

const clusterState = z.enum(['active', 'dormant', 'revived', 'dissolved', 'succeeded', 'restored']);
export const clusterStateOnDay = z.enum([...clusterState.options, 'to-come']);

const successionLink = z
  .strictObject({
    clusterId: uuidSchema,
    operationId: uuidSchema,
    on: dateSchema,
    annulledOn: dateSchema.optional().describe('The day from which the annulment of the merger counts.'),
  })
  .meta({ id: 'SuccessionLink', description: 'Another cluster to which a merger ties this one.' });

const clusterDocument = ClusterRegistered.schema.omit({ name: true, nameKind: true }).extend({
  state: clusterState,
  stateSince: dateSchema.describe('The first day of that state.'),
  states: z
    .array(
      z.strictObject({
        state: clusterState,
        since: dateSchema,
        operationId: uuidSchema.optional().describe('The merger that ended it, or by whose annulment it is so.'),
      }),
    )
    .describe('Every state in which it was, in the order of their days.'),
  territories: z
    .array(ClusterRegistered.schema.pick({ seat: true, departments: true, since: true }))
    .describe('Its seat and its departments, in the order of the days from which they hold.'),
  names: z
    .array(ClusterNamed.schema.omit({ clusterId: true }))
    .describe('In the order of their days; those under embargo for readers with the right.'),
  firstDissolvedOn: dateSchema
    .optional()
    .describe('The day of its first dissolution; it may have been restored since.'),
  predecessors: z.array(successionLink),
  successors: z.array(successionLink),
  gaveTo: z.array(successionLink).optional().describe('The clusters to which it gave a branch; it stayed.'),
  figures: z.array(ClusterFigureDeclared.schema.shape.figure).describe('What each source declared, side by side.'),
  operators: z
    .array(ClusterOperatorsAuthorised.schema.omit({ clusterId: true }).extend({ until: dateSchema.optional() }))
    .optional()
    .describe('The predecessors whose operators may act for it, up to the day before `until`.'),
});

export const clusterView = clusterDocument
  .extend({
    state: clusterStateOnDay.describe('On the requested day; `to-come` where it was founded later.'),
    name: nameSchema
      .nullable()
      .describe('The name in force on the requested day; null where every name is under embargo.'),
  })
  .meta({ id: 'Cluster', description: 'A cluster as its reader may see it.' });

export type ClusterState = z.infer<typeof clusterState>;
export type SuccessionLink = Immutable<z.infer<typeof successionLink>>;
export type ClusterDocument = Immutable<z.infer<typeof clusterDocument>>;
export type ClusterView = Immutable<z.infer<typeof clusterView>>;

/** A cluster as a reader may see it, as it was on a day: what came later is listed with its days, and is not what it was. */
export function viewOfCluster(document: ClusterDocument, day: string, reader: NameReader): ClusterView {
  const { territories, predecessors, successors, gaveTo } = document;
  const names = visibleNames(document.names, reader);
  const territory = inForceOn(territories, day) ?? document;
  const linksBy = (links: readonly SuccessionLink[]): readonly SuccessionLink[] =>
    links
      .filter(({ on }) => on <= day)
      .map(({ annulledOn, ...link }) =>
        annulledOn === undefined || day < annulledOn ? link : { ...link, annulledOn },
      );
  return {
    ...document,
    name: nameOn(names, day)?.name ?? null,
    names,
    ...stateOn(document, day),
    seat: territory.seat,
    departments: territory.departments,
    predecessors: linksBy(predecessors),
    successors: linksBy(successors),
    ...(gaveTo === undefined ? {} : { gaveTo: linksBy(gaveTo) }),
  };
}

/** The state of a cluster on a day, and its first day. */
export function stateOn(
  { states, since }: Pick<ClusterDocument, 'states' | 'since'>,
  day: string,
): Pick<ClusterView, 'state' | 'stateSince'> {
  const held = inForceOn(states, day);
  return { state: held?.state ?? 'to-come', stateSince: held?.since ?? since };
}

type Registered = GrappeEvents['membership.ClusterRegistered'];
type Succession = GrappeEvents['mergers.SuccessionTookEffect'];
type ClusterFacts = Omit<Registered, 'operationId'> & { readonly operationId?: string | undefined };

function create({ name, nameKind, ...facts }: ClusterFacts, predecessors: readonly SuccessionLink[]): ClusterDocument {
  return {
    ...facts,
    state: 'active',
    stateSince: facts.since,
    states: [{ state: 'active', since: facts.since }],
    territories: [{ seat: facts.seat, departments: facts.departments, since: facts.since }],
    names: [{ name, nameKind, since: facts.since }],
    predecessors,
    successors: [],
    figures: [],
  };
}

/** What the effect of a merger makes of an heir: created with it, or grown by a territory that it takes in. */
function succeeding(document: ClusterDocument | undefined, succession: Succession, heirId: string): ClusterDocument {
  const { operationId, effectiveOn: on } = succession;
  const successor = heirsOf(succession).find(({ clusterId }) => clusterId === heirId) ?? succession.successor;
  const kind = succession.kind === 'federation' ? 'network' : 'cluster';
  const links = succession.predecessors.map(({ clusterId }) => ({ clusterId, operationId, on }));
  if (document === undefined) {
    const { clusterId, name, nameKind, seat, departments, created } = successor;
    invariant(created, `a merger absorbs into a cluster that nobody registered: ${clusterId}`);
    return create({ clusterId, kind, name, nameKind, seat, departments, since: on, operationId }, links);
  }
  const departments = [...new Set([...document.departments, ...successor.departments])].sort();
  return {
    ...document,
    seat: successor.seat,
    departments,
    territories: withFact(document.territories, { seat: successor.seat, departments, since: on }),
    predecessors: [...document.predecessors, ...links],
  };
}

/** A cluster that gives a branch stays what it is. */
function giving(document: ClusterDocument | undefined, succession: Succession): ClusterDocument {
  const { operationId, effectiveOn: on } = succession;
  invariant(document !== undefined, `a branch of a cluster that nobody registered, by operation ${operationId}`);
  const links = heirsOf(succession).map(({ clusterId }) => ({ clusterId, operationId, on }));
  return { ...document, gaveTo: [...(document.gaveTo ?? []), ...links] };
}

/** A succession overtakes what was planned for a later day, and an annulment too. */
function withState(
  state: ClusterState,
  stateSince: string,
  document: ClusterDocument,
  operationId?: string,
): ClusterDocument {
  if (document.state === 'succeeded' && state !== 'restored') return document;
  const by = operationId === undefined ? {} : { operationId };
  return { ...document, state, stateSince, states: withFact(document.states, { state, since: stateSince, ...by }) };
}

function annulled(
  links: readonly SuccessionLink[],
  operationId: string,
  annulledOn: string,
): readonly SuccessionLink[] {
  return links.map((link) => (link.operationId === operationId ? { ...link, annulledOn } : link));
}

type Operators = NonNullable<ClusterDocument['operators']>[number];

function endedOn(each: Operators, predecessorId: string, until: string): Operators {
  return each.predecessorId === predecessorId && each.until === undefined ? { ...each, until } : each;
}

/** The heirs of an operation, and the cluster that gave a branch. */
function partiesOf(data: Parameters<typeof heirsOf<{ readonly clusterId: string }>>[0] & Pick<Succession, 'giver'>) {
  return [...heirsOf(data), ...(data.giver === undefined ? [] : [data.giver])].map(({ clusterId }) => clusterId);
}

/** Every cluster with its names as dated facts, its status and its place in the lineage. */
export const clusters = projection<GrappeEvents, ClusterDocument>({
  name: 'membership.clusters',
  version: 11,
  order: catalog.order,
  subject: 'membership.cluster',
  columns: {
    state: { type: 'text', from: 'state' },
    siren: { type: 'text', from: 'siren' },
    first_dissolved_on: { type: 'date', from: 'firstDissolvedOn' },
  },
  indexes: [['state'], ['siren'], ['first_dissolved_on']],
  key: 'clusterId',
  on: {
    // The effect of a merger comes before the registration of what it created, which counts first.
    'membership.ClusterRegistered': upserts((_none, { data }) => create(data, [])),
    'mergers.SuccessionTookEffect': keyed(
      ({ data }) => partiesOf(data),
      upserts((cluster, { data }, key) =>
        key === data.giver?.clusterId ? giving(cluster, data) : succeeding(cluster, data, key),
      ),
    ),
    'membership.ClusterNamed': updates((cluster, { data: { clusterId: _clusterId, ...name } }) => ({
      ...cluster,
      names: [...cluster.names, name],
    })),
    'membership.ClusterMoved': updates((cluster, { data: { seat, since, departments = cluster.departments } }) => ({
      ...cluster,
      ...{ seat, departments },
      territories: withFact(cluster.territories, { seat, departments, since }),
    })),
    'membership.ClusterFigureDeclared': updates((cluster, { data: { figure } }) => ({
      ...cluster,
      figures: [...cluster.figures, figure],
    })),
    'membership.ClusterOperatorsAuthorised': updates((cluster, { data: { predecessorId, since } }) => ({
      ...cluster,
      operators: [...(cluster.operators ?? []), { predecessorId, since }],
    })),
    'membership.ClusterOperatorsRevoked': updates((cluster, { data: { predecessorId, on } }) => ({
      ...cluster,
      operators: cluster.operators?.map((each) => endedOn(each, predecessorId, on)),
    })),
    'membership.ClusterFellDormant': updates((cluster, { data: { on } }) => withState('dormant', on, cluster)),
    'membership.ClusterRevived': updates((cluster, { data: { on } }) => withState('revived', on, cluster)),
    'membership.ClusterDissolved': updates((cluster, { data: { on, operationId } }) => {
      const after = withState('dissolved', on, cluster, operationId);
      return after === cluster ? cluster : { ...after, firstDissolvedOn: cluster.firstDissolvedOn ?? on };
    }),
    'membership.ClusterRestored': updates((cluster, { data: { on, operationId, restoration } }) =>
      restoration === true
        ? withState('restored', on, cluster, operationId)
        : {
            ...(cluster.state === 'succeeded' ? withState('restored', on, cluster, operationId) : cluster),
            successors: annulled(cluster.successors, operationId, on),
          },
    ),
    'mergers.SuccessionAnnulled': keyed(
      ({ data }) => partiesOf(data),
      updates((cluster, { data: { operationId, on } }) => ({
        ...cluster,
        predecessors: annulled(cluster.predecessors, operationId, on),
        ...(cluster.gaveTo === undefined ? {} : { gaveTo: annulled(cluster.gaveTo, operationId, on) }),
      })),
    ),
    'membership.ClusterSucceeded': updates((cluster, { data: { successorIds, operationId, on } }) => ({
      ...withState('succeeded', on, cluster, operationId),
      successors: [...cluster.successors, ...successorIds.map((clusterId) => ({ clusterId, operationId, on }))],
    })),
  },
});
