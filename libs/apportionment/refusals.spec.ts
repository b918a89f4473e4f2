import { describe, expect, it } from '@jest/globals';
import { apportion } from './apportion.ts';
import type { ApportionmentInput } from './input.ts';
import type { Refusal } from './refusal.ts';
import { contest, ONE, seatsOf } from './testing/index.ts';

const half = { numerator: '1', denominator: '2' } as const;
const two = contest([3, 1], 4, 'sainte-lague');
const withUnits = (...units: ApportionmentInput['units']): ApportionmentInput => ({ ...two, units });
const a = { unit: 'A', figures: { members: 3 } };
const b = { unit: 'B', figures: { members: 1 } };

describe('what cannot be', () => {
  it.each<[string, ApportionmentInput, Refusal]>([
    ['no house', { ...two, house: 0 }, { code: 'house-invalid', found: '0', required: 'an integer from 1 to 1000000' }],
    [
      'half a seat',
      { ...two, house: 1.5 },
      { code: 'house-invalid', found: '1.5', required: 'an integer from 1 to 1000000' },
    ],
    ['no units', withUnits(), { code: 'unit-missing', found: 'no units', required: 'at least one' }],
    ['a unit twice', withUnits(a, a), { code: 'unit-repeated', of: 'A', found: 'A', required: 'each unit once' }],
    [
      'no criteria',
      { ...two, criteria: [] },
      { code: 'criterion-missing', found: 'no criteria', required: 'at least one' },
    ],
    [
      'a criterion twice',
      {
        ...two,
        criteria: [
          { name: 'members', weight: half },
          { name: 'members', weight: half },
        ],
      },
      { code: 'criterion-repeated', of: 'members', found: 'members', required: 'each criterion once' },
    ],
    [
      'weights that do not sum to 1',
      {
        ...two,
        criteria: [
          { name: 'members', weight: half },
          { name: 'jobs', weight: { numerator: '1', denominator: '3' } },
        ],
      },
      { code: 'weights-not-one', found: '1/2 + 1/3 = 5/6', required: 'fractions from 0 on that sum to 1' },
    ],
    [
      'a weight below 0',
      { ...two, criteria: [{ name: 'members', weight: { numerator: '-1', denominator: '1' } }] },
      { code: 'weights-not-one', of: 'members', found: '-1', required: 'fractions from 0 on that sum to 1' },
    ],
    [
      'a figure that is missing',
      withUnits(a, { unit: 'B', figures: {} }),
      { code: 'figure-missing', of: 'B', found: 'no members', required: 'a figure for members' },
    ],
    [
      'a figure below 0',
      withUnits(a, { unit: 'B', figures: { members: -1 } }),
      {
        code: 'figure-invalid',
        of: 'B',
        found: 'members: -1',
        required: 'a decimal number from 0 on; a large one as text',
      },
    ],
    [
      'a number that is no longer exact',
      withUnits(a, { unit: 'B', figures: { members: 2 ** 60 } }),
      {
        code: 'figure-invalid',
        of: 'B',
        found: 'members: 1152921504606847000',
        required: 'a decimal number from 0 on; a large one as text',
      },
    ],
    [
      'nothing to share by',
      contest([0, 0], 3, 'hamilton'),
      { code: 'criterion-without-total', of: 'members', found: '0', required: 'a total above 0' },
    ],
    [
      'a minimum below 0',
      { ...two, minimum: -1 },
      { code: 'limit-invalid', found: '-1', required: 'an integer from 0 to 1000000' },
    ],
    [
      'a cap above the whole',
      { ...two, cap: { numerator: '3', denominator: '2' } },
      { code: 'limit-invalid', of: 'cap', found: '3/2', required: 'a fraction from 0 to 1' },
    ],
    [
      'a base that is missing',
      { ...two, method: 'base-and-proportion' },
      { code: 'base-missing', found: 'none', required: 'the base of each unit' },
    ],
    [
      'a base that nothing uses',
      { ...two, base: { seats: 1, rounding: 'adams' } },
      { code: 'base-not-used', found: 'sainte-lague', required: 'base-and-proportion, or no base' },
    ],
    [
      'seats reserved for a stranger',
      { ...two, reserved: [{ name: 'founder', unit: 'Z', seats: 1 }] },
      { code: 'reserved-unknown', of: 'founder', found: 'Z', required: 'one of the units' },
    ],
    [
      'a rule that names no figure',
      { ...two, tieRule: ['weight', 'age'] },
      { code: 'figure-missing', of: 'A', found: 'no age', required: 'a figure for age' },
    ],
    [
      'more reserved seats than there are',
      { ...two, reserved: [{ name: 'founders', seats: 5 }] },
      { code: 'reserved-over-house', found: '5', required: 'at most 4' },
    ],
    [
      'a minimum above the cap',
      { ...two, minimum: 3, cap: half },
      {
        code: 'minimum-over-maximum',
        of: 'A',
        found: 'a minimum of 3, with its 0 reserved seats',
        required: 'at most 2',
      },
    ],
    [
      'minimums that do not fit',
      { ...two, minimum: 3 },
      { code: 'infeasible-minimum', found: '6', required: 'at most 4' },
    ],
    [
      'a house that nobody can fill',
      { ...two, maximum: 1 },
      { code: 'infeasible-maximum', found: '2', required: 'at least 4' },
    ],
    [
      'a house for one unit with a figure, at its cap',
      contest([9, 0], 4, 'adams', { cap: half }),
      { code: 'infeasible-maximum', found: '2', required: 'at least 4' },
    ],
  ])('%s is refused', (_sentence, input, refusal) => {
    const outcome = apportion(input);
    expect(outcome.kind).toBe('refused');
    if (outcome.kind === 'refused') expect(outcome.refusals[0]).toEqual(refusal);
  });

  it('seats that nobody can hold stay vacant where the rule says so', () => {
    const outcome = apportion({ ...two, maximum: 1, vacancies: true });
    expect(outcome).toMatchObject({ kind: 'apportioned', vacant: 2, seats: [{ seats: 1 }, { seats: 1 }] });
  });

  it('a seat beyond the candidates of a list passes on to the next', () => {
    const units = [{ ...a, maximum: 1 }, b, { unit: 'C', figures: { members: 0 } }];
    expect(seatsOf(apportion({ ...two, units, house: 3 }))).toEqual([1, 2, 0]);
  });

  it('a weight of 0 has no claim, whatever the method; a minimum gives it seats all the same', () => {
    for (const method of ['adams', 'dean', 'huntington-hill'] as const) {
      expect(seatsOf(apportion(contest([0, 5, 5], 4, method)))).toEqual([0, 2, 2]);
      expect(seatsOf(apportion(contest([0, 5, 5], 5, method, { minimum: 1 })))).toEqual([1, 2, 2]);
    }
  });
});

