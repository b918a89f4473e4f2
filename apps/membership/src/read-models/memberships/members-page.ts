import type { Page, ReadModels } from '#libs/projections';
import { organisationView } from '../organisations/organisation-view.ts';
import { organisations } from '../organisations/organisations.projection.ts';
import { periodOn } from './membership-on.ts';
import { memberships, type MembershipDocument } from './memberships.projection.ts';

/** A member as the register shows it on a day. */
export interface MemberView {
  readonly membershipId: string;
  readonly organisationId: string;
  /** Null where the organisation is not registered. */
  readonly name: string | null;
  readonly siren?: string | undefined;
  readonly college?: string | undefined;
  readonly antennaId?: string | undefined;
  readonly since: string;
  readonly until?: string | undefined;
  readonly origins: MembershipDocument['origins'];
}

interface PageAsked {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** The members of a cluster on a day, in the order of the register: a page ends early rather than reading on without bound. */
export async function membersPage(
  readModels: ReadModels,
  clusterId: string,
  day: string,
  asked: PageAsked,
): Promise<Page<MemberView>> {
  let page = await readModels.of(memberships).page({ where: { cluster_id: clusterId }, ...asked });
  let members = page.items.filter((document) => periodOn(document, day) !== undefined);
  while (members.length === 0 && page.next !== undefined) {
    page = await readModels.of(memberships).page({ where: { cluster_id: clusterId }, ...asked, after: page.next });
    members = page.items.filter((document) => periodOn(document, day) !== undefined);
  }
  const items = await withNames(readModels, members, day);
  return page.next === undefined ? { items } : { items, next: page.next };
}

async function withNames(
  readModels: ReadModels,
  members: readonly MembershipDocument[],
  day: string,
): Promise<readonly MemberView[]> {
  const ids = members.map(({ organisationId }) => organisationId);
  const known = await readModels.of(organisations).all({ organisation_id: ids });
  const byId = new Map(known.map((document) => [document.organisationId, organisationView(document, day)]));
  return members.map((document) => {
    const { membershipId, organisationId, college, antennaId } = document;
    const { since, until } = periodOn(document, day) ?? { since: day };
    const { name, siren } = byId.get(organisationId) ?? { name: null };
    const origins = document.origins;
    return { membershipId, organisationId, name, siren, college, antennaId, since, until, origins };
  });
}
