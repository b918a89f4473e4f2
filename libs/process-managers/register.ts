import type { OperatorGrants } from '#libs/commands';
import { catalog, type GrappeEvents } from '#libs/contracts';
import { creates, projection, updates, upserts, type Projection } from '#libs/projections';

/** What another context has to know of a cluster before it takes something in for it. */
export interface RegisteredCluster {
  readonly clusterId: string;
  readonly ended?: { readonly how: 'dissolved' | 'succeeded'; readonly on: string };
  /** The days on which it had disappeared: from its end up to the day before it stood again, by an annulment or a restoration. */
  readonly gaps?: readonly Gap[];
  /** Of one that was dissolved once, the first day on which it was. */
  readonly firstDissolvedOn?: string;
}

interface Gap {
  readonly how: 'dissolved' | 'succeeded';
  readonly on: string;
  readonly until: string;
  /** The operation by which its last members restored it; absent where a court annulled the merger. */
  readonly restoredBy?: string;
}

interface Restored {
  readonly operationId: string;
  readonly on: string;
  readonly restoration?: true | undefined;
}

/** How it is kept that a cluster stands again: by the annulment of the merger that ended it, or because it was restored, whatever ended it. */
export function restoredAs<Cluster extends Pick<RegisteredCluster, 'ended' | 'gaps'>>(
  cluster: Cluster,
  { data: { on: until, operationId, restoration } }: { readonly data: Restored },
) {
  const { ended, ...known } = cluster;
  if (ended === undefined || (ended.how !== 'succeeded' && restoration !== true)) return cluster;
  const by = restoration === true ? { restoredBy: operationId } : {};
  return { ...known, gaps: [...(cluster.gaps ?? []), { ...ended, until, ...by }] };
}

/** What a cluster had that was dissolved ends by the day of its return: that day, and the operation by which it came back. */
export interface ReturnOf {
  readonly operationId: string;
  readonly on: string;
}

/** The returns of a cluster from a dissolution over which something lasts that began on a day, and has not ended before `until`. */
export function returnsOver(
  cluster: RegisteredCluster | undefined,
  { since, until }: { readonly since: string; readonly until?: string | undefined },
): readonly ReturnOf[] {
  return (cluster?.gaps ?? []).flatMap(({ how, until: on, restoredBy: operationId }) =>
    how === 'dissolved' && operationId !== undefined && since < on && (until === undefined || on < until)
      ? [{ operationId, on }]
      : [],
  );
}

/**
 * The first dissolution of a cluster after something of it began: whoever held something in it holds it no more, also once it is restored. Undefined where it was not dissolved
 * since.
 */
export function dissolvedAfter(cluster: RegisteredCluster | undefined, since: string): string | undefined {
  const { gaps = [], ended } = cluster ?? {};
  const ends = [...gaps, ...(ended === undefined ? [] : [{ ...ended, until: undefined }])];
  return ends.find(({ how, until }) => how === 'dissolved' && (until === undefined || since < until))?.on;
}

/** How the end of a cluster is kept in a copy of the register: of two, in the order of their days, the first one stands. */
export function endedAs(how: 'dissolved' | 'succeeded') {
  return <Cluster extends Pick<RegisteredCluster, 'ended' | 'firstDissolvedOn'>>(
    cluster: Cluster,
    { data: { on } }: { readonly data: { readonly on: string } },
  ) => {
    const first = how === 'dissolved' ? { firstDissolvedOn: cluster.firstDissolvedOn ?? on } : {};
    return cluster.ended === undefined ? { ...cluster, ...first, ended: { how, on } } : cluster;
  };
}

/** How every copy of the register of clusters is kept. */
const kept = {
  order: catalog.order,
  columns: { first_dissolved_on: { type: 'date', from: 'firstDissolvedOn' } },
  indexes: [['first_dissolved_on']],
} as const;

/** An own copy of the register of clusters. */
export function registeredClusters(context: string, version: number): Projection<GrappeEvents, RegisteredCluster> {
  return projection<GrappeEvents, RegisteredCluster>({
    ...kept,
    name: `${context}.clusters`,
    version,
    key: 'clusterId',
    on: {
      'membership.ClusterRegistered': creates(({ data: { clusterId } }) => ({ clusterId })),
      'membership.ClusterDissolved': updates(endedAs('dissolved')),
      'membership.ClusterSucceeded': updates(endedAs('succeeded')),
      'membership.ClusterRestored': updates(restoredAs),
    },
  });
}

/** A cluster of the register with what it was called from which day on. */
export interface NamedCluster extends RegisteredCluster {
  readonly since: string;
  /** In the order of their days, the first one that of its founding; of some a reader may not know before a day. */
  readonly names: readonly Omit<GrappeEvents['membership.ClusterNamed'], 'clusterId'>[];
}

