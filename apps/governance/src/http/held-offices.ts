import type { Copies } from '#libs/commands';
import { bodies } from '../read-models/bodies/bodies.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { asHeld } from '../read-models/offices/as-held.ts';
import { aroundWith } from '../read-models/offices/office-ends.ts';
import { offices, type OfficeDocument } from '../read-models/offices/offices.projection.ts';
import { statutesVersions } from '../read-models/statutes/statutes.projection.ts';

/** What the holders of offices follow from, by everything that was committed before the command came in. */
export async function officeModelsOf(copies: Copies) {
  const [ofBodies, ofClusters, ofOffices, ofStatutes] = await Promise.all([
    ...([copies.of(bodies), copies.of(clusters)] as const),
    ...([copies.of(offices), copies.of(statutesVersions)] as const),
  ]);
  return { bodies: ofBodies, clusters: ofClusters, offices: ofOffices, statutes: ofStatutes };
}

/** The offices of a body as they are held. */
export async function officesHeldIn(copies: Copies, bodyId: string): Promise<readonly OfficeDocument[]> {
  const models = await officeModelsOf(copies);
  const own = await models.offices.all({ body_id: bodyId });
  const beside = await aroundWith(own, models);
  return own.map((office) => asHeld(office, beside));
}
