import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { periodOn } from '#libs/contracts/facts';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { given, lawful, type Happened } from '#libs/projections/testing';
import { absorption, digitalLeague, esker, numelink, rhoneAlley } from '../../../test/facts.ts';
import { membershipId } from '../../domain/membership/membership.ts';
import { changesBetween, countOn, countsOf } from './counts.ts';
import { memberships } from './memberships.projection.ts';

type Event = Happened<GrappeEvents>;
const idsOf = (number: number) => {
  const organisationId = countedUuid(number, 8);
  return { membershipId: membershipId(numelink, organisationId), clusterId: numelink, organisationId };
};
const admitted = (since: string, number = 1): Event => ({
  type: 'membership.MemberAdmitted',
  data: { ...idsOf(number), since },
});
const ended = (on: string, number = 1): Event => ({
  type: 'membership.MembershipEnded',
  data: { ...idsOf(number), cause: 'exclusion', on },
});
const succeeded = (on: string, number = 1): Event => ({
  type: 'membership.MembershipSucceeded',
  data: {
    ...idsOf(number),
    operationId: absorption,
    successorClusterId: digitalLeague,
    successorMembershipId: esker,
    on,
  },
});
const passage = (number: number) => ({
  ...idsOf(number),
  operationId: absorption,
  origin: { clusterId: rhoneAlley, membershipId: esker, memberSince: '2010-01-01' },
});
const transferred = (since: string, number = 1): Event => ({
  type: 'membership.MemberTransferred',
  data: { ...passage(number), since },
});
const originAdded = (on: string, number = 1): Event => ({
  type: 'membership.MembershipOriginAdded',
  data: { ...passage(number), on },
});
const registerAfter = (...events: readonly Event[]) => [...given(memberships, events).documents().values()];
const after = (...events: readonly Event[]) => countsOf(registerAfter(...events));

describe('the counts of a cluster', () => {
  const days = after(
    admitted('2012-01-01', 1),
    admitted('2010-01-01', 2),
    admitted('2012-01-01', 3),
    transferred('2015-06-30', 4),
    originAdded('2015-06-30', 2),
    ended('2013-01-01', 3),
    ended('2018-01-01', 1),
    succeeded('2017-03-28', 1),
  );

  it('stand by day, however late a day was recorded; whoever was to leave later has gone over', () => {
    expect(days).toEqual([
      { day: '2010-01-01', joins: 1, leaves: 0 },
      { day: '2012-01-01', joins: 2, leaves: 0 },
      { day: '2013-01-01', joins: 0, leaves: 1 },
      { day: '2015-06-30', joins: 1, leaves: 0 },
      { day: '2017-03-28', joins: 0, leaves: 1 },
    ]);
  });

  it.each([
    ['2009-12-31', 0],
    ['2010-01-01', 1],
    ['2012-06-01', 3],
    ['2013-01-01', 2],
    ['2015-06-30', 3],
    ['2017-03-27', 3],
    ['2017-03-28', 2],
  ])('on %s are %i', (day, members) => {
    expect(countOn(days, day).members).toBe(members);
  });

  it('of a cluster that never had a member are zero', () => {
    expect(countOn([], '2017-03-28')).toEqual({ members: 0, joins: 0, leaves: 0 });
  });

  it('leave out the first day and take the last', () => {
    expect(changesBetween(days, '2010-01-01', '2013-01-01')).toEqual({ joins: 2, leaves: 1 });
  });
});

const day = fc.constantFrom('2010-01-01', '2011-01-01', '2012-01-01', '2013-01-01', '2014-01-01');
const number = fc.integer({ min: 1, max: 3 });
const of = (event: (day: string, number: number) => Event) => fc.tuple(day, number).map(([on, of]) => event(on, of));
const anyHistory = fc.array(fc.oneof(of(admitted), of(ended), of(succeeded), of(transferred), of(originAdded)), {
  maxLength: 30,
});

describe('counts from any history', () => {
  it('reconcile, and are those of the register: count(t1) = count(t0) + joins − leaves', () => {
    fc.assert(
      fc.property(anyHistory, day, day, (history, one, other) => {
        const [from, to] = one <= other ? [one, other] : [other, one];
        const register = registerAfter(...lawful(memberships, history));
        const days = countsOf(register);
        const { joins, leaves } = changesBetween(days, from, to);
        expect(countOn(days, to).members).toBe(countOn(days, from).members + joins - leaves);
        expect(countOn(days, to).members).toBe(
          register.filter(({ periods }) => periodOn(periods, to) !== undefined).length,
        );
      }),
      { seed: propertySeed() },
    );
  });
});
