import { z } from 'zod';
import { catalog, dateSchema, incubatorEvents, nameSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { nameOn, withFact, type DatedName } from '#libs/kernel';
import { creates, endedBy, goesOnAfter, LAST_DAY, projection, updates, type Where } from '#libs/projections';

export const incubatorStatus = z.enum(['open', 'dissolved', 'to-come']);

const incubatorDocument = incubatorEvents.IncubatorOpened.schema.extend({
  name: nameSchema.describe('On the day.'),
  dissolvedOn: dateSchema.optional().describe('The first day after it; it may lie ahead.'),
  names: z.array(incubatorEvents.IncubatorRenamed.schema.pick({ name: true, since: true })),
});

export const incubatorView = incubatorDocument
  .extend({ status: incubatorStatus.describe('On the day; `to-come` where it opened later.') })
  .meta({ id: 'Incubator', description: 'An incubator with all its names.' });

/** With its last day, so that lists by status find it on any day. */
export type IncubatorDocument = Immutable<z.infer<typeof incubatorDocument>> & { readonly until: string };
export type IncubatorView = Immutable<z.infer<typeof incubatorView>>;

/** An incubator as it is on a day: a dissolution that lies ahead ends nothing. */
export function viewOfIncubator({ until, ...incubator }: IncubatorDocument, day: string): IncubatorView {
  const { names, name, since } = incubator;
  const ended = until <= day ? 'dissolved' : 'open';
  return { ...incubator, name: nameOn(names, day)?.name ?? name, status: day < since ? 'to-come' : ended };
}

/** Which incubators have a status on a day. */
export function withIncubatorStatus(status: z.infer<typeof incubatorStatus>, day: string) {
  const where: Where = { until: status === 'dissolved' ? endedBy(day) : goesOnAfter(day) };
  return { where, keep: ({ since }: IncubatorDocument) => (status !== 'to-come') === since <= day };
}

/** Every incubator, dissolved ones too, with all its names. */
export const incubators = projection<GrappeEvents, IncubatorDocument>({
  name: 'incubation.incubators',
  version: 5,
  order: catalog.order,
  subject: 'incubation.incubator',
  columns: { incubator_id: { type: 'text', from: 'incubatorId' }, until: { type: 'date', from: 'until' } },
  indexes: [['incubator_id'], ['until']],
  key: 'incubatorId',
  on: {
    'incubation.IncubatorOpened': creates(({ data: { incubatorId, name, site, since } }) => ({
      incubatorId,
      name,
      site,
      since,
      names: [{ name, since }],
      until: LAST_DAY,
    })),
    'incubation.IncubatorRenamed': updates((incubator, { data: { name, since } }) =>
      withName(incubator, { name, since }),
    ),
    'incubation.IncubatorDissolved': updates((incubator, { data }) => ({
      ...incubator,
      dissolvedOn: data.on,
      until: data.on,
    })),
  },
});

function withName(document: IncubatorDocument, added: DatedName): IncubatorDocument {
  const names = withFact(document.names, added);
  return { ...document, names, name: names.at(-1)?.name ?? document.name };
}
