import { describe, expect, it } from '@jest/globals';
import { membersOn, type BodyFacts, type Companies, type Constraint, type Rule, type Seat } from '#libs/succession';
import { exceededBy, findingsOn } from '#libs/succession';

const START = '2014-01-01';
let count = 0;
const seat = (organisationId?: string, more: Partial<Seat> = {}): Seat => {
  count += 1;
  const [mandateId, personId] = [`mandate ${String(count)}`, `person ${String(count)}`];
  return { mandateId, personId, since: START, organisations: [{ since: START, organisationId }], ...more };
};
const constraint = (rule: Rule, more: Partial<Constraint> = {}): Constraint => ({
  ...{ constraintId: 'rule', rule, remedyDays: 28, since: START },
  ...more,
});
const cap = (groups?: readonly (readonly string[])[]) =>
  constraint({ kind: 'cap', most: 2, ...(groups === undefined ? {} : { groups }) });

/** Y goes up in X on 2016-05-10, and X in Z on 2016-06-01; the school is no company. */
const merged: readonly (readonly [id: string, heir: string, on: string])[] = [
  ['Y', 'X', '2016-05-10'],
  ['X', 'Z', '2016-06-01'],
];
const companies: Companies = {
  headOn: (id, day) => merged.reduce((head, [from, heir, on]) => (from === head && on <= day ? heir : head), id),
  days: () => merged.map(([, , on]) => on),
  isPrivate: (id) => id !== 'school',
};
const board = (seats: readonly Seat[], ...constraints: readonly Constraint[]): BodyFacts => ({
  ...{ seats, constraints, companies },
});
const breaches = (facts: BodyFacts, day: string) =>
  findingsOn(facts, day).flatMap(({ found, required, breach }) =>
    breach === undefined ? [] : [{ found, required, ...breach }],
  );

describe('a cap, when companies merge', () => {
  const nine = [seat('X'), seat('X'), seat('Y'), ...['a', 'b', 'c', 'd', 'e', 'f'].map((each) => seat(each))];
  const since = { found: 3, required: 2, since: '2016-05-10', mendBy: '2016-06-07' };
  it.each([
    ['2016-05-09', []],
    ['2016-05-10', [{ ...since, isOverdue: false }]],
    ['2016-06-01', [{ ...since, isOverdue: false }]],
    ['2016-06-07', [{ ...since, isOverdue: false }]],
    ['2016-06-08', [{ ...since, isOverdue: true }]],
  ])('on %s', (day, expected) => {
    expect(breaches(board(nine, cap()), day)).toEqual(expected);
  });

  it('names those whose seats count together', () => {
    const [finding] = findingsOn(board(nine, cap()), '2016-06-01');
    expect(finding?.organisationIds).toEqual(['X', 'Y', 'Z']);
  });

  it('refuses who would be designated by them, and nobody else', () => {
    const facts = board(nine, cap());
    const designated = (organisationId: string, day: string) =>
      exceededBy(facts, seat(organisationId, { since: day, organisations: [{ since: day, organisationId }] }));
    expect(designated('X', '2016-05-09')).toMatchObject({ found: 3, required: 2 });
    expect(designated('Y', '2016-05-09')).toBeUndefined();
    expect(designated('Y', '2016-05-10')).toMatchObject({ found: 4, required: 2 });
    expect(designated('a', '2016-05-10')).toBeUndefined();
    expect(exceededBy(facts, seat())).toBeUndefined();
  });

  it('begins anew after a day on which it was kept', () => {
    const [first, second, third] = [seat('a'), seat('a'), seat('a', { until: '2015-01-01' })];
    const again = seat('a', { since: '2015-06-01', organisations: [{ since: '2015-06-01', organisationId: 'a' }] });
    const facts = board([first, second, third, again], cap());
    expect(breaches(facts, '2014-12-31')).toMatchObject([{ since: START }]);
    expect(breaches(facts, '2015-01-01')).toEqual([]);
    expect(breaches(facts, '2015-07-01')).toMatchObject([{ since: '2015-06-01' }]);
  });

  it('begins with the rule, and ends with it', () => {
    const three = [seat('a'), seat('a'), seat('a')];
    const rule = { ...cap(), since: '2015-01-01', until: '2016-01-01' };
    expect(breaches(board(three, rule), '2014-12-31')).toEqual([]);
    expect(breaches(board(three, rule), '2015-12-31')).toMatchObject([{ since: '2015-01-01', mendBy: '2015-01-29' }]);
    expect(breaches(board(three, rule), '2016-01-01')).toEqual([]);
  });

  it('counts the companies of a group together', () => {
    const three = [seat('a'), seat('b'), seat('c'), seat('d')];
    expect(findingsOn(board(three, cap([['a', 'b', 'c']])), START)).toMatchObject([
      { found: 3, isMet: false, organisationIds: ['a', 'b', 'c'] },
    ]);
    expect(findingsOn(board(three, cap([['a', 'b']])), START)).toMatchObject([{ found: 2, isMet: true }]);
  });

  it('follows a holder who changes company, from that day', () => {
    const moves = [
      { since: START, organisationId: 'b' },
      { since: '2015-01-01', organisationId: 'a' },
    ];
    const facts = board([seat('a'), seat('a'), seat(undefined, { organisations: moves })], cap());
    expect(breaches(facts, '2014-12-31')).toEqual([]);
    expect(breaches(facts, '2015-01-01')).toMatchObject([{ found: 3, since: '2015-01-01' }]);
  });

  it('of two companies beyond it are two findings', () => {
    const facts = board(
      [...['a', 'a', 'a'], ...['b', 'b', 'b']].map((each) => seat(each)),
      cap(),
    );
    expect(findingsOn(facts, START).map(({ organisationIds }) => organisationIds)).toEqual([['a'], ['b']]);
  });
});

