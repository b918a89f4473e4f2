import { describe, expect, it } from '@jest/globals';
import { apportion } from './apportion.ts';
import type { Method } from './method.ts';
import { CAMBRIDGE_2011, STATES_2020 } from './testing/states.ts';
import { antennas, contest, openTies, seatsOf } from './testing/index.ts';

const EXAMPLE_2 = [9061, 7179, 5259, 3319, 1182];
const EXAMPLE_1 = [5117, 4400, 162, 161, 160];
const TEN = [43, 33, 12, 8, 4];

describe('published tables', () => {
  it.each<[string, readonly number[], number, Method, readonly number[]]>([
    ['Balinski & Young 1975, example 2', EXAMPLE_2, 26, 'hamilton', [9, 7, 5, 4, 1]],
    ['Balinski & Young 1975, example 2', EXAMPLE_2, 26, 'd-hondt', [10, 7, 5, 3, 1]],
    ['Balinski & Young 1975, example 2', EXAMPLE_2, 26, 'sainte-lague', [9, 8, 5, 3, 1]],
    ['Balinski & Young 1975, example 2', EXAMPLE_2, 26, 'huntington-hill', [9, 7, 6, 3, 1]],
    ['Balinski & Young 1975, example 2', EXAMPLE_2, 26, 'adams', [9, 7, 5, 3, 2]],
    ['Balinski & Young 1975, example 2', EXAMPLE_2, 26, 'dean', [9, 7, 5, 4, 1]],
    ['Balinski & Young 1975, example 1', EXAMPLE_1, 100, 'hamilton', [51, 44, 2, 2, 1]],
    ['Balinski & Young 1975, example 1', EXAMPLE_1, 100, 'd-hondt', [52, 45, 1, 1, 1]],
    ['Balinski & Young 1975, example 1', EXAMPLE_1, 100, 'sainte-lague', [51, 43, 2, 2, 2]],
    ['Balinski & Young 1975, example 1', EXAMPLE_1, 100, 'huntington-hill', [51, 43, 2, 2, 2]],
    ['Balinski & Young 1975, example 1', EXAMPLE_1, 100, 'adams', [51, 43, 2, 2, 2]],
    ['Balinski & Young 1975, example 1', EXAMPLE_1, 100, 'dean', [51, 43, 2, 2, 2]],
    ['Balinski & Young 1975, example 1', EXAMPLE_1, 100, 'quota-method', [52, 44, 2, 1, 1]],
    ['ten seats', TEN, 10, 'adams', [4, 3, 1, 1, 1]],
    ['ten seats', TEN, 10, 'huntington-hill', [4, 3, 1, 1, 1]],
    ['ten seats', TEN, 10, 'dean', [4, 3, 1, 1, 1]],
    ['ten seats', TEN, 10, 'sainte-lague', [5, 3, 1, 1, 0]],
    ['ten seats', TEN, 10, 'd-hondt', [5, 4, 1, 0, 0]],
    ['ten seats', TEN, 10, 'hamilton', [4, 3, 1, 1, 1]],
    [
      'Bundestag 2009',
      [11_828_277, 9_990_488, 6_316_080, 5_155_933, 4_643_272, 2_830_238],
      598,
      'sainte-lague',
      [173, 146, 93, 76, 68, 42],
    ],
    // crflynn/voting#18: a unit had 0
    [
      'ever smaller units',
      [5_609_968, 2_873_709, 83_801, 16_295, 10_107, 6_467],
      17,
      'huntington-hill',
      [9, 4, 1, 1, 1, 1],
    ],
    // kiesraad/abacus#1152, #1034, PR#3307
    ['a list without votes', [0, 3, 5, 6, 7, 79], 10, 'd-hondt', [0, 0, 0, 0, 0, 10]],
    ['a list without votes', [0, 3, 5, 6, 7, 79], 10, 'sainte-lague', [0, 0, 0, 1, 1, 8]],
    ['a list without votes', [0, 3, 5, 6, 7, 79], 10, 'hamilton', [0, 0, 0, 1, 1, 8]],
  ])('%s, %j, %d seats by %s: %j', (_table, figures, house, method, seats) => {
    const outcome = apportion(contest(figures, house, method));
    expect([outcome.kind, seatsOf(outcome)]).toEqual(['apportioned', seats]);
  });

  const populations = STATES_2020.map(([, population]) => population);
  it('House of Representatives 2020: 435 seats for 331,108,434 people by Huntington-Hill', () => {
    expect(populations.reduce((total, population) => total + population, 0)).toBe(331_108_434);
    const official = STATES_2020.map(([, , seats]) => seats);
    expect(seatsOf(apportion(contest(populations, 435, 'huntington-hill')))).toEqual(official);
  });

  it('House of Representatives 2020: Webster would move two seats', () => {
    const seats = seatsOf(apportion(contest(populations, 435, 'sainte-lague')));
    const moved = STATES_2020.flatMap(([state, , official], index) =>
      official === seats[index] ? [] : [`${state} ${String(official)} → ${String(seats[index])}`],
    );
    expect(moved).toEqual(['Montana 2 → 1', 'New York 26 → 27', 'Ohio 15 → 16', 'Rhode Island 2 → 1']);
  });

  it('Cambridge Compromise 2011: a base of 5 and the rest in proportion, rounded up, at most 96', () => {
    const figures = CAMBRIDGE_2011.map(([, population]) => population);
    const base = { seats: 5, rounding: 'adams' } as const;
    const outcome = apportion(contest(figures, 751, 'base-and-proportion', { base, maximum: 96 }));
    expect(seatsOf(outcome)).toEqual(CAMBRIDGE_2011.map(([, , seats]) => seats));
  });
});

describe('board and bureau of the six antennas', () => {
  it.each([
    ['board of 25, equal thirds', antennas(25, 'thirds'), [9, 6, 4, 3, 2, 1]],
    ['board of 25, jobs only', antennas(25, 'jobs'), [12, 4, 5, 2, 1, 1]],
    ['bureau of 15, equal thirds', antennas(15, 'thirds'), [6, 4, 2, 2, 1, 0]],
    ['bureau of 15, jobs only', antennas(15, 'jobs'), [7, 2, 3, 1, 1, 1]],
    ['bureau of 15, equal thirds, at least one each', antennas(15, 'thirds', { minimum: 1 }), [5, 4, 2, 2, 1, 1]],
  ])('%s: %j', (_sentence, input, seats) => {
    const outcome = apportion(input);
    expect([outcome.kind, seatsOf(outcome)]).toEqual(['apportioned', seats]);
  });

  it('by d’Hondt the last seat of the board on jobs alone is a tie: named, then decided by the rule or by a lot', () => {
    const byJobs = antennas(25, 'jobs', { method: 'd-hondt' });
    const named = apportion(byJobs);
    expect([named.kind, openTies(named)]).toEqual(['tied', [['Saint-Étienne-Roanne Valence-Romans', 1]]]);
    expect(seatsOf(named)).toEqual([13, 3, 5, 2, 0, 1]);
    expect(seatsOf(apportion({ ...byJobs, tieRule: ['weight'] }))).toEqual([13, 4, 5, 2, 0, 1]);
    const drawn = apportion({ ...byJobs, lots: [{ drawn: ['Valence-Romans'] }] });
    expect([drawn.kind, seatsOf(drawn)]).toEqual(['apportioned', [13, 3, 5, 2, 1, 1]]);
  });
});
