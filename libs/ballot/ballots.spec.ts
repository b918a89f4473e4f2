import { describe, expect, it } from '@jest/globals';
import { contradictionOf, contradictionUnder, judge } from './index.ts';
import { ballots } from './testing/index.ts';

describe('a vote of the table', () => {
  it('is one of forty at least, each under a name of its own', () => {
    expect(ballots.length).toBeGreaterThanOrEqual(40);
    expect(new Set(ballots.map(({ name }) => name)).size).toBe(ballots.length);
  });

  it.each(ballots.map((ballot) => [ballot.name, ballot] as const))('%s', (_name, ballot) => {
    const { tally, clause, convocation, outcome, quorum, majority } = ballot;
    expect([contradictionOf(tally), contradictionUnder(tally, clause)]).toEqual([undefined, undefined]);
    const judged = judge(tally, clause, convocation);
    expect(judged).toMatchObject({ outcome, reckoning: { convocation, quorum, majority } });
    expect(judged.reckoning.majority.needed).toBe(majority.needed);
  });
});
