import type { z } from 'zod';
import { calendarLinkEvents, dateSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { AS_RECORDED, creates, projection, updates } from '#libs/projections';

const { CalendarLinkIssued } = calendarLinkEvents;

/** Without its secret, of which nobody but its holder knows. */
export const calendarLinkView = CalendarLinkIssued.schema
  .omit({ secretHash: true })
  .extend({ revokedOn: dateSchema.optional() })
  .meta({ id: 'CalendarLink', description: 'A private link to the calendar of a cluster.' });

export type CalendarLinkDocument = Immutable<GrappeEvents['events.CalendarLinkIssued']> & {
  readonly revokedOn?: string | undefined;
};

/** Every private link to a calendar, those that were revoked too; the key is its id. */
export const calendarLinks = projection<GrappeEvents, CalendarLinkDocument>({
  name: 'events.calendar-links',
  version: 1,
  order: AS_RECORDED,
  subject: 'events.calendar-link',
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  key: 'linkId',
  on: {
    'events.CalendarLinkIssued': creates(({ data }) => data),
    'events.CalendarLinkRevoked': updates((link, { data: { on: revokedOn } }) => ({ ...link, revokedOn })),
  },
});

export function viewOfLink({
  secretHash: _hash,
  ...link
}: CalendarLinkDocument): Immutable<z.infer<typeof calendarLinkView>> {
  return link;
}
