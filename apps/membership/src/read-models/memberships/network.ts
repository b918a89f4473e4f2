import { z } from 'zod';
import { dateSchema, LIST_MAX, nameSchema, uuidSchema } from '#libs/contracts';
import type { MemberView } from './memberships.projection.ts';

const name = nameSchema.nullable().describe('Null where it is not registered, or every name is under embargo.');
const number = z.int().min(0);

export const networkView = z
  .strictObject({
    clusterId: uuidSchema,
    validAt: dateSchema,
    clusters: z
      .array(
        z.strictObject({
          clusterId: uuidSchema,
          name,
          since: dateSchema.describe('Since when it is a member of the network.'),
          origins: z.number().int().describe('How many memberships it has from clusters to which it succeeded.'),
          members: number,
        }),
      )
      .describe('The members of the network that are clusters, each with its own members.'),
    others: number.describe('Members of the network that are no clusters.'),
    memberships: number.describe('In the member clusters, all added up.'),
    members: number.describe('Of the member clusters, each counted once.'),
    inSeveral: number.describe('How many are members of several clusters: why memberships are more than members.'),
    several: z
      .array(z.strictObject({ organisationId: uuidSchema, name, clusterIds: z.array(uuidSchema) }))
      .describe(`The first ${String(LIST_MAX)} of those who are members of several clusters, with the clusters.`),
  })
  .meta({ id: 'Network', description: 'The members of a network on a day, and their members, each counted once.' });

type Held = Pick<MemberView, 'organisationId'> & { readonly clusterId: string };

/** Members of some clusters, each counted once. */
export interface MemberTotals {
  readonly memberships: number;
  readonly members: number;
  /** How many each cluster has. */
  readonly byCluster: ReadonlyMap<string, number>;
  /** Those of several clusters: each stands for as many memberships as it has clusters. */
  readonly several: readonly { readonly organisationId: string; readonly clusterIds: readonly string[] }[];
}

/** Counts memberships and members apart: a company in two clusters is one member of their network. */
export function totalsOf(held: readonly Held[]): MemberTotals {
  const clustersOf = new Map<string, string[]>();
  const byCluster = new Map<string, number>();
  for (const { organisationId, clusterId } of held) {
    clustersOf.set(organisationId, [...(clustersOf.get(organisationId) ?? []), clusterId]);
    byCluster.set(clusterId, (byCluster.get(clusterId) ?? 0) + 1);
  }
  const several = [...clustersOf]
    .filter(([, clusterIds]) => clusterIds.length > 1)
    .map(([organisationId, clusterIds]) => ({ organisationId, clusterIds: clusterIds.toSorted() }));
  return { memberships: held.length, members: clustersOf.size, byCluster, several };
}
