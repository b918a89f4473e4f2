import { withEndings } from '../../../apps/governance/src/read-models/offices/office-ends.ts';
import { offices } from '../../../apps/governance/src/read-models/offices/offices.projection.ts';
import { incubators } from '../../../apps/incubation/src/read-models/incubators/incubators.projection.ts';
import { partners, viewOfPartner } from '../../../apps/incubation/src/read-models/partners/partners.projection.ts';
import {
  antennas,
  dissolutionOf,
  viewOfAntenna,
} from '../../../apps/membership/src/read-models/antennas/antennas.projection.ts';
import { clusters } from '../../../apps/membership/src/read-models/clusters/clusters.projection.ts';
import { operations } from '../../../apps/mergers/src/read-models/operations/operations.projection.ts';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import type { ReadModels } from '#libs/projections';

const TODAY = '2022-03-31';
/** Shown with what they end with, which follows when they are read; the audit side says when something was known. */
const SHOWN = [offices.name, partners.name, antennas.name, operations.name];

/** What everybody reads in the end. */
export async function saidBy(readModels: ReadModels): Promise<Readonly<Record<string, unknown>>> {
  const said: Record<string, unknown> = {};
  for (const { name: context, projections } of contexts)
    for (const model of context === 'audit' ? [] : projections)
      if (!SHOWN.includes(model.name)) said[model.name] = await readModels.of(model).all({});
  const models = { of: readModels.of.bind(readModels) };
  const held = await readModels.of(offices).all({});
  said[offices.name] = await Promise.all(held.map((office) => withEndings(office, models)));
  const known = new Map((await readModels.of(incubators).all({})).map((each) => [each.incubatorId, each]));
  said[partners.name] = (await readModels.of(partners).all({})).map((each) =>
    viewOfPartner(each, known.get(each.incubatorId) ?? { until: '9999-12-31' }, TODAY),
  );
  const registered = new Map((await readModels.of(clusters).all({})).map((each) => [each.clusterId, each]));
  said[antennas.name] = (await readModels.of(antennas).all({})).map((each) =>
    viewOfAntenna(each, dissolutionOf(registered.get(each.clusterId)), TODAY),
  );
  return said;
}
