import type { DeclaredModels } from '#libs/hosting';
import type { RegisteredCluster } from '#libs/process-managers';
import type { ReadModelQuery } from '#libs/projections';
import { bodies, type BodyDocument } from '../bodies/bodies.projection.ts';
import { clusters } from '../clusters/clusters.projection.ts';
import { statutesVersions, type StatutesDocument } from '../statutes/statutes.projection.ts';
import { asHeld, type Around } from './as-held.ts';
import { offices, type OfficeDocument } from './offices.projection.ts';

/** What the holders of an office follow from, beside offices. */
export const ENDING = [bodies, clusters, statutesVersions] as const;

/** The office with its mandates as they are held. */
export async function withEndings(office: OfficeDocument, models: DeclaredModels): Promise<OfficeDocument> {
  return asHeld(office, await around([office], models));
}

interface Models {
  readonly bodies: Pick<ReadModelQuery<BodyDocument>, 'get'>;
  readonly clusters: Pick<ReadModelQuery<RegisteredCluster>, 'get'>;
  readonly offices: Pick<ReadModelQuery<OfficeDocument>, 'get'>;
  readonly statutes: Pick<ReadModelQuery<StatutesDocument>, 'get'>;
}

/** What the holders of these offices follow from. */
export async function around(known: readonly OfficeDocument[], models: DeclaredModels): Promise<Around> {
  return await aroundWith(known, {
    ...{ bodies: models.of(bodies), clusters: models.of(clusters) },
    ...{ offices: models.of(offices), statutes: models.of(statutesVersions) },
  });
}

/** The same by the models themselves. */
export async function aroundWith(known: readonly OfficeDocument[], models: Models): Promise<Around> {
  const all = await withOthers(known, models);
  const clusterIds = distinct(all, ({ clusterId }) => clusterId);
  const [ofBodies, ofClusters, statutes] = await Promise.all([
    Promise.all(distinct(all, ({ bodyId }) => bodyId).map((id) => models.bodies.get(id))),
    Promise.all(clusterIds.map((id) => models.clusters.get(id))),
    Promise.all(clusterIds.map((id) => models.statutes.get(id))),
  ]);
  return {
    bodies: new Map(ofBodies.flatMap((body) => (body === undefined ? [] : [[body.bodyId, body]]))),
    clusters: new Map(ofClusters.flatMap((cluster) => (cluster === undefined ? [] : [[cluster.clusterId, cluster]]))),
    statutes: new Map(statutes.flatMap((each) => (each === undefined ? [] : [[each.clusterId, each]]))),
    offices: new Map(all.map((office) => [office.officeId, office])),
  };
}

/** With the offices whose holders sit in them ex officio, and those on which these rest. */
async function withOthers(
  known: readonly OfficeDocument[],
  models: Pick<Models, 'offices'>,
): Promise<readonly OfficeDocument[]> {
  const found = new Map(known.map((office) => [office.officeId, office]));
  for (let latest = known; latest.length > 0;) {
    const ids = new Set(latest.flatMap(({ mandates }) => mandates.flatMap(({ byOfficeId }) => byOfficeId ?? [])));
    const missing = [...ids].filter((id) => !found.has(id));
    const next = await Promise.all(missing.map((id) => models.offices.get(id)));
    latest = next.filter((office) => office !== undefined);
    for (const office of latest) found.set(office.officeId, office);
  }
  return [...found.values()];
}

function distinct(all: readonly OfficeDocument[], idOf: (office: OfficeDocument) => string): readonly string[] {
  return [...new Set(all.map(idOf))];
}
