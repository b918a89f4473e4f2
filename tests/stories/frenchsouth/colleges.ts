import type { ApiClient } from '../api-client.ts';
import { clusters, founders } from './cast.ts';
import { membersOn } from './readings.ts';

/** How many members of each college there are on a day, and how many of them each founder had. */
export async function byCollege(api: ApiClient, day: string): Promise<Readonly<Record<string, readonly number[]>>> {
  const before = await Promise.all(
    founders.map(async (id) => new Set((await membersOn(api, id, '2015-02-17')).map((each) => each.organisationId))),
  );
  const counted: Record<string, number[]> = {};
  for (const { college = '', organisationId } of await membersOn(api, clusters.frenchSouth, day)) {
    const counts = (counted[college] ??= [0, 0, 0, 0]);
    counts[0] = (counts[0] ?? 0) + 1;
    for (const [index, list] of before.entries())
      if (list.has(organisationId)) counts[index + 1] = (counts[index + 1] ?? 0) + 1;
  }
  return counted;
}
