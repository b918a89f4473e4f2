import { withFact, type DatedName } from '#libs/kernel';
import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import type { IncubatorView } from './incubator.view.ts';

export type { IncubatorView };

/** Every incubator, dissolved ones too, with all its names. */
export const incubators = projection<GrappeEvents, IncubatorView>({
  name: 'incubation.incubators',
  version: 1,
  columns: { status: { type: 'text', from: 'status' } },
  indexes: [['status']],
  on: {
    'incubation.IncubatorOpened': {
      keys: (event) => event.data.incubatorId,
      evolve: (_document, { data: { incubatorId, name, site, since } }) => ({
        incubatorId,
        name,
        site,
        status: 'open',
        since,
        names: [{ name, since }],
      }),
    },
    'incubation.IncubatorRenamed': {
      keys: (event) => event.data.incubatorId,
      evolve: (document, { data: { name, since } }) =>
        document === undefined ? undefined : withName(document, { name, since }),
    },
    'incubation.IncubatorDissolved': {
      keys: (event) => event.data.incubatorId,
      evolve: (document, event) =>
        document === undefined ? undefined : { ...document, status: 'dissolved', dissolvedOn: event.data.on },
    },
  },
});

function withName(document: IncubatorView, added: DatedName): IncubatorView {
  const names = withFact(document.names, added);
  return { ...document, names, name: names.at(-1)?.name ?? document.name };
}
