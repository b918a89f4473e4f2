import type { z } from 'zod';
import { calendarLinkEvents, dateSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { AS_RECORDED, creates, projection, updates } from '#libs/projections';
import { withPassing, type Passing } from '../../domain/passing.ts';
import { passingsView } from '../passings.view.ts';

const { CalendarLinkIssued } = calendarLinkEvents;

/** Without its secret, of which nobody but its holder knows. */
export const calendarLinkView = CalendarLinkIssued.schema
  .omit({ secretHash: true })
  .extend({ revokedOn: dateSchema.optional(), passings: passingsView })
  .meta({ id: 'CalendarLink', description: 'A private link to the calendar of a cluster.' });

export type CalendarLinkDocument = Immutable<GrappeEvents['events.CalendarLinkIssued']> & {
  readonly revokedOn?: string | undefined;
  readonly passings?: readonly Passing[] | undefined;
};

/** Every private link to a calendar, those that were revoked too; the key is its id. */
export const calendarLinks = projection<GrappeEvents, CalendarLinkDocument>({
  name: 'events.calendar-links',
  version: 2,
  order: AS_RECORDED,
  subject: 'events.calendar-link',
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  key: 'linkId',
  on: {
    'events.CalendarLinkIssued': creates(({ data }) => data),
    'events.CalendarLinkRevoked': updates((link, { data: { on: revokedOn } }) => ({ ...link, revokedOn })),
    'events.CalendarLinkPassed': updates((link, { data }) => ({
      ...link,
      clusterId: data.to,
      passings: withPassing(link.passings, data),
    })),
  },
});

export function viewOfLink({
  secretHash: _hash,
  ...link
}: CalendarLinkDocument): Immutable<z.infer<typeof calendarLinkView>> {
  return link;
}
