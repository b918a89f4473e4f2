import { periodOn } from '#libs/contracts/facts';
import { addDays, calendarDate } from '#libs/kernel';
import type { Page } from '#libs/projections';
import { dissolutionOn, dissolutionsIn } from '../clusters/dissolutions.ts';
import { membersKnown, type Reading } from '../organisations/names.ts';
import {
  isMemberOn,
  memberships,
  untilDissolution,
  type KnownDays,
  type MemberView,
} from './memberships.projection.ts';

export interface PageAsked {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** The members of a cluster on a day, in the order of the register. */
export async function membersPage(reading: Reading, clusterId: string, asked: PageAsked): Promise<Page<MemberView>> {
  const { models, day } = reading;
  const dissolvedOn = await dissolutionsIn(models);
  if (dissolutionOn(dissolvedOn, clusterId, day)) return { items: [] };
  const { items, ...next } = await models.of(memberships).page({
    ...asked,
    where: { cluster_id: clusterId, lasts_until: { from: addDays(calendarDate(day), 1) } },
    keep: (document) => isMemberOn(document, dissolvedOn, day),
  });
  const members = items.map((document) => untilDissolution(document, dissolvedOn));
  return { items: await withNames(reading, members), ...next };
}

async function withNames(reading: Reading, members: readonly KnownDays[]): Promise<readonly MemberView[]> {
  const { day } = reading;
  const ids = members.map(({ organisationId }) => organisationId);
  const known = await membersKnown(reading, ids);
  return members.map((document) => {
    const { membershipId, organisationId, college, antennaId, segment } = document;
    const { since, until } = periodOn(document.periods, day) ?? { since: day };
    const { name, siren } = known(organisationId);
    const origins = document.origins;
    return { membershipId, organisationId, name, siren, college, antennaId, segment, since, until, origins };
  });
}
