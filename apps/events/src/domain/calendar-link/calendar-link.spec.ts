import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { countedUuid, specification } from '#libs/kernel/testing';
import { calendarLink, clusterOfLink, type CalendarLinkCommand, type CalendarLinkEvent } from './calendar-link.ts';

const { given } = specification(calendarLink);
const [linkId, clusterId, organisationId] = [countedUuid(1, 0xf6), countedUuid(2, 0xf6), countedUuid(3, 0xf6)];
const link = { linkId, clusterId, organisationId, secretHash: 'a'.repeat(64), on: '2016-01-05' };
const issue = (more: object = {}): CalendarLinkCommand => ({ type: 'IssueCalendarLink', ...link, ...more });
const issued: CalendarLinkEvent = { type: 'CalendarLinkIssued', ...link };
const revoke: CalendarLinkCommand = { type: 'RevokeCalendarLink', linkId, on: '2016-02-05' };
const revoked: CalendarLinkEvent = { type: 'CalendarLinkRevoked', linkId, clusterId, on: '2016-02-05' };

describe('a private link to a calendar', () => {
  it('is issued', () => given().when(issue()).then(issued));
  it('issued twice is one', () => given(issued).when(issue()).then());
  it('is no other one under its id', () =>
    given(issued)
      .when(issue({ secretHash: 'b'.repeat(64) }))
      .refused({ type: 'EVT_LINK_EXISTS', found: organisationId }));
  it('is revoked', () => given(issued).when(revoke).then(revoked));
  it('revoked twice is revoked', () => given(issued, revoked).when(revoke).then());
  it('that nobody issued is not revoked', () =>
    given().when(revoke).refused({ type: 'EVT_LINK_NOT_FOUND', found: linkId }));
  it('issued twice is an altered history', () => {
    expect(() => fold(calendarLink, [issued, issued])).toThrow('cannot follow');
    expect(() => fold(calendarLink, [revoked])).toThrow('cannot follow');
  });

  const to = countedUuid(4, 0xf6);
  const passing = { linkId, from: clusterId, to, operationId: countedUuid(5, 0xf6), on: '2016-02-01' };
  const pass: CalendarLinkCommand = { type: 'PassCalendarLink', ...passing };
  const passed: CalendarLinkEvent = { type: 'CalendarLinkPassed', ...passing };
  const ends = { from: to, to: clusterId, annulment: true } as const;
  it('passes with its member to the successor, once', () => {
    given(issued).when(pass).then(passed);
    given(issued, passed).when(pass).then();
    expect(clusterOfLink(fold(calendarLink, [issued, passed]))).toBe(to);
  });
  it('comes back by the annulment', () => {
    given(issued, passed)
      .when({ ...pass, ...ends })
      .then({ ...passed, ...ends });
    expect(clusterOfLink(fold(calendarLink, [issued, passed, { ...passed, ...ends }]))).toBe(clusterId);
  });
  it('of another cluster, or revoked, does not pass', () => {
    given(issued)
      .when({ ...pass, from: organisationId })
      .then();
    given(issued, revoked).when(pass).then();
  });
  it('is revoked under the successor', () =>
    given(issued, passed)
      .when(revoke)
      .then({ ...revoked, clusterId: to }));
});
