import { z } from 'zod';
import { catalog, supportEvents, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { creates, projection } from '#libs/projections';
import type { OccupancyDocument } from '../occupancies/occupancies.projection.ts';

const { schema } = supportEvents.SupportSessionHeld;

export const sessionView = schema
  .extend({
    persons: schema.shape.persons.optional().describe('Who gave it; for those who read files.'),
    subject: schema.shape.subject.describe('For those who read files.'),
    notAccompanied: z
      .array(uuidSchema)
      .describe(
        'Companies of the session that, by what is recorded of the incubator now, were neither inside on its day nor had left by then: one of the two records is wrong.',
      ),
  })
  .meta({
    id: 'SupportSession',
    description: 'A support session of an incubator, with who gave it and who took part.',
  });

export const sessionSummaryView = schema
  .omit({ persons: true, subject: true })
  .meta({ id: 'SupportSessionSummary', description: 'A support session without the persons who gave it.' });

export type SessionDocument = Immutable<GrappeEvents['incubation.SupportSessionHeld']>;

/** Every support session that was not taken back; the key is its id. */
export const sessions = projection<GrappeEvents, SessionDocument>({
  name: 'incubation.sessions',
  version: 1,
  order: catalog.order,
  subject: 'incubation.session',
  columns: {
    incubator_id: { type: 'text', from: 'incubatorId' },
    kind: { type: 'text', from: 'kind' },
    on: { type: 'date', from: 'on' },
  },
  indexes: [['incubator_id', 'on'], ['kind'], ['on']],
  key: 'sessionId',
  on: { 'incubation.SupportSessionHeld': creates(({ data }) => data) },
});

/** A session is judged by the occupancy when it is recorded, and again whenever it is read: what was recorded of the companies may have been corrected since. */
export function notAccompaniedIn(
  { organisationIds, on }: Pick<SessionDocument, 'organisationIds' | 'on'>,
  { admissions }: Pick<OccupancyDocument, 'admissions'>,
): readonly string[] {
  return organisationIds.filter(
    (id) =>
      !admissions.some(
        ({ organisationId, startsOn }) => organisationId === id && startsOn !== undefined && startsOn <= on,
      ),
  );
}
