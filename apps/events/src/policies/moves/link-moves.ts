import { managerCommand } from '#libs/commands';
import { calendarDate, uuid } from '#libs/kernel';
import { step } from '#libs/process-managers';
import type { Annulled, ListedMember, ReferenceMove, Succession } from '#libs/process-managers';
import { heirOf } from '#libs/succession';
import { calendarLink, type PassCalendarLink } from '../../domain/calendar-link/calendar-link.ts';
import type { CalendarLinkDocument } from '../../read-models/calendar-links/calendar-links.projection.ts';
import { dayOfPassing, passedBy, type Move } from './move.ts';

/** What passes one private link. */
export const passCalendarLink = managerCommand<PassCalendarLink>({
  name: 'events.pass-calendar-link',
  summary: 'Let a private link lead to the calendar of the successor: its holder is a member of that now.',
  aggregate: calendarLink,
  run: (tx, { id, body }) => tx.decide(calendarLink, id, body),
});

/** Links of members of a predecessor, or of a branch: each goes where its member goes. One that was revoked stays what it was. */
export function linksMoved(
  succession: Succession,
  links: readonly CalendarLinkDocument[],
  members: readonly ListedMember[],
): readonly Move[] {
  const { operationId } = succession;
  return links.flatMap(({ linkId, clusterId, organisationId, revokedOn, passings, on: issuedOn }) => {
    const [moved] = passedBy(succession, passings);
    const from = moved?.from ?? clusterId;
    const its = members.find((each) => each.clusterId === from && each.organisationId === organisationId);
    const of = { kind: 'member', organisationId, antennaId: its?.antennaId, college: its?.college } as const;
    const to = moved?.to ?? (revokedOn === undefined ? heirOf(succession, from, of) : undefined);
    if (to === undefined) return [];
    const on = dayOfPassing(succession, issuedOn);
    const body = { type: 'PassCalendarLink', linkId, from, to, operationId, annulment: undefined, on } as const;
    const key = `calendar-link:${linkId}`;
    return [{ step: step(passCalendarLink, { key, id: uuid(linkId), body, effectiveAt: on }), on }];
  });
}

export function linksMovedBack(succession: Annulled, links: readonly CalendarLinkDocument[]): readonly ReferenceMove[] {
  const { operationId, annulledOn } = succession;
  return links.flatMap(({ linkId, passings, revokedOn }) => {
    const [moved] = passedBy(succession, passings);
    if (moved === undefined || revokedOn !== undefined) return [];
    const on = calendarDate(annulledOn);
    const ends = { from: moved.to, to: moved.from };
    const body = { type: 'PassCalendarLink', linkId, ...ends, operationId, annulment: true, on } as const;
    const key = `annulled-calendar-link:${linkId}`;
    return [{ step: step(passCalendarLink, { key, id: uuid(linkId), body, effectiveAt: on }) }];
  });
}
