import { z } from 'zod';
import { catalog, dateSchema, incubatorEvents, nameSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { nameOn, withFact, type DatedName } from '#libs/kernel';
import {
  changeItem,
  creates,
  endedBy,
  goesOnAfter,
  LAST_DAY,
  projection,
  updates,
  type Where,
} from '#libs/projections';

export const incubatorStatus = z.enum(['open', 'dissolved', 'to-come']);

const until = dateSchema.optional().describe('The first day after it; it may lie ahead.');

const incubatorDocument = incubatorEvents.IncubatorOpened.schema.extend({
  name: nameSchema.describe('On the day.'),
  dissolvedOn: dateSchema.optional().describe('The first day after it; it may lie ahead.'),
  names: z.array(incubatorEvents.IncubatorRenamed.schema.pick({ name: true, since: true })),
  spaces: z.array(incubatorEvents.SpaceOpened.schema.omit({ incubatorId: true }).extend({ until })),
  staff: z.array(incubatorEvents.AppointmentStarted.schema.omit({ incubatorId: true }).extend({ until })),
});

export const incubatorView = incubatorDocument
  .extend({
    status: incubatorStatus.describe('On the day; `to-come` where it opened later.'),
    spaces: incubatorDocument.shape.spaces.describe('On the day.'),
    staff: incubatorDocument.shape.staff.describe('On the day: appointed, not elected.'),
  })
  .meta({ id: 'Incubator', description: 'An incubator with all its names, its spaces and its staff.' });

export const incubatorSummaryView = incubatorView
  .omit({ staff: true })
  .meta({ id: 'IncubatorSummary', description: 'An incubator with all its names and its spaces.' });

/** With its last day, so that lists by status find it on any day. */
export type IncubatorDocument = Immutable<z.infer<typeof incubatorDocument>> & { readonly until: string };
export type IncubatorView = Immutable<z.infer<typeof incubatorView>>;

/** An incubator as it is on a day: a dissolution that lies ahead ends nothing. */
export function viewOfIncubator({ until, ...incubator }: IncubatorDocument, day: string): IncubatorView {
  const { names, name, since } = incubator;
  const ended = until <= day ? 'dissolved' : 'open';
  const status = day < since ? 'to-come' : ended;
  const isOn = (each: Dated): boolean =>
    status === 'open' && each.since <= day && (each.until === undefined || day < each.until);
  const [spaces, staff] = [incubator.spaces.filter(isOn), incubator.staff.filter(isOn)];
  return { ...incubator, name: nameOn(names, day)?.name ?? name, status, spaces, staff };
}

interface Dated {
  readonly since: string;
  readonly until?: string | undefined;
}

/** Which incubators have a status on a day. */
export function withIncubatorStatus(status: z.infer<typeof incubatorStatus>, day: string) {
  const where: Where = { until: status === 'dissolved' ? endedBy(day) : goesOnAfter(day) };
  return { where, keep: ({ since }: IncubatorDocument) => (status !== 'to-come') === since <= day };
}

/** Every incubator, dissolved ones too, with all its names. */
export const incubators = projection<GrappeEvents, IncubatorDocument>({
  name: 'incubation.incubators',
  version: 6,
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
      spaces: [],
      staff: [],
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
    'incubation.SpaceOpened': updates((incubator, { data: { incubatorId: _id, ...space } }) => ({
      ...incubator,
      spaces: [...incubator.spaces, space],
    })),
    'incubation.SpaceClosed': updates((incubator, { data: { spaceId, on } }) => ({
      ...incubator,
      spaces: changeItem(
        incubator.spaces,
        (each) => each.spaceId === spaceId,
        (each) => ({ ...each, until: on }),
      ),
    })),
    'incubation.AppointmentStarted': updates((incubator, { data: { incubatorId: _id, ...appointment } }) => ({
      ...incubator,
      staff: [...incubator.staff, appointment],
    })),
    'incubation.AppointmentEnded': updates((incubator, { data: { appointmentId, on } }) => ({
      ...incubator,
      staff: changeItem(
        incubator.staff,
        (each) => each.appointmentId === appointmentId,
        (each) => ({ ...each, until: on }),
      ),
    })),
  },
});

function withName(document: IncubatorDocument, added: DatedName): IncubatorDocument {
  const names = withFact(document.names, added);
  return { ...document, names, name: names.at(-1)?.name ?? document.name };
}
