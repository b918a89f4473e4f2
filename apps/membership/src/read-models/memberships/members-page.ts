import { periodOn } from '#libs/contracts/facts';
import type { DeclaredModels } from '#libs/hosting';
import type { Page } from '#libs/projections';
import { organisations, viewOfOrganisation } from '../organisations/organisations.projection.ts';
import { memberships, type MembershipDocument, type MemberView } from './memberships.projection.ts';

interface PageAsked {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** The members of a cluster on a day, in the order of the register: a page ends early rather than reading on without bound. */
export async function membersPage(
  readModels: DeclaredModels,
  clusterId: string,
  day: string,
  asked: PageAsked,
): Promise<Page<MemberView>> {
  let page = await readModels.of(memberships).page({ where: { cluster_id: clusterId }, ...asked });
  let members = page.items.filter((document) => periodOn(document.periods, day) !== undefined);
  while (members.length === 0 && page.next !== undefined) {
    page = await readModels.of(memberships).page({ where: { cluster_id: clusterId }, ...asked, after: page.next });
    members = page.items.filter((document) => periodOn(document.periods, day) !== undefined);
  }
  const items = await withNames(readModels, members, day);
  return page.next === undefined ? { items } : { items, next: page.next };
}

async function withNames(
  readModels: DeclaredModels,
  members: readonly MembershipDocument[],
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
