import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { attendanceOf, sheetFault, type AttendanceSheet, type Move } from './attendance.ts';

const [anna, bruno, chloe, david, elise] = ['anna', 'bruno', 'chloe', 'david', 'elise'] as const;

const arrive = (at: string, ...voterIds: readonly string[]): Move => ({ type: 'VotersArrived', voterIds, at });
const leave = (at: string, ...voterIds: readonly string[]): Move => ({ type: 'VotersLeft', voterIds, at });
const withdraw = (at: string, ...voterIds: readonly string[]): Move => ({ type: 'ProxiesWithdrawn', voterIds, at });
const give = (holderId: string, principals: readonly string[], at?: string): Move => ({
  ...{ type: 'ProxiesGiven', proxies: principals.map((principalId) => ({ principalId, holderId })) },
  ...(at === undefined ? {} : { at }),
});
const sheet = (moves: readonly Move[], proxiesPerHolder?: number): AttendanceSheet => ({
  opened: { members: 5, ...(proxiesPerHolder === undefined ? {} : { proxiesPerHolder }) },
  moves,
});
const counts = (moves: readonly Move[], at?: string) => {
  const { present, represented } = attendanceOf(sheet(moves), at);
  return [present.length, represented.length];
};

// openslides/OpenSlides#5745, openslides-client#3518: votes of principals whose holder was gone, or who were there themselves.
describe('whoever takes part in a meeting', () => {
  const evening = [
    give(anna, [bruno, chloe, david]),
    arrive('19:00', anna, elise),
    arrive('20:00', bruno),
    leave('21:00', anna),
    arrive('21:30', anna),
    leave('22:00', bruno),
  ];
  it.each([
    ['before anybody came', '18:59', 0, 0],
    ['a holder with three proxies', '19:00', 2, 3],
    ['a principal comes: its proxy ends, and attendance is what it was', '20:00', 3, 2],
    ['the holder takes part in what is voted when it leaves', '21:00', 3, 2],
    ['the holder has left: its proxies with it', '21:01', 2, 0],
    ['the holder is back, and its proxies', '21:30', 3, 2],
    ['the principal leaves again: its proxy has ended for good', '22:01', 2, 2],
  ])('%s', (_name, at, present, represented) => {
    expect(counts(evening, at)).toEqual([present, represented]);
    expect(counts(evening.toReversed(), at)).toEqual([present, represented]);
  });

  it('counts over the whole meeting each voter once: who came in the end was not represented', () => {
    expect(counts(evening)).toEqual([3, 2]);
  });

  it('does not count a proxy that was taken back, or whose holder never came', () => {
    expect(counts([give(anna, [bruno, chloe]), withdraw('18:00', bruno), arrive('19:00', anna)])).toEqual([1, 1]);
    expect(counts([give(anna, [bruno, chloe])])).toEqual([0, 0]);
  });

  it('goes on after midnight', () => {
    expect(counts([arrive('23:50', anna), leave('25:10', anna), arrive('24:30', bruno)], '25:30')).toEqual([1, 0]);
  });
});

describe('what a sheet cannot say', () => {
  it.each<[string, AttendanceSheet, object]>([
    [
      'somebody comes twice',
      sheet([arrive('19:00', anna), arrive('20:00', anna)]),
      { type: 'GOV_VOTER_PRESENT', found: anna, required: 'a voter who is not there at 20:00' },
    ],
    [
      'somebody leaves who never came',
      sheet([leave('20:00', anna)]),
      { type: 'GOV_VOTER_NOT_PRESENT', found: anna, required: 'a voter who is there at 20:00' },
    ],
    [
      'a proxy for oneself',
      sheet([give(anna, [anna])]),
      { type: 'GOV_PROXY_TO_ONESELF', found: anna, required: 'another voter as its holder' },
    ],
    [
      'a proxy of somebody who is there',
      sheet([arrive('19:00', bruno), give(anna, [bruno], '19:30')]),
      { type: 'GOV_PRINCIPAL_PRESENT', found: bruno, required: 'a voter who is not there' },
    ],
    [
      'the same principal given to two holders',
      sheet([give(anna, [bruno]), give(chloe, [bruno], '18:00')]),
      { type: 'GOV_PROXY_GIVEN_TWICE', found: chloe, required: 'none beside the one that anna holds' },
    ],
    [
      'a proxy taken back that was not given',
      sheet([withdraw('18:00', bruno)]),
      { type: 'GOV_PROXY_NOT_GIVEN', found: bruno, required: 'a voter whose proxy is in force at 18:00' },
    ],
    [
      'a third proxy where the statutes allow two',
      sheet([give(anna, [bruno, chloe, david])], 2),
      { type: 'GOV_PROXIES_TOO_MANY', found: 3, required: 2 },
    ],
  ])('%s', (_name, impossible, refusal) => {
    expect(sheetFault(impossible)).toEqual(refusal);
  });

  it.each<[string, AttendanceSheet]>([
    ['any number of proxies where the statutes set no limit', sheet([give(anna, [bruno, chloe, david, elise])])],
    [
      'a proxy given anew once it was taken back',
      sheet([give(anna, [bruno]), withdraw('18:00', bruno), give(chloe, [bruno], '18:00')]),
    ],
    [
      'a proxy given by one who has left',
      sheet([arrive('19:00', bruno), leave('20:00', bruno), give(anna, [bruno], '20:30')]),
    ],
  ])('but %s', (_name, possible) => {
    expect(sheetFault(possible)).toBeUndefined();
  });
});

it('nobody is counted twice, and only holders who are there represent anybody', () => {
  const voter = fc.constantFrom(anna, bruno, chloe, david, elise);
  const at = fc.constantFrom('18:00', '19:00', '20:00', '21:00');
  const move = fc.oneof(
    fc.tuple(at, voter).map(([time, id]) => arrive(time, id)),
    fc.tuple(at, voter).map(([time, id]) => leave(time, id)),
    fc.tuple(at, voter).map(([time, id]) => withdraw(time, id)),
    fc.tuple(at, voter, voter).map(([time, holder, principal]) => give(holder, [principal], time)),
  );
  let possible = 0;
  fc.assert(
    fc.property(fc.array(move, { maxLength: 12 }), at, (moves, time) => {
      const drawn = moves.filter((_move, index) => sheetFault(sheet(moves.slice(0, index + 1))) === undefined);
      fc.pre(sheetFault(sheet(drawn)) === undefined);
      possible += 1;
      const { present, represented } = attendanceOf(sheet(drawn), time);
      const all = [...present, ...represented.map(({ principalId }) => principalId)];
      expect(new Set(all).size).toBe(all.length);
      for (const { holderId } of represented) expect(present).toContain(holderId);
      const whole = attendanceOf(sheet(drawn));
      expect(whole.present).toEqual(expect.arrayContaining([...present]));
    }),
    { seed: propertySeed(), numRuns: 300 },
  );
  expect(possible).toBeGreaterThan(100);
});
