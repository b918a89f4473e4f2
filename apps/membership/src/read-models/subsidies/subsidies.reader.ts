import type { DeclaredModels } from '#libs/hosting';
import { addDays, calendarDate } from '#libs/kernel';
import { financialYear } from '../../domain/funding/financial-years.ts';
import { noFunding } from '../../domain/funding/funding.ts';
import { deadlinesOf, type Deadline } from '../../domain/subsidies/obligations.ts';
import { holderOf, subsidyOn, type KnownSubsidy } from '../../domain/subsidies/subsidy.ts';
import { clusters } from '../clusters/clusters.projection.ts';
import { funding } from '../funding/funding.projection.ts';
import { organisations } from '../organisations/organisations.projection.ts';
import { subsidies, type SubsidyDocument } from './subsidies.projection.ts';

/** A cluster, all that succeeded to it, and those to which it gave a branch: one of them has what was a subsidy of the cluster. */
export async function lineOf(models: DeclaredModels, clusterId: string): Promise<readonly string[]> {
  const line = new Set([clusterId]);
  // What is entered on the way is visited as well.
  for (const each of line) {
    const { successors = [], gaveTo = [] } = (await models.of(clusters).get(each)) ?? {};
    for (const heir of [...successors, ...gaveTo]) line.add(heir.clusterId);
  }
  return [...line];
}

/** Whether a cluster has a subsidy at the end of a day. */
export function isHeldBy({ facts }: SubsidyDocument, clusterId: string, day: string): boolean {
  const known = subsidyOn(facts, day);
  return known !== undefined && holderOf(known) === clusterId;
}

/** The subsidies that a cluster has at the end of a day. */
export async function subsidiesOf(
  models: DeclaredModels,
  clusterId: string,
  day: string,
): Promise<readonly KnownSubsidy[]> {
  const documents = await models.of(subsidies).all({ cluster_id: await lineOf(models, clusterId) });
  return documents.flatMap((document) => {
    const known = isHeldBy(document, clusterId, day) ? subsidyOn(document.facts, day) : undefined;
    return known === undefined ? [] : [known];
  });
}

/** What a cluster has to do because of its subsidies, as it is on a day. */
export async function obligationsOf(
  models: DeclaredModels,
  clusterId: string,
  day: string,
): Promise<readonly Deadline[]> {
  const [own, money] = await Promise.all([subsidiesOf(models, clusterId, day), models.of(funding).get(clusterId)]);
  const granters = [...new Set(own.map(({ request }) => request.granterId))];
  const known = await models.of(organisations).all({ organisation_id: granters });
  const authorities = new Set(
    known.filter(({ kind }) => kind === 'public-authority').map((each) => each.organisationId),
  );
  const { years, accounts, reminders } = money ?? noFunding;
  return deadlinesOf(
    own.map((each) => ({ known: each, isPublic: authorities.has(each.request.granterId) })),
    {
      day,
      lastDayOf: (year) => addDays(calendarDate(financialYear(years, year).until), -1),
      accountsOf: (year) => ({
        doneOn: accounts.find((each) => each.year === year && each.on <= day)?.on,
        reminders: reminders.filter((each) => each.year === year && each.on <= day),
      }),
    },
  );
}
