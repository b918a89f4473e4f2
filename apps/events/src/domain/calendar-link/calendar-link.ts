import type { calendarLinkEvents, DomainEvent } from '#libs/contracts';
import { accept, acceptRepeat, aggregate, cannotFollow, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, Refusal } from '#libs/kernel';
import { followed, withPassing, type Passing } from '../passing.ts';

export type CalendarLinkEvent = DomainEvent<typeof calendarLinkEvents>;
type Issued = EventOf<CalendarLinkEvent, 'CalendarLinkIssued'>;
type Revoked = EventOf<CalendarLinkEvent, 'CalendarLinkRevoked'>;
type Passed = EventOf<CalendarLinkEvent, 'CalendarLinkPassed'>;

export interface CalendarLink {
  /** Absent before it was issued. */
  readonly issued?: Omit<Issued, 'type'> | undefined;
  readonly revokedOn?: string | undefined;
  /** By which mergers it went to the calendar of which cluster; absent where by none. */
  readonly passings?: readonly Passing[] | undefined;
}

/** What a merger does to a link to the calendar of a predecessor. */
export type PassCalendarLink = CommandFor<Passed, 'PassCalendarLink'>;
export type CalendarLinkCommand =
  CommandFor<Issued, 'IssueCalendarLink'> | CommandFor<Revoked, 'RevokeCalendarLink', 'clusterId'> | PassCalendarLink;

/** `found` is the id that is unknown, or the member whose link has this id. */
export type CalendarLinkRejection = Refusal<'EVT_LINK_NOT_FOUND' | 'EVT_LINK_EXISTS', 'found'>;

const initial: CalendarLink = {};

/** A private link to the calendar of a cluster. Of its secret only the hash is kept; what is revoked once is revoked for good. */
export const calendarLink = aggregate({ context: 'events', name: 'calendar-link', initial, evolve, decide });

function evolve(state: CalendarLink, event: CalendarLinkEvent): CalendarLink {
  const { issued } = state;
  if (event.type === 'CalendarLinkIssued') {
    if (issued !== undefined) cannotFollow(event, `the link was issued on ${issued.on}`);
    const { type: _type, ...link } = event;
    return { issued: link };
  }
  if (issued === undefined) cannotFollow(event, 'the link was not issued');
  if (event.type === 'CalendarLinkRevoked') return { ...state, revokedOn: event.on };
  if (state.revokedOn !== undefined) cannotFollow(event, `the link was revoked on ${state.revokedOn}`);
  return { ...state, passings: withPassing(state.passings, event) };
}

/** To the calendar of which cluster a link leads now; undefined before it was issued. */
export function clusterOfLink({ issued, passings = [] }: CalendarLink): string | undefined {
  return issued && followed(issued.clusterId, passings);
}

function decide(command: CalendarLinkCommand, state: CalendarLink): Decision<CalendarLinkEvent, CalendarLinkRejection> {
  const { issued, revokedOn, passings = [] } = state;
  if (command.type === 'IssueCalendarLink') {
    const { type: _type, ...link } = command;
    if (issued === undefined) return accept<CalendarLinkEvent>({ type: 'CalendarLinkIssued', ...link });
    return acceptRepeat(link, issued, { type: 'EVT_LINK_EXISTS', found: issued.organisationId });
  }
  if (issued === undefined) return reject({ type: 'EVT_LINK_NOT_FOUND', found: command.linkId });
  if (revokedOn !== undefined) return accept();
  const clusterId = clusterOfLink(state) ?? issued.clusterId;
  if (command.type === 'RevokeCalendarLink')
    return accept<CalendarLinkEvent>({ ...command, type: 'CalendarLinkRevoked', clusterId });
  const isKnown = passings.some(
    ({ operationId, annulment }) => operationId === command.operationId && annulment === command.annulment,
  );
  if (isKnown || clusterId !== command.from) return accept();
  return accept<CalendarLinkEvent>({ ...command, type: 'CalendarLinkPassed' });
}
