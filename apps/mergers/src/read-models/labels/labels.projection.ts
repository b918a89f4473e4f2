import { catalog, type GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import type { KnownLabel } from '../../domain/dry-run/holdings.ts';

type Label = Pick<GrappeEvents['membership.LabelAwarded'], 'labelId' | 'schemeId' | 'holder'>;
type Awards = KnownLabel['awards'];

/** What an event makes of the awards of a label. Before the first one there is nothing to change. */
function awards<Data extends Label>(after: (awards: Awards, data: Data) => Awards) {
  return upserts<Data, KnownLabel>((known, { data }) => {
    const { labelId, schemeId, holder } = data;
    return { labelId, schemeId, holderId: holder.id, awards: after(known?.awards ?? [], data) };
  });
}

const ends = awards<Label & { readonly on: string }>((known, { on }) => {
  const last = known.at(-1);
  // Of two ends the earlier one stands.
  return last === undefined || (last.until ?? on) < on ? known : known.with(-1, { ...last, until: on });
});

/** From when until when whom a label was awarded: what of it passes in a merger. */
export const labels = projection<GrappeEvents, KnownLabel>({
  name: 'mergers.labels',
  version: 2,
  order: catalog.order,
  columns: { holder_id: { type: 'text', from: 'holderId' }, scheme_id: { type: 'text', from: 'schemeId' } },
  indexes: [['holder_id'], ['scheme_id']],
  key: 'labelId',
  on: {
    'membership.LabelAwarded': awards((known, { since, until }) => [...known, { since, until }]),
    'membership.LabelRenewed': awards((known, { until }) => {
      const last = known.at(-1);
      return last === undefined ? known : known.with(-1, { ...last, until });
    }),
    'membership.LabelWithdrawn': ends,
    'membership.LabelEnded': ends,
  },
});
