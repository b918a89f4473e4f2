import { withFact, type DatedName } from '#libs/kernel';
import type { GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import type { IncubatorView } from './incubator.view.ts';

export type { IncubatorView };

/** Every incubator, dissolved ones too, with all its names. */
export const incubators = projection<GrappeEvents, IncubatorView>({
  name: 'incubation.incubators',
  version: 1,
  columns: { status: { type: 'text', from: 'status' } },
  indexes: [['status']],
  key: 'incubatorId',
  on: {
    'incubation.IncubatorOpened': creates(({ data: { incubatorId, name, site, since } }) => ({
      incubatorId,
      name,
      site,
      status: 'open',
      since,
      names: [{ name, since }],
    })),
    'incubation.IncubatorRenamed': updates((incubator, { data: { name, since } }) =>
      withName(incubator, { name, since }),
    ),
    'incubation.IncubatorDissolved': updates((incubator, { data }) => ({
      ...incubator,
      status: 'dissolved',
      dissolvedOn: data.on,
    })),
  },
});

function withName(document: IncubatorView, added: DatedName): IncubatorView {
  const names = withFact(document.names, added);
  return { ...document, names, name: names.at(-1)?.name ?? document.name };
}
