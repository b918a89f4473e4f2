import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { absorption, esker, numelink } from '../../../test/facts.ts';
import { membershipId } from '../../domain/membership/membership.ts';
import { changesBetween, countsOf } from './counts.ts';
import type { KnownDays } from './memberships.projection.ts';
import { lastStatusChangeOn, movementOf } from './movements.ts';

const member = (periods: KnownDays['periods'], more: Partial<KnownDays> = {}): KnownDays => ({
  ...{ membershipId: membershipId(numelink, esker), clusterId: numelink, organisationId: esker },
  ...{ status: 'active', origins: [], periods },
  ...more,
});
const twice = member([
  { since: '2010-01-01', until: '2012-01-01', cause: 'resignation', reason: 'moved' },
  { since: '2014-01-01', operationId: absorption, until: '2016-01-01', cause: 'exclusion' },
]);

describe('between two days', () => {
  it.each<[string, string, object]>([
    ['2009-12-31', '2010-01-01', { joinedOn: '2010-01-01', leavingOn: '2012-01-01' }],
    ['2010-01-01', '2011-12-31', { leavingOn: '2012-01-01', cause: 'resignation' }],
    ['2010-01-01', '2012-01-01', { leftOn: '2012-01-01', cause: 'resignation', reason: 'moved' }],
    ['2012-01-01', '2013-12-31', {}],
    ['2012-01-01', '2014-01-01', { joinedOn: '2014-01-01', operationId: absorption, leavingOn: '2016-01-01' }],
    ['2009-01-01', '2017-01-01', { joinedOn: '2014-01-01', leftOn: '2016-01-01', cause: 'exclusion' }],
  ])('after %s and up to %s', (after, day, movement) => {
    expect(movementOf(twice, after, day)).toMatchObject(movement);
    if (Object.keys(movement).length === 0) expect(movementOf(twice, after, day)).toEqual({});
  });

  it('who joined and who left are those that the counts count', () => {
    const day = fc.constantFrom('2010-01-01', '2011-01-01', '2012-01-01', '2013-01-01', '2014-01-01');
    const drawn = fc.uniqueArray(day, { maxLength: 5 }).map((days) => days.toSorted());
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 6 }), day, day, (histories, one, other) => {
        const [after, by] = [one, other].toSorted() as [string, string];
        const register = histories.map((days) =>
          member(
            days.flatMap((since, index) => {
              const until = days[index + 1];
              return index % 2 === 1 ? [] : [{ since, ...(until === undefined ? {} : { until }) }];
            }),
          ),
        );
        const { joins, leaves } = changesBetween(countsOf(register), after, by);
        const moved = register.map((each) => movementOf(each, after, by));
        // Who did it twice within the days is counted twice, and listed once.
        expect(moved.filter(({ joinedOn }) => joinedOn !== undefined).length).toBeLessThanOrEqual(joins);
        expect(moved.some(({ joinedOn }) => joinedOn !== undefined)).toBe(joins > 0);
        expect(moved.some(({ leftOn }) => leftOn !== undefined)).toBe(leaves > 0);
      }),
      { seed: propertySeed() },
    );
  });
});

describe('the last change of status', () => {
  const refused = { on: '2013-01-01', state: 'refused', refusedOn: '2013-02-01' } as const;
  it.each([
    ['2009-12-31', undefined],
    ['2010-01-01', '2010-01-01'],
    ['2011-12-31', '2010-01-01'],
    ['2012-01-01', '2012-01-01'],
    ['2013-01-31', '2013-01-01'],
    ['2013-12-31', '2013-02-01'],
    ['2020-01-01', '2016-01-01'],
  ])('by %s was on %s', (day, on) => {
    expect(lastStatusChangeOn({ ...twice, application: refused }, day)).toBe(on);
  });
});
