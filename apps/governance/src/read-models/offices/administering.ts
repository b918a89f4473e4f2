import type { ReadModelQuery } from '#libs/projections';
import { administers } from '../../domain/body/administering.ts';
import { asHeld } from './as-held.ts';
import { aroundWith } from './office-ends.ts';
import type { OfficeDocument } from './offices.projection.ts';

/** What the holders of the offices of a cluster follow from. */
export type OfficeModels = Omit<Parameters<typeof aroundWith>[1], 'offices'> & {
  readonly offices: Pick<ReadModelQuery<OfficeDocument>, 'get' | 'all'>;
};

/** The offices of a cluster whose holders administer it, as they are held. */
export async function administeringOffices(
  clusterId: string,
  models: OfficeModels,
): Promise<readonly OfficeDocument[]> {
  const own = await models.offices.all({ cluster_id: clusterId });
  const beside = await aroundWith(own, models);
  return own
    .filter(({ bodyId }) => administers(beside.bodies.get(bodyId)?.kind))
    .map((office) => asHeld(office, beside));
}
