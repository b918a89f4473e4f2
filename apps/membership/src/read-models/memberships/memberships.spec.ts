import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import {
  absorption,
  antennaOfDrome,
  auvergneTic,
  digitalLeague,
  esker,
  fusion,
  numelink,
  rhoneAlley,
} from '../../../test/facts.ts';
import { membershipId } from '../../domain/membership/membership.ts';
import { periodOn, lastPeriodBefore, memberships } from './memberships.projection.ts';

type Event = Happened<GrappeEvents>;
const id = membershipId(numelink, esker);
const ids = { membershipId: id, clusterId: numelink, organisationId: esker };

const applied: Event = {
  type: 'membership.MembershipApplied',
  data: { ...ids, college: 'companies', antennaId: antennaOfDrome, on: '2010-01-10' },
};
const refused: Event = {
  type: 'membership.MembershipRefused',
  data: { ...ids, reason: 'no digital activity', on: '2010-02-01' },
};
const admitted = (since: string, college?: string): Event => ({
  type: 'membership.MemberAdmitted',
  data: { ...ids, since, college },
});
const ended = (on: string): Event => ({
  type: 'membership.MembershipEnded',
  data: { ...ids, cause: 'resignation', on },
});
const origin = (clusterId: string) => ({
  clusterId,
  membershipId: membershipId(clusterId, esker),
  memberSince: '2011-01-01',
});
const transferred = (from: string): Event => ({
  type: 'membership.MemberTransferred',
  data: { ...ids, operationId: absorption, origin: origin(from), since: '2015-06-30' },
});
const originAdded = (from: string): Event => ({
  type: 'membership.MembershipOriginAdded',
  data: { ...ids, operationId: absorption, origin: origin(from), on: '2015-06-30' },
});
const succeeded: Event = {
  type: 'membership.MembershipSucceeded',
  data: {
    ...ids,
    operationId: fusion,
    successorClusterId: digitalLeague,
    successorMembershipId: membershipId(digitalLeague, esker),
    on: '2017-03-28',
  },
};
const after = (...events: readonly Event[]) => given(memberships, events).document(id);

describe('the member register', () => {
  it('shows an application with what was asked for', () => {
    expect(after(applied)).toMatchObject({ status: 'applied', application: { on: '2010-01-10' }, periods: [] });
  });

  it('shows why an application was refused', () => {
    expect(after(applied, refused)).toMatchObject({
      status: 'refused',
      application: { on: '2010-01-10', refusedOn: '2010-02-01', reason: 'no digital activity' },
    });
  });

  it('shows a member with the college and antenna of the application', () => {
    expect(after(applied, admitted('2010-02-01'))).toMatchObject({
      ...ids,
      status: 'active',
      college: 'companies',
      antennaId: antennaOfDrome,
      since: '2010-02-01',
      periods: [{ since: '2010-02-01' }],
    });
  });

  it('keeps every period of one who left and came back', () => {
    const document = after(admitted('2010-02-01'), ended('2012-01-01'), admitted('2014-01-01', 'start-ups'));
    expect(document).toMatchObject({
      status: 'active',
      since: '2014-01-01',
      college: 'start-ups',
      periods: [{ since: '2010-02-01', until: '2012-01-01', cause: 'resignation' }, { since: '2014-01-01' }],
    });
    expect(document).not.toHaveProperty('until');
  });

  it('shows a member made by a transfer with its origin', () => {
    expect(after(transferred(rhoneAlley))).toMatchObject({
      status: 'active',
      since: '2015-06-30',
      periods: [{ since: '2015-06-30', operationId: absorption }],
      origins: [{ ...origin(rhoneAlley), operationId: absorption }],
    });
  });

  it('adds an origin to a member without a second period', () => {
    const document = after(admitted('2010-02-01'), originAdded(rhoneAlley), originAdded(auvergneTic));
    expect(document).toMatchObject({ status: 'active', since: '2010-02-01', periods: [{ since: '2010-02-01' }] });
    expect(document?.origins.map(({ clusterId }) => clusterId)).toEqual([rhoneAlley, auvergneTic]);
  });

  it('shows where a membership went on, with its last period closed', () => {
    expect(after(admitted('2010-02-01'), succeeded)).toMatchObject({
      status: 'succeeded',
      until: '2017-03-28',
      periods: [{ since: '2010-02-01', until: '2017-03-28', cause: 'succession' }],
      succession: { operationId: fusion, successorClusterId: digitalLeague },
    });
  });

  it.each<[string, readonly Event[], string]>([
    [
      'a refusal without an application',
      [admitted('2010-02-01'), refused],
      'an application is refused that nobody made',
    ],
    ['an end of what was applied for only', [applied, ended('2012-01-01')], 'a membership ends that never began'],
    ['a succession of what was refused', [applied, refused, succeeded], 'a membership ends that never began'],
  ])('stops at %s', (_what, events, message) => {
    expect(() => after(...events)).toThrow(message);
  });

  it.each<[string, Event]>([
    ['a refusal', refused],
    ['an end', ended('2012-01-01')],
    ['a succession', succeeded],
    ['a further origin', originAdded(rhoneAlley)],
  ])('stops at %s of what was never a membership', (_what, event) => {
    expect(() => after(event)).toThrow('and there is none');
  });
});

describe('a membership on a day', () => {
  const document = after(admitted('2010-02-01'), ended('2012-01-01'), admitted('2014-01-01'), succeeded);
  it.each([
    ['2010-01-31', undefined],
    ['2010-02-01', '2010-02-01'],
    ['2011-12-31', '2010-02-01'],
    ['2012-01-01', undefined],
    ['2013-12-31', undefined],
    ['2014-01-01', '2014-01-01'],
    ['2017-03-27', '2014-01-01'],
    ['2017-03-28', undefined],
  ])('%s lies in the period from %s', (day, since) => {
    expect(document === undefined ? 'none' : periodOn(document, day)?.since).toBe(since);
  });

  it.each([
    ['an admission', after(admitted('2010-02-01')), { since: '2010-02-01' }],
    ['a transfer by the operation itself', after(transferred(rhoneAlley)), undefined],
    [
      'an admission that ended before',
      after(admitted('2010-02-01'), ended('2012-01-01')),
      { since: '2010-02-01', until: '2012-01-01', cause: 'resignation' },
    ],
  ])('its last period before the operation is that of %s', (_what, register, expected) => {
    expect(register && lastPeriodBefore(register, absorption)).toEqual(expected);
  });
});
