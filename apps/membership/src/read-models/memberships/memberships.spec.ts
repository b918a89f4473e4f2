import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { fits, LAST_DAY } from '#libs/projections';
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
import { periodOn } from '#libs/contracts/facts';
import {
  memberships,
  membershipStatus,
  viewOfMembership,
  withStatus,
  type MembershipDocument,
} from './memberships.projection.ts';

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

  it('is what it was between the two events of a period of the past', () => {
    expect(after(admitted('2014-01-01'), admitted('2010-01-01'))).toMatchObject({ status: 'active' });
    expect(after(admitted('2014-01-01'), admitted('2010-01-01'), ended('2012-01-01'))).toMatchObject({
      status: 'active',
      periods: [{ since: '2010-01-01', until: '2012-01-01' }, { since: '2014-01-01' }],
    });
  });

  it('takes an end and a succession that find no member for what they are: nothing has changed', () => {
    expect(after(succeeded)).toMatchObject({ status: 'ended', periods: [] });
    expect(after(succeeded, admitted('2010-02-01'))).toMatchObject({ status: 'succeeded', until: '2017-03-28' });
    expect(after(admitted('2010-02-01'), succeeded, ended('2016-12-31'))).toMatchObject({
      status: 'ended',
      until: '2016-12-31',
    });
  });

  it('has the place of its last period until what an application asks for is admitted', () => {
    const document = after(admitted('2010-02-01', 'companies'), ended('2012-01-01'), {
      ...applied,
      data: { ...applied.data, on: '2013-01-01', college: 'start-ups' },
    });
    expect(document).toMatchObject({ college: 'companies', application: { college: 'start-ups' } });
  });

  it('says the same in whatever order its events come', () => {
    const events = [applied, admitted('2010-02-01'), ended('2012-01-01'), admitted('2014-01-01'), succeeded];
    const inOrder = after(...events);
    for (const turned of [events.toReversed(), [...events.slice(2), ...events.slice(0, 2)]])
      expect(after(...turned)).toEqual(inOrder);
  });
});

const goesOn = () => LAST_DAY;

describe('who leaves on a day to come', () => {
  const leaver = after(admitted('2010-02-01'), ended('2030-01-01'));
  const shown = (today: string) => (leaver === undefined ? undefined : viewOfMembership(leaver, goesOn, today));
  const statuses = membershipStatus.options;
  const listed = (document: MembershipDocument | undefined, today: string) =>
    statuses.filter((status) => {
      const { where, keep } = withStatus(status, today);
      const isKept = document !== undefined && keep(goesOn)(document);
      if (isKept) expect(fits(document, where, memberships.columns)).toBe(true);
      return isKept;
    });

  it('is a member until then, and is shown with the day', () => {
    expect(shown('2029-12-31')).toMatchObject({ status: 'active', until: '2030-01-01' });
    expect(shown('2030-01-01')).toMatchObject({ status: 'ended', until: '2030-01-01' });
  });

  it.each<[string, MembershipDocument | undefined, string]>([
    ['leaves next year', leaver, '2029-12-31'],
    ['left today', leaver, '2030-01-01'],
    ['is a member', after(admitted('2010-02-01')), '2029-12-31'],
    ['has applied', after(applied), '2029-12-31'],
    ['was refused', after(applied, refused), '2029-12-31'],
    ['goes over tomorrow', after(admitted('2010-02-01'), succeeded), '2017-03-27'],
    ['went over today', after(admitted('2010-02-01'), succeeded), '2017-03-28'],
    ['left and applied again', after(admitted('2005-02-01'), ended('2007-01-01'), applied), '2029-12-31'],
  ])('is in the list of the status that is shown: who %s', (_who, document, today) => {
    expect(listed(document, today)).toEqual(document ? [viewOfMembership(document, goesOn, today).status] : []);
  });
});

describe('a membership of a cluster that is dissolved', () => {
  const dissolvedOn = () => '2016-01-01';
  const shown = (document: MembershipDocument | undefined, day: string) =>
    document === undefined ? undefined : viewOfMembership(document, dissolvedOn, day);

  it('ends with it, and an application too', () => {
    const member = after(admitted('2010-02-01'));
    expect(shown(member, '2015-12-31')).toMatchObject({ status: 'active', until: '2016-01-01' });
    expect(shown(member, '2016-01-01')).toMatchObject({ status: 'ended', periods: [{ cause: 'dissolution' }] });
    expect([shown(after(applied), '2015-12-31')?.status, shown(after(applied), '2016-01-01')?.status]).toEqual([
      'applied',
      'ended',
    ]);
  });

  it('of which the member had left before ends as it did', () => {
    const left = after(admitted('2010-02-01'), ended('2012-01-01'));
    expect(shown(left, '2016-01-01')).toMatchObject({ until: '2012-01-01', periods: [{ cause: 'resignation' }] });
    const later = after(admitted('2010-02-01'), ended('2018-01-01'));
    expect(shown(later, '2017-01-01')).toMatchObject({ status: 'ended', until: '2016-01-01' });
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
    expect(document === undefined ? 'none' : periodOn(document.periods, day)?.since).toBe(since);
  });
});
