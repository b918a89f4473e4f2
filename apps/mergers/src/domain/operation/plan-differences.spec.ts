import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { absorptionPlan, blockingCondition, conditionId } from '../../../test/sample-operation.ts';
import type { Plan } from '../rules/act.ts';
import { planDifferences } from './plan-differences.ts';

const drafts = (...plans: readonly Partial<Plan>[]) =>
  plans.map((changes, index) => ({ version: index + 1, plan: absorptionPlan(changes) }));
const holder = (name: string) => ({ mandateId: countedUuid(63), person: { personId: countedUuid(64), name } });
const bodies = (name: string, maxHolders: number): Plan['transitionalGovernance'] => {
  const office = { officeId: countedUuid(61), kind: 'president', title: 'Présidence', maxHolders } as const;
  const offices = [{ ...office, holders: [holder(name)] }];
  return { bodies: [{ bodyId: countedUuid(60), kind: 'board', name: 'CA', offices }] };
};

describe('the differences of two versions of a plan', () => {
  it('name each value that was changed by its path, with the versions that changed it', () => {
    const known = drafts(
      { motives: 'a' },
      { motives: 'b' },
      { motives: 'b', openPoints: ['the seat'] },
      { motives: 'c' },
    );
    expect(planDifferences(known, 1, 4)).toEqual([{ path: '/motives', before: 'a', after: 'c', changedBy: [2, 4] }]);
    expect(planDifferences(known, 2, 3)).toEqual([
      { path: '/openPoints', before: [], after: ['the seat'], changedBy: [3] },
    ]);
    expect(planDifferences(known, 3, 2)).toEqual([
      { path: '/openPoints', before: ['the seat'], after: [], changedBy: [3] },
    ]);
    expect(planDifferences(known, 2, 2)).toEqual([]);
  });

  it('know a line of a list by its id, wherever it stands', () => {
    const other = { ...blockingCondition, conditionId: countedUuid(21) };
    const known = drafts(
      { conditions: [blockingCondition] },
      { conditions: [other, { ...blockingCondition, blocking: false }] },
    );
    expect(planDifferences(known, 1, 2)).toEqual([
      { path: `/conditions/${conditionId}/blocking`, before: true, after: false, changedBy: [2] },
      { path: `/conditions/${countedUuid(21)}`, after: other, changedBy: [2] },
    ]);
  });

  it('know an organisation that is to join by its id', () => {
    const [one, two] = [countedUuid(71), countedUuid(72)];
    const joining = [{ organisationId: one, college: 'Start-ups' }, { organisationId: two }];
    const known = drafts({ joining }, { joining: [{ organisationId: one, college: 'Others' }] });
    expect(planDifferences(known, 1, 2)).toEqual([
      { path: `/joining/${one}/college`, before: 'Start-ups', after: 'Others', changedBy: [2] },
      { path: `/joining/${two}`, before: { organisationId: two }, changedBy: [2] },
    ]);
  });

  it('know a mapping of colleges by the cluster and the college that it maps', () => {
    const mapped = (toCollege: string) => [{ fromClusterId: countedUuid(2), fromCollege: 'labs', toCollege }];
    const [first] = planDifferences(
      drafts({ collegeMapping: mapped('Research') }, { collegeMapping: mapped('Schools') }),
      1,
      2,
    );
    expect(first).toMatchObject({ before: 'Research', after: 'Schools', changedBy: [2] });
    expect(first?.path).toMatch(/^\/collegeMapping\/.+\/toCollege$/);
  });

  it('compare a list whole where two of its lines have one name', () => {
    const twice = [blockingCondition, { ...blockingCondition, blocking: false }];
    const known = drafts({ conditions: [blockingCondition] }, { conditions: twice });
    expect(planDifferences(known, 1, 2)).toEqual([
      { path: '/conditions', before: [blockingCondition], after: twice, changedBy: [2] },
    ]);
  });

  it('show persons by their ids, and a name that was spelt otherwise not at all', () => {
    const known = drafts(
      { transitionalGovernance: bodies('Bocquet', 1) },
      { transitionalGovernance: bodies('Catherine Bocquet', 2) },
    );
    const path = `/transitionalGovernance/bodies/${countedUuid(60)}/offices/${countedUuid(61)}/maxHolders`;
    expect(planDifferences(known, 1, 2)).toEqual([{ path, before: 1, after: 2, changedBy: [2] }]);
  });

  it('of the first version are all of it', () => {
    const [motives] = planDifferences(drafts({ motives: 'a' }), undefined, 1).filter(({ path }) => path === '/motives');
    expect(motives).toEqual({ path: '/motives', after: 'a', changedBy: [1] });
  });
});
