import { describe, expect, it } from '@jest/globals';
import { apportionInStages, type StagedInput } from './stages.ts';
import { ONE } from './testing/index.ts';

const criteria = [{ name: 'votes', weight: ONE }];
const lists = (...votes: readonly number[]) =>
  votes.map((count, index) => ({ unit: `list ${String(index + 1)}`, figures: { votes: count } }));

const input: StagedInput = {
  ...{ house: 10, method: 'd-hondt', criteria },
  units: [
    { unit: 'alliance', figures: { votes: 60 }, within: { method: 'sainte-lague', criteria, units: lists(36, 24) } },
    { unit: 'alone', figures: { votes: 40 } },
  ],
};

describe('seats in stages', () => {
  it('are shared between alliances, then inside of them by their own method', () => {
    const { outcome, within } = apportionInStages(input);
    expect(outcome).toMatchObject({ kind: 'apportioned', seats: [{ seats: 6 }, { seats: 4 }] });
    expect(within).toMatchObject([
      {
        unit: 'alliance',
        stage: { outcome: { kind: 'apportioned', seats: [{ seats: 4 }, { seats: 2 }] }, within: [] },
      },
    ]);
  });

  it('go as deep as they are nested', () => {
    const [alliance, alone] = input.units;
    const nested = { ...alliance!, within: { ...input, units: [{ ...alliance!, unit: 'inner' }] } };
    const { within } = apportionInStages({ ...input, units: [nested, alone!] });
    expect(within).toMatchObject([
      { unit: 'alliance', stage: { within: [{ unit: 'inner', stage: { outcome: { kind: 'apportioned' } } }] } },
    ]);
  });

  it('wait for a tie that decides how many there are inside', () => {
    const [alliance, alone] = input.units;
    const units = [{ ...alliance!, figures: { votes: 40 } }, alone!];
    const { outcome, within } = apportionInStages({ ...input, house: 1, units });
    expect([outcome.kind, within]).toEqual(['tied', [{ unit: 'alliance', stage: null }]]);
  });

  it('end where there are none to share, or a refusal', () => {
    const [alliance, alone] = input.units;
    const units = [{ ...alliance!, figures: { votes: 1 } }, alone!];
    expect(apportionInStages({ ...input, house: 1, units }).within).toEqual([{ unit: 'alliance', stage: null }]);
    const refused = apportionInStages({ ...input, house: 0 });
    expect([refused.outcome.kind, refused.within]).toEqual(['refused', [{ unit: 'alliance', stage: null }]]);
  });
});
