import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { propertySeed } from '#libs/kernel/testing';
import { chunkingDoesNotMatter, given, lawful, type Happened } from '#libs/projections/testing';
import { absorption, digitalLeague, esker, numelink, rhoneAlley } from '../../../test/facts.ts';
import { membershipId } from '../../domain/membership/membership.ts';
import { changesBetween, countOn, counts } from './counts.projection.ts';

type Event = Happened<GrappeEvents>;
const ids = { membershipId: membershipId(numelink, esker), clusterId: numelink, organisationId: esker };
const admitted = (since: string): Event => ({ type: 'membership.MemberAdmitted', data: { ...ids, since } });
const ended = (on: string): Event => ({ type: 'membership.MembershipEnded', data: { ...ids, cause: 'exclusion', on } });
const succeeded = (on: string): Event => ({
  type: 'membership.MembershipSucceeded',
  data: { ...ids, operationId: absorption, successorClusterId: digitalLeague, successorMembershipId: esker, on },
});
const passage = {
  ...ids,
  operationId: absorption,
  origin: { clusterId: rhoneAlley, membershipId: esker, memberSince: '2010-01-01' },
};
const transferred = (since: string): Event => ({ type: 'membership.MemberTransferred', data: { ...passage, since } });
const originAdded = (on: string): Event => ({ type: 'membership.MembershipOriginAdded', data: { ...passage, on } });
const after = (...events: readonly Event[]) => given(counts, events).document(numelink);

describe('the counts of a cluster', () => {
  const document = after(
    admitted('2012-01-01'),
    admitted('2010-01-01'),
    admitted('2012-01-01'),
    transferred('2015-06-30'),
    originAdded('2015-06-30'),
    ended('2013-01-01'),
    succeeded('2017-03-28'),
  );

  it('stand by day, however late a day was recorded', () => {
    expect(document).toEqual({
      clusterId: numelink,
      members: 2,
      days: [
        { day: '2010-01-01', joins: 1, leaves: 0 },
        { day: '2012-01-01', joins: 2, leaves: 0 },
        { day: '2013-01-01', joins: 0, leaves: 1 },
        { day: '2015-06-30', joins: 1, leaves: 0 },
        { day: '2017-03-28', joins: 0, leaves: 1 },
      ],
    });
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
    expect(countOn(document, day).members).toBe(members);
  });

  it('of a cluster that never had a member are zero', () => {
    expect(countOn(undefined, '2017-03-28')).toEqual({ members: 0, joins: 0, leaves: 0 });
  });

  it.each([ended('2013-01-01'), succeeded('2017-03-28')])('stop at $type of a cluster without members', (event) => {
    expect(() => after(event)).toThrow('and there is none');
  });

  it('leave out the first day and take the last', () => {
    expect(changesBetween(document, '2010-01-01', '2013-01-01')).toEqual({ joins: 2, leaves: 1 });
  });
});

const day = fc.constantFrom('2010-01-01', '2011-01-01', '2012-01-01', '2013-01-01', '2014-01-01');
const anyHistory = fc.array(
  fc.oneof(day.map(admitted), day.map(ended), day.map(succeeded), day.map(transferred), day.map(originAdded)),
  { maxLength: 30 },
);

describe('counts from any history', () => {
  it('reconcile: count(t1) = count(t0) + joins − leaves', () => {
    fc.assert(
      fc.property(anyHistory, day, day, (history, one, other) => {
        const [from, to] = one <= other ? [one, other] : [other, one];
        const document = after(...lawful(counts, history));
        const { joins, leaves } = changesBetween(document, from, to);
        expect(countOn(document, to).members).toBe(countOn(document, from).members + joins - leaves);
        expect(countOn(document, '9999-12-31').members).toBe(document?.members ?? 0);
      }),
      { seed: propertySeed() },
    );
  });

  chunkingDoesNotMatter(counts, anyHistory);
});