/** An own copy of the register of clusters, with their names. */
export function namedClusters(context: string, version: number): Projection<GrappeEvents, NamedCluster> {
  return projection<GrappeEvents, NamedCluster>({
    ...kept,
    name: `${context}.clusters`,
    version,
    key: 'clusterId',
    on: {
      'membership.ClusterRegistered': creates(({ data: { clusterId, name, nameKind, since } }) => ({
        ...{ clusterId, since },
        names: [{ name, nameKind, since }],
      })),
      'membership.ClusterNamed': updates((cluster, { data: { clusterId: _cluster, ...named } }) => ({
        ...cluster,
        names: [...cluster.names, named],
      })),
      'membership.ClusterDissolved': updates(endedAs('dissolved')),
      'membership.ClusterSucceeded': updates(endedAs('succeeded')),
      'membership.ClusterRestored': updates(restoredAs),
    },
  });
}

/** An own copy of what administrators have granted to operators of predecessors: for which clusters they may act, from when until when. */
export function operatorGrants(context: string): Projection<GrappeEvents, OperatorGrants> {
  return projection<GrappeEvents, OperatorGrants>({
    name: `${context}.operators`,
    version: 2,
    order: catalog.order,
    columns: { predecessor_id: { type: 'text', from: 'predecessorId' } },
    indexes: [['predecessor_id']],
    key: 'predecessorId',
    on: {
      'membership.ClusterOperatorsAuthorised': upserts((known, { data: { predecessorId, clusterId, since } }) => ({
        predecessorId,
        grants: [...(known?.grants ?? []), { clusterId, since }],
      })),
      'membership.ClusterOperatorsRevoked': upserts((known, { data: { predecessorId, clusterId, on: until } }) => ({
        predecessorId,
        grants: (known?.grants ?? []).map((each) =>
          each.clusterId === clusterId && each.until === undefined ? { ...each, until } : each,
        ),
      })),
    },
  });
}

type OrganisationKind = GrappeEvents['membership.OrganisationRegistered']['kind'];

export interface RegisteredOrganisation {
  readonly organisationId: string;
  /** Only in the copies that keep it. */
  readonly kind?: OrganisationKind;
  /** That it is no more from a day on, and who goes on with what it had; a second entry of a company is none on any day. */
  readonly ended?: {
    readonly how: 'ceased' | 'succeeded' | 'duplicate';
    readonly on: string;
    readonly heirId?: string;
  };
}

/** The first day that there is: two entries of one company are one on all days. */
const FIRST_DAY = '0001-01-01';

/** An own copy of the register of organisations; with the kind of each, or without. */
export function registeredOrganisations(
  context: string,
  version: number,
  keeps: 'kind' | 'ids' = 'ids',
): Projection<GrappeEvents, RegisteredOrganisation> {
  return projection<GrappeEvents, RegisteredOrganisation>({
    name: `${context}.organisations`,
    version,
    order: catalog.order,
    columns: { ended_how: { type: 'text', from: 'ended.how' } },
    indexes: [['ended_how']],
    key: 'organisationId',
    on: {
      'membership.OrganisationRegistered': creates(({ data: { organisationId, kind } }) =>
        keeps === 'kind' ? { organisationId, kind } : { organisationId },
      ),
      'membership.OrganisationCeased': updates((organisation, { data: { on } }) => ({
        ...organisation,
        ended: { how: 'ceased' as const, on },
      })),
      'membership.OrganisationSucceeded': updates((organisation, { data: { continuation, on } }) => ({
        ...organisation,
        ended: { how: 'succeeded' as const, on, heirId: continuation.heirId },
      })),
      'membership.OrganisationDuplicateRecorded': updates((organisation, { data: { pivotId } }) => ({
        ...organisation,
        ended: { how: 'duplicate' as const, on: FIRST_DAY, heirId: pivotId },
      })),
    },
  });
}

/** Why what a command names is not the one; the code is the context's. */
interface Absence<Code extends string> {
  readonly type: Code;
  readonly found: string;
  readonly required: string;
}

/**
 * Why a cluster can take nothing in on a day: nobody registered it, or it has ended by then. What happened before its end may be
 * recorded after it, and what it had before it was registered as well. Without a day it only has to be in the register.
 */
export function clusterAbsence<Code extends string>(
  type: Code,
  clusterId: string,
  known: RegisteredCluster | undefined,
  day?: string,
): Absence<Code> | undefined {
  const required = `a cluster of the register${day === undefined ? '' : ` that has not ended by ${day}`}`;
  if (known === undefined) return { type, found: `cluster ${clusterId}, which is not in the register`, required };
  const { ended, gaps = [] } = known;
  const gap = gaps.find(({ on, until }) => day !== undefined && on <= day && day < until);
  if (gap !== undefined)
    return { type, found: `cluster ${clusterId}, ${gap.how} on ${gap.on} and restored on ${gap.until}`, required };
  if (ended === undefined || day === undefined || ended.on > day) return undefined;
  return { type, found: `cluster ${clusterId}, ${ended.how} on ${ended.on}`, required };
}

/** Why an organisation cannot be named: nobody registered it. */
export function organisationAbsence<Code extends string>(
  type: Code,
  organisationId: string,
  known: RegisteredOrganisation | undefined,
): Absence<Code> | undefined {
  if (known !== undefined) return undefined;
  const found = `organisation ${organisationId}, which is not in the register`;
  return { type, found, required: 'an organisation of the register' };
}
