import type { DeclaredModels } from '#libs/hosting';
import { organisations, viewOfOrganisation } from './organisations.projection.ts';

/** What organisations are called on a day; null for one that is not registered. */
export async function namesOf(
  models: DeclaredModels,
  ids: readonly string[],
  day: string,
): Promise<(organisationId: string) => string | null> {
  const known = await models.of(organisations).all({ organisation_id: ids });
  const names = new Map(known.map((each) => [each.organisationId, viewOfOrganisation(each, day).name]));
  return (organisationId) => names.get(organisationId) ?? null;
}
