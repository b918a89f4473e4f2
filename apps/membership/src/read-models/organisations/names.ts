import type { DeclaredModels, QueryCall } from '#libs/hosting';
import { clusters, viewOfCluster } from '../clusters/clusters.projection.ts';
import { organisations, viewOfOrganisation } from './organisations.projection.ts';

/** Who reads, and when. */
export interface Reading {
  readonly models: DeclaredModels;
  readonly viewer: QueryCall['viewer'];
  readonly day: string;
}

/** What a member is called, and its SIREN; the name is null for one that is not registered, and while every name is under embargo. */
export interface KnownMember {
  readonly name: string | null;
  readonly siren?: string | undefined;
}

/** What members are on a day: organisations, or clusters, which are members of networks. */
export async function membersKnown(
  { models, viewer, day }: Reading,
  ids: readonly string[],
): Promise<(organisationId: string) => KnownMember> {
  const known = await models.of(organisations).all({ organisation_id: ids });
  const members = new Map<string, KnownMember>(
    known.map((each) => [each.organisationId, viewOfOrganisation(each, day)]),
  );
  const others = [...new Set(ids)].filter((id) => !members.has(id));
  const found = await Promise.all(others.map((id) => models.of(clusters).get(id)));
  for (const each of found) if (each !== undefined) members.set(each.clusterId, viewOfCluster(each, day, viewer));
  return (organisationId) => members.get(organisationId) ?? { name: null };
}

/** What members are called on a day. */
export async function namesOf(
  reading: Reading,
  ids: readonly string[],
): Promise<(organisationId: string) => string | null> {
  const known = await membersKnown(reading, ids);
  return (organisationId) => known(organisationId).name;
}
