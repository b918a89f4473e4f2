import { FactReader } from '../../../apps/audit/src/queries/fact-reader.ts';
import { factValues, type FactKind } from '../../../apps/audit/src/read-models/facts/fact.ts';
import { withEndings } from '../../../apps/governance/src/read-models/offices/office-ends.ts';
import { offices } from '../../../apps/governance/src/read-models/offices/offices.projection.ts';
import { partnerEndsIn } from '../../../apps/incubation/src/read-models/partners/partner-ends.ts';
import { partners, viewOfPartner } from '../../../apps/incubation/src/read-models/partners/partners.projection.ts';
import { antennas, viewOfAntenna } from '../../../apps/membership/src/read-models/antennas/antennas.projection.ts';
import { dissolutionsIn } from '../../../apps/membership/src/read-models/clusters/dissolutions.ts';
import { dryRuns } from '../../../apps/mergers/src/read-models/dry-runs/dry-runs.projection.ts';
import { operations } from '../../../apps/mergers/src/read-models/operations/operations.projection.ts';
import { reckonedEffects } from '../../../apps/mergers/src/read-models/reckoned-effects/reckoned-effects.projection.ts';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { knownVersions } from '#libs/bitemporal';
import type { DeclaredModels } from '#libs/hosting';
import type { ReadModels } from '#libs/projections';

const KINDS = Object.keys(factValues) as readonly FactKind[];
const TODAY = '2024-06-01';
/** Shown with what they end with, which follows when they are read; of an operation the numbers are those of the day on which it was followed. */
const SHOWN = [offices.name, partners.name, antennas.name, operations.name];
/** What stood on record at a moment depends on what was recorded by then. */
const OF_A_MOMENT = [dryRuns.name, reckonedEffects.name];

/** What everybody reads in the end. */
export async function saidBy(readModels: ReadModels): Promise<Readonly<Record<string, unknown>>> {
  const said: Record<string, unknown> = {};
  for (const { name: context, projections } of contexts)
    for (const model of context === 'audit' ? [] : projections)
      if (![...SHOWN, ...OF_A_MOMENT].includes(model.name)) said[model.name] = await readModels.of(model).all({});
  const models: DeclaredModels = { of: (model) => readModels.of(model) };
  const held = await models.of(offices).all({});
  said[offices.name] = await Promise.all(held.map((office) => withEndings(office, models)));
  const [ends, dissolved] = await Promise.all([partnerEndsIn(models), dissolutionsIn(models)]);
  said[partners.name] = (await models.of(partners).all({})).map((each) => viewOfPartner(each, ends, TODAY));
  said[antennas.name] = (await models.of(antennas).all({})).map((each) => viewOfAntenna(each, dissolved, TODAY));
  said['audit.facts'] = await factsKnown(models);
  return said;
}

/** What the audit side knows by now: the spans of every fact that ever held, each with its value. */
async function factsKnown(models: DeclaredModels): Promise<readonly object[]> {
  const reader = new FactReader(models, { mayReadEmbargoed: true, today: TODAY });
  const known: object[] = [];
  for await (const { factId, subjectId, objectId, versions } of reader.each(KINDS)) {
    const spans = knownVersions<unknown>(versions, undefined)
      .filter(({ value }) => value !== null)
      .map(({ validFrom, validTo, value }) => ({ validFrom, validTo, value }));
    if (spans.length > 0) known.push({ factId, subjectId, objectId, spans });
  }
  return known;
}
