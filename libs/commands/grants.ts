import type { Projection, ReadModelQuery } from '#libs/projections';

/** The clusters for which the operators of a predecessor may act, as administrators have authorised them. */
export interface OperatorGrants {
  readonly predecessorId: string;
  /** In the order of their days; with `until`, up to the day before it. */
  readonly grants: readonly { readonly clusterId: string; readonly since: string; readonly until?: string }[];
}

/** The copy of what was granted that each context keeps, by the name of the context; one without commands or reads of operators keeps none. */
export type GrantsByContext = ReadonlyMap<string, Projection<object, OperatorGrants>>;

/** The clusters for which an operator of these may act on a day beside them. */
export async function grantedClusters(
  copy: Pick<ReadModelQuery<OperatorGrants>, 'all'>,
  clusters: readonly string[],
  day: string,
): Promise<readonly string[]> {
  const known = await copy.all({ predecessor_id: clusters });
  const granted = known.flatMap(({ grants }) => grants);
  return granted
    .filter(({ since, until }) => since <= day && (until === undefined || day < until))
    .map(({ clusterId }) => clusterId);
}
