import { z } from 'zod';
import { dateSchema, incubatorEvents, nameSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { withFact, type DatedName } from '#libs/kernel';
import { creates, projection, updates } from '#libs/projections';

export const incubatorStatus = z.enum(['open', 'dissolved']);

export const incubatorView = incubatorEvents.IncubatorOpened.schema
  .extend({
    name: nameSchema.describe('The name with the latest day.'),
    status: incubatorStatus,
    dissolvedOn: dateSchema.optional(),
    names: z.array(incubatorEvents.IncubatorRenamed.schema.pick({ name: true, since: true })),
  })
  .meta({ id: 'Incubator', description: 'An incubator with all its names.' });

export type IncubatorView = Immutable<z.infer<typeof incubatorView>>;

/** Every incubator, dissolved ones too, with all its names. */
export const incubators = projection<GrappeEvents, IncubatorView>({
  name: 'incubation.incubators',
  version: 2,
  subject: 'incubation.incubator',
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
