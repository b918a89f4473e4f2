import { describe, expect, it } from '@jest/globals';
import { degressivityBreaches } from './degressivity.ts';
import { CAMBRIDGE_2011, PARLIAMENT_2024 } from './testing/states.ts';

describe('degressive proportionality', () => {
  it('European Parliament 2024-2029: 720 seats, of which no breach is more than rounding', () => {
    expect(PARLIAMENT_2024.reduce((total, [, , seats]) => total + seats, 0)).toBe(720);
    const units = PARLIAMENT_2024.map(([unit, people, seats]) => ({ unit, people, seats }));
    const kinds = new Set(degressivityBreaches(units).map(({ kind }) => kind));
    expect([...kinds].filter((kind) => kind !== 'by-rounding')).toEqual([]);
  });

  it('Cambridge Compromise 2011: no breach but by rounding', () => {
    const units = CAMBRIDGE_2011.map(([unit, people, seats]) => ({ unit, people, seats }));
    expect(degressivityBreaches(units).filter(({ kind }) => kind !== 'by-rounding')).toEqual([]);
  });

  it.each([
    ['in proportion and one more for the small', 100, 9, 10, 2, []],
    ['the larger has fewer seats', 100, 3, 50, 4, [{ larger: 'A', smaller: 'B', kind: 'fewer-seats' }]],
    [
      'the larger has more than in proportion',
      100,
      30,
      50,
      10,
      [{ larger: 'A', smaller: 'B', kind: 'fewer-people-per-seat' }],
    ],
    [
      'exactly in proportion, which rounding explains',
      100,
      10,
      50,
      5,
      [{ larger: 'A', smaller: 'B', kind: 'by-rounding' }],
    ],
    ['equal people', 50, 3, 50, 4, []],
  ])('%s', (_sentence, peopleOfA, seatsOfA, peopleOfB, seatsOfB, breaches) => {
    const units = [
      { unit: 'A', people: peopleOfA, seats: seatsOfA },
      { unit: 'B', people: String(peopleOfB), seats: seatsOfB },
    ];
    expect(degressivityBreaches(units)).toEqual(breaches);
  });

  it('is asked of people and seats only', () => {
    expect(() => degressivityBreaches([{ unit: 'A', people: '1.5', seats: 1 }])).toThrow(
      'people and seats of A are integers from 0 on, found 1.5 and 1',
    );
  });
});
