import type { ApiClient } from '../api-client.ts';

/** The memberships of a cluster on a day, by the organisation. */
export async function membershipIds(
  api: ApiClient,
  cluster: string,
  day: string,
): Promise<ReadonlyMap<string, string>> {
  const { items } = await api.get<{
    readonly items: readonly { readonly membershipId: string; readonly organisationId: string }[];
  }>(`membership/clusters/${cluster}/members?validAt=${day}&limit=200`);
  return new Map(items.map(({ membershipId, organisationId }) => [organisationId, membershipId]));
}
