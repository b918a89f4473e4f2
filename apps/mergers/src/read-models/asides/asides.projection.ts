import type { GrappeEvents } from '#libs/contracts';
import { keyed, projection, removes, upserts, type ReadModels } from '#libs/projections';

type SetAside = GrappeEvents['mergers.ReferenceSetAside'];
type Settled = GrappeEvents['mergers.ReferenceRecovered' | 'mergers.ReferencePassedOver'];

function keyOf({ data }: { readonly data: SetAside | Settled }): string {
  return `${data.operationId} ${data.context} ${data.reference}`;
}

/** The references that a context could not move and that nobody has settled yet. */
export const asides = projection<GrappeEvents, SetAside>({
  name: 'mergers.asides',
  version: 1,
  columns: {},
  indexes: [],
  on: {
    'mergers.ReferenceSetAside': keyed<SetAside, SetAside>(
      keyOf,
      upserts((_before, { data }) => data),
    ),
    'mergers.ReferenceRecovered': keyed<GrappeEvents['mergers.ReferenceRecovered'], SetAside>(keyOf, removes()),
    'mergers.ReferencePassedOver': keyed<GrappeEvents['mergers.ReferencePassedOver'], SetAside>(keyOf, removes()),
  },
});

/** What an administrator has to look at: one line for each. */
export async function asideNotices(readModels: Pick<ReadModels, 'of'>): Promise<readonly string[]> {
  const open = await readModels.of(asides).all({});
  return open.map(({ operationId, context, reference, code }) => {
    return `operation ${operationId}: ${context} has set aside ${reference} (${code})`;
  });
}
