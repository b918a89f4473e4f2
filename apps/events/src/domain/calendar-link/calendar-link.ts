import type { calendarLinkEvents, DomainEvent } from '#libs/contracts';
import { accept, acceptRepeat, aggregate, cannotFollow, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, Refusal } from '#libs/kernel';

export type CalendarLinkEvent = DomainEvent<typeof calendarLinkEvents>;
type Issued = EventOf<CalendarLinkEvent, 'CalendarLinkIssued'>;
type Revoked = EventOf<CalendarLinkEvent, 'CalendarLinkRevoked'>;

export interface CalendarLink {
  /** Absent before it was issued. */
  readonly issued?: Omit<Issued, 'type'> | undefined;
  readonly revokedOn?: string | undefined;
}

export type CalendarLinkCommand =
  CommandFor<Issued, 'IssueCalendarLink'> | CommandFor<Revoked, 'RevokeCalendarLink', 'clusterId'>;

/** `found` is the id that is unknown, or the member whose link has this id. */
export type CalendarLinkRejection = Refusal<'EVT_LINK_NOT_FOUND' | 'EVT_LINK_EXISTS', 'found'>;

const initial: CalendarLink = {};

/** A private link to the calendar of a cluster. Of its secret only the hash is kept; what is revoked once is revoked for good. */
export const calendarLink = aggregate({ context: 'events', name: 'calendar-link', initial, evolve, decide });

function evolve({ issued }: CalendarLink, event: CalendarLinkEvent): CalendarLink {
  if (event.type === 'CalendarLinkRevoked') {
    if (issued === undefined) cannotFollow(event, 'the link was not issued');
    return { issued, revokedOn: event.on };
  }
  if (issued !== undefined) cannotFollow(event, `the link was issued on ${issued.on}`);
  const { type: _type, ...link } = event;
  return { issued: link };
}

function decide(
  command: CalendarLinkCommand,
  { issued, revokedOn }: CalendarLink,
): Decision<CalendarLinkEvent, CalendarLinkRejection> {
  if (command.type === 'IssueCalendarLink') {
    const { type: _type, ...link } = command;
    if (issued === undefined) return accept<CalendarLinkEvent>({ type: 'CalendarLinkIssued', ...link });
    return acceptRepeat(link, issued, { type: 'EVT_LINK_EXISTS', found: issued.organisationId });
  }
  if (issued === undefined) return reject({ type: 'EVT_LINK_NOT_FOUND', found: command.linkId });
  if (revokedOn !== undefined) return accept();
  return accept<CalendarLinkEvent>({ ...command, type: 'CalendarLinkRevoked', clusterId: issued.clusterId });
}