describe('the other rules', () => {
  const antenna = { antennaId: 'Saint-Étienne' };
  const woman = { gender: 'woman' } as const;
  const man = { gender: 'man' } as const;
  it.each<[string, Rule, readonly Seat[], object]>([
    ['half is no majority', { kind: 'private-majority' }, [seat('a'), seat('school')], { found: 1, required: 2 }],
    ['two of three are', { kind: 'private-majority' }, [seat('a'), seat('b'), seat('school')], { isMet: true }],
    ['who represents nobody is not private', { kind: 'private-majority' }, [seat('a'), seat()], { isMet: false }],
    [
      'too few of an antenna',
      { kind: 'antenna-minimum', least: 2, ...antenna },
      [seat('a', antenna), seat('b')],
      { found: 1, required: 2, isMet: false },
    ],
    ['enough of it', { kind: 'antenna-minimum', least: 1, ...antenna }, [seat('a', antenna)], { isMet: true }],
    ['one apart', { kind: 'parity', most: 1 }, [seat('a', woman), seat('b', man), seat('c', man)], { isMet: true }],
    ['two apart', { kind: 'parity', most: 1 }, [seat('a', man), seat('b', man)], { found: 2, isMet: false }],
    ['who did not declare it counts for neither', { kind: 'parity', most: 0 }, [seat('a')], { found: 0, isMet: true }],
    ['a body without members breaks none', { kind: 'private-majority' }, [], { found: 0, required: 0, isMet: true }],
  ])('%s', (_what, rule, seats, expected) => {
    expect(findingsOn(board(seats, constraint(rule)), START)).toMatchObject([expected]);
  });

  it('whoever holds several offices of a body is one member', () => {
    const both = seat('a');
    const facts = board([both, { ...both, mandateId: 'another', organisations: [{ since: START }] }], cap());
    expect(membersOn(facts, START)).toMatchObject([{ organisationId: 'a', mandateIds: [both.mandateId, 'another'] }]);
  });
});
