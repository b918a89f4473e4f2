import { periodOn } from '#libs/contracts/facts';
import type { DeclaredModels } from '#libs/hosting';
import { addDays, calendarDate } from '#libs/kernel';
import type { Page } from '#libs/projections';
import { dissolutionsIn } from '../clusters/dissolutions.ts';
import { organisations, viewOfOrganisation } from '../organisations/organisations.projection.ts';
import { memberships, untilDissolution, type KnownDays, type MemberView } from './memberships.projection.ts';

interface PageAsked {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** The members of a cluster on a day, in the order of the register. */
export async function membersPage(
  readModels: DeclaredModels,
  clusterId: string,
  day: string,
  asked: PageAsked,
): Promise<Page<MemberView>> {
  const dissolvedOn = await dissolutionsIn(readModels);
  if (dissolvedOn(clusterId) <= day) return { items: [] };
  const { items, ...next } = await readModels.of(memberships).page({
    ...asked,
    where: { cluster_id: clusterId, lasts_until: { from: addDays(calendarDate(day), 1) } },
    keep: (document) => periodOn(document.periods, day) !== undefined,
  });
  const members = items.map((document) => untilDissolution(document, dissolvedOn));
  return { items: await withNames(readModels, members, day), ...next };
}

async function withNames(
  readModels: DeclaredModels,
  members: readonly KnownDays[],
  day: string,
): Promise<readonly MemberView[]> {
  const ids = members.map(({ organisationId }) => organisationId);
  const known = await readModels.of(organisations).all({ organisation_id: ids });
  const byId = new Map(known.map((document) => [document.organisationId, viewOfOrganisation(document, day)]));
  return members.map((document) => {
    const { membershipId, organisationId, college, antennaId } = document;
    const { since, until } = periodOn(document.periods, day) ?? { since: day };
    const { name, siren } = byId.get(organisationId) ?? { name: null };
    const origins = document.origins;
    return { membershipId, organisationId, name, siren, college, antennaId, since, until, origins };
  });
}
