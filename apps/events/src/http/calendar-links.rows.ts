import { commandOf, commandTable, type CommandRequest, type Transaction } from '#libs/commands';
import { calendarLinkEvents } from '#libs/contracts';
import { calendarLink, clusterOfLink } from '../domain/calendar-link/calendar-link.ts';
import { eventsRefusals } from './refusals.table.ts';
import { absentCluster, absentOrganisation } from './register.ts';

const { organisationId, secretHash, clusterId } = calendarLinkEvents.CalendarLinkIssued.schema.shape;

async function ownCluster({ id }: Pick<CommandRequest<unknown>, 'id'>, tx: Transaction): Promise<readonly string[]> {
  const known = clusterOfLink(await tx.read(calendarLink, id));
  return known === undefined ? [] : [known];
}

/** Private links to calendars, for programs that send no token. */
export const calendarLinkCommands = commandTable('events.calendar-links', eventsRefusals, [
  commandOf(calendarLink, 'IssueCalendarLink', {
    summary: 'Issue a private link to the calendar of a cluster to a member; it reads as long as the member is one.',
    body: {
      clusterId,
      organisationId: organisationId.describe('The member whose right it is.'),
      secretHash: secretHash.describe('SHA-256 of a secret of 32 letters or more that only its holder knows.'),
    },
    scope: ({ body }) => [body.clusterId],
    unless: async ({ body, copies, effectiveAt }) =>
      (await absentCluster(copies, body.clusterId, effectiveAt)) ??
      (await absentOrganisation(copies, [body.organisationId])),
    refusals: ['EVT_CLUSTER_ABSENT', 'EVT_ORGANISATION_ABSENT', 'EVT_LINK_EXISTS'],
    decide: ({ id, body, effectiveAt: on }) => ({ linkId: id, ...body, on }),
  }),
  commandOf(calendarLink, 'RevokeCalendarLink', {
    verb: 'revoke',
    summary: 'Revoke a private link to a calendar, at once and for good.',
    scope: ownCluster,
    refusals: ['EVT_LINK_NOT_FOUND'],
    decide: ({ id, effectiveAt: on }) => ({ linkId: id, on }),
  }),
]);
