import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { contradictionOf, contradictionUnder, judge, type Clause, type Tally } from './index.ts';

type Group = NonNullable<Tally['groups']>[number];
type Counting = NonNullable<Clause['counting']>;

const anyShare = fc
  .integer({ min: 1, max: 9 })
  .chain((denominator) => fc.integer({ min: 0, max: denominator }).map((numerator) => ({ numerator, denominator })));
const anyClause: fc.Arbitrary<Clause> = fc.record({
  quorum: anyShare,
  majority: anyShare,
  majorityOf: fc.constantFrom('votes-cast', 'present-and-represented', 'members'),
  strict: fc.boolean(),
  blankVotesCast: fc.boolean(),
});
const anyWeight = fc.record({
  numerator: fc.integer({ min: 0, max: 12 }),
  denominator: fc.integer({ min: 1, max: 12 }),
});
/** In favour, against, abstaining, blank, there without a vote, away. */
const anyVotes = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(9), fc.nat(9), fc.nat(20));
const anyGroups = fc.array(fc.tuple(anyVotes, anyWeight), { minLength: 1, maxLength: 5 });
type Drawn = readonly (readonly [
  readonly [number, number, number, number, number, number],
  Counting['groups'][number]['weight'],
])[];

const groupOf = ([votes]: Drawn[number], index: number): Group => {
  const [inFavour, against, abstentions, blank, silent, away] = votes;
  const present = inFavour + against + abstentions + blank + silent;
  const counts = { members: present + away, present, represented: 0, for: inFavour, against, abstentions, blank };
  return { group: `group ${String(index)}`, ...counts };
};
function tallyOf(drawn: Drawn): Tally {
  const groups = drawn.map(groupOf);
  const sum = (member: Exclude<keyof Group, 'group'>) => groups.reduce((total, each) => total + (each[member] ?? 0), 0);
  return {
    ...{ members: sum('members'), present: sum('present'), represented: 0, for: sum('for'), against: sum('against') },
    ...{ abstentions: sum('abstentions'), blank: sum('blank'), groups },
  };
}
function counted(drawn: Drawn, by: Omit<Counting, 'groups'>): Counting {
  return { ...by, groups: drawn.map(([, weight], index) => ({ group: `group ${String(index)}`, weight })) };
}

const COUNTINGS: readonly Omit<Counting, 'groups'>[] = [
  { by: 'weight' },
  { by: 'college' },
  { by: 'college', carried: 'winner-takes-all' },
  { by: 'college', carried: 'each-adopts' },
];

function check(claim: (drawn: Drawn, clause: Clause, by: Omit<Counting, 'groups'>) => void): void {
  const property = fc.property(anyGroups, anyClause, fc.constantFrom(...COUNTINGS), (drawn, clause, by) => {
    claim(drawn, clause, by);
  });
  fc.assert(property, { numRuns: 300, seed: propertySeed() });
}

describe('any vote that is counted by groups', () => {
  it('contradicts neither itself nor its clause', () => {
    check((drawn, clause, by) => {
      const [tally, own] = [tallyOf(drawn), { ...clause, counting: counted(drawn, by) }];
      expect([contradictionOf(tally), contradictionUnder(tally, own)]).toEqual([undefined, undefined]);
    });
  });

  it('comes to the same whatever the unit of the weights', () => {
    check((drawn, clause, by) => {
      const scaled = drawn.map(([votes, { numerator, denominator }]) => {
        return [votes, { numerator: numerator * 7, denominator: denominator * 3 }] as const;
      });
      const outcomes = [drawn, scaled].map(
        (each) => judge(tallyOf(each), { ...clause, counting: counted(each, by) }).outcome,
      );
      expect(outcomes[0]).toBe(outcomes[1]);
    });
  });

  it('comes to the same in whatever order its groups are named', () => {
    check((drawn, clause, by) => {
      const counting = counted(drawn, by);
      const turned = { ...counting, groups: counting.groups.toReversed() };
      const [ahead, back] = [counting, turned].map((each) => judge(tallyOf(drawn), { ...clause, counting: each }));
      expect(back?.outcome).toBe(ahead?.outcome);
      expect(back?.reckoning.majority).toEqual(ahead?.reckoning.majority);
    });
  });

  it('is that by head where each member has one vote, or where there is one college', () => {
    const one = { numerator: 1, denominator: 1 };
    check((drawn, clause) => {
      const equal = drawn.map(([votes]) => [votes, one] as const);
      const byWeight = judge(tallyOf(equal), { ...clause, counting: counted(equal, { by: 'weight' }) });
      const byHead = judge(tallyOf(equal), clause);
      expect(byWeight.outcome).toBe(byHead.outcome);
      const { needed: _needed, ...majority } = byHead.reckoning.majority;
      expect(byWeight.reckoning.majority).toEqual(majority);
      const first = equal.slice(0, 1);
      for (const carried of ['proportionally', 'each-adopts'] as const) {
        const byCollege = { ...clause, counting: counted(first, { by: 'college', carried }) };
        expect(judge(tallyOf(first), byCollege).outcome).toBe(judge(tallyOf(first), clause).outcome);
      }
    });
  });

  it('never has more votes on its sides than its base, nor an adoption without a vote in favour', () => {
    check((drawn, clause, by) => {
      const { outcome, reckoning } = judge(tallyOf(drawn), { ...clause, counting: counted(drawn, by) });
      const [inFavour, against, base] = [
        reckoning.majority.inFavour,
        reckoning.majority.against,
        reckoning.majority.base,
      ].map(valueOf) as [number, number, number];
      expect(inFavour + against).toBeLessThanOrEqual(base + 1e-9);
      expect(outcome === 'adopted' && inFavour === 0).toBe(false);
    });
  });

  it('has each college for it where each has to be', () => {
    check((drawn, clause) => {
      const counting = counted(drawn, { by: 'college', carried: 'each-adopts' });
      const { outcome, reckoning } = judge(tallyOf(drawn), {
        ...clause,
        quorum: { numerator: 0, denominator: 1 },
        counting,
      });
      const colleges = reckoning.groups ?? [];
      expect(outcome === 'adopted').toBe(colleges.length > 0 && colleges.every(({ adopts }) => adopts === true));
    });
  });
});

/** Near enough to compare: what decides is compared exactly. */
function valueOf(exact: number | string): number {
  const [numerator = 0, denominator = 1] = String(exact).split('/').map(Number);
  return numerator / denominator;
}