describe('seats that are set aside', () => {
  const reserved = [
    { name: 'qualified persons', seats: 2 },
    { name: 'founding antenna', unit: 'B', seats: 1 },
  ];

  it('come off the house, and those of a unit count among its own', () => {
    const outcome = apportion({ ...two, house: 7, reserved });
    expect(outcome).toMatchObject({
      kind: 'apportioned',
      seats: [
        { unit: 'A', seats: 3, reserved: 0 },
        { unit: 'B', seats: 2, reserved: 1 },
      ],
    });
  });

  it('count towards minimum and cap', () => {
    expect(seatsOf(apportion({ ...two, house: 6, reserved, minimum: 1 }))).toEqual([2, 2]);
    const capped = { ...two, house: 7, reserved, cap: { numerator: '2', denominator: '7' } };
    expect(seatsOf(apportion({ ...capped, house: 6, cap: half }))).toEqual([2, 2]);
    expect(apportion({ ...capped, house: 7 })).toMatchObject({
      refusals: [{ code: 'infeasible-maximum', found: '3' }],
    });
  });
});

describe('criteria', () => {
  const units = [
    { unit: 'A', figures: { jobs: 10, funding: '12.5', members: 0 } },
    { unit: 'B', figures: { jobs: 10, funding: 37.5, members: 3 } },
  ];
  const quarter = { numerator: '1', denominator: '4' } as const;
  const input: ApportionmentInput = {
    ...{ house: 16, method: 'hamilton', units },
    criteria: [
      { name: 'jobs', weight: half },
      { name: 'funding', weight: quarter },
      { name: 'members', weight: quarter },
    ],
  };

  it('are shares first: 1/4 + 1/16 + 0 of 16 seats', () => {
    expect(seatsOf(apportion(input))).toEqual([5, 11]);
  });

  it('of weight 0 need no total', () => {
    const criteria = [
      { name: 'jobs', weight: ONE },
      { name: 'nothing', weight: { numerator: '0', denominator: '1' } },
    ];
    const withoutTotal = units.map(({ unit, figures: { jobs } }) => ({ unit, figures: { jobs, nothing: 0 } }));
    expect(seatsOf(apportion({ ...input, criteria, units: withoutTotal }))).toEqual([8, 8]);
  });
});
