import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import type { Plan } from '../rules/act.ts';
import { texts } from '../rules/texts.ts';
import { planHash } from './plan-hash.ts';
import { after, schedule, someone, version } from '../../../test/sample-commands.ts';
import {
  absorptionPlan,
  adopt,
  adoptedAbsorption,
  auvergneTic,
  blockingCondition,
  conditionId,
  day,
  draft,
  numelink,
  publishedAbsorption,
  start,
  vote,
} from '../../../test/sample-operation.ts';

describe('drafting', () => {
  it('gives a version its number and its hash', () => {
    const plan = absorptionPlan();
    after(start())
      .when(draft(plan))
      .then({ type: 'PlanDrafted', ...version(plan), plan, on: '2015-12-01' });
  });

  it('a revision is the next version; the same content is no revision', () => {
    const revised = absorptionPlan({ motives: 'revised' });
    after(start(), draft())
      .when(draft(revised))
      .then({ type: 'PlanDrafted', ...version(revised, 2), plan: revised, on: '2015-12-01' });
    after(start(), draft()).when(draft(absorptionPlan(), '2015-12-24')).then();
  });

  it('the hash names the content, whatever the order of its members', () => {
    const plan = absorptionPlan();
    const reversed = Object.fromEntries(Object.entries(plan).reverse()) as typeof plan;
    expect(Object.keys(reversed)).not.toEqual(Object.keys(plan));
    expect(planHash(reversed)).toBe(planHash(plan));
    expect(planHash({ ...plan, effectDate: undefined })).toBe(planHash(plan));
    expect(planHash({ ...plan, motives: 'other' })).not.toBe(planHash(plan));
    expect(planHash(plan)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('a revision after adoption starts everything again', () => {
    const state = after(...publishedAbsorption(), schedule(numelink), vote(numelink))
      .when(draft(absorptionPlan({ motives: 'x' })))
      .state();
    expect(state).toMatchObject({ status: 'drafted', adoptions: {}, plan: { version: 2 } });
    expect(state).not.toHaveProperty('votes');
  });

  const office = {
    officeId: countedUuid(31),
    kind: 'president',
    title: 'President',
    maxHolders: 1,
    holders: [],
  } as const;
  const holder = (count: number, tiedToClusterId?: string) => ({
    mandateId: countedUuid(count),
    person: { personId: countedUuid(count + 100), name: 'N. N.' },
    tiedToClusterId,
  });
  const board = (offices: Plan['transitionalGovernance']['bodies'][number]['offices']): Partial<Plan> => ({
    transitionalGovernance: { bodies: [{ bodyId: countedUuid(30), kind: 'board', name: 'Board', offices }] },
  });
  const antenna = { antennaId: countedUuid(40), name: 'Clermont-Ferrand', departments: ['63'] };

  it.each<[string, Partial<Plan>, string]>([
    [
      'the successor is not the absorbing body',
      { successor: { ...absorptionPlan().successor, clusterId: auvergneTic } },
      `successor ${auvergneTic}`,
    ],
    [
      'members of a stranger are mapped',
      { antennaMapping: [{ fromClusterId: someone, toAntennaId: antenna.antennaId }] },
      someone,
    ],
    [
      'members are mapped twice',
      { antennaMapping: [0, 1].map((n) => ({ fromClusterId: auvergneTic, toAntennaId: countedUuid(40 + n) })) },
      `origin of members ${auvergneTic} twice`,
    ],
    [
      'the colleges of a stranger are mapped',
      { collegeMapping: [{ fromClusterId: someone, toCollege: 'companies' }] },
      someone,
    ],
    [
      'a college is mapped twice',
      {
        collegeMapping: [1, 2].map((n) => ({
          fromClusterId: auvergneTic,
          fromCollege: 'labs',
          toCollege: `C${String(n)}`,
        })),
      },
      `college of members ${auvergneTic} labs twice`,
    ],
    [
      'a condition stands twice',
      { conditions: [blockingCondition, blockingCondition] },
      `condition ${conditionId} twice`,
    ],
    ['an antenna stands twice', { newAntennas: [antenna, antenna] }, `antenna ${antenna.antennaId} twice`],
    ['a president is tied to a stranger', board([{ ...office, holders: [holder(50, someone)] }]), someone],
    ['an office stands twice', board([office, office]), `office ${office.officeId} twice`],
    [
      'a mandate stands twice',
      board([{ ...office, maxHolders: 2, holders: [holder(50), holder(50)] }]),
      `mandate ${countedUuid(50)} twice`,
    ],
    [
      'one person holds an office twice',
      board([{ ...office, maxHolders: 2, holders: [holder(50), { ...holder(50), mandateId: countedUuid(51) }] }]),
      `holder ${countedUuid(150)} of ${office.officeId} twice`,
    ],
    ['an office is overfull', board([{ ...office, holders: [holder(50), holder(51)] }]), '2 holders of President'],
  ])('refuses a plan in which %s', (_name, changes, found) =>
    after(start())
      .when(draft(absorptionPlan(changes)))
      .refused({ type: 'MRG_PLAN_INCONSISTENT', found }),
  );

  it('takes co-presidents, one for each predecessor', () => {
    const two = { ...office, maxHolders: 2, holders: [holder(50, numelink), holder(51, auvergneTic)] };
    after(start())
      .when(draft(absorptionPlan(board([two]))))
      .state();
  });

  it('a new body has an id of its own', () =>
    after(start('fusion-creation'))
      .when(draft(absorptionPlan()))
      .refused({ type: 'MRG_PLAN_INCONSISTENT', found: `successor ${numelink}` }));
});

describe('adopting', () => {
  const plan = absorptionPlan();
  const verdicts = [{ guard: 'G1', rule: 'G1.2015', citation: texts.concordantDeliberations }];

  it('by one board leaves the operation drafted, by every board makes it ADOPTED', () => {
    const adoption = { type: 'PlanAdopted', ...version(plan), verdicts, on: day('2016-01-15') } as const;
    after(start(), draft())
      .when(adopt(numelink))
      .then({ ...adoption, clusterId: numelink });
    after(start(), draft(), adopt(numelink))
      .when(adopt(auvergneTic))
      .then({ ...adoption, clusterId: auvergneTic }, { type: 'OperationAdopted', ...version(plan), on: '2016-01-15' });
  });

  it('again by the same board is already so', () => {
    after(start(), draft(), adopt(numelink)).when(adopt(numelink)).then();
    after(...adoptedAbsorption())
      .when(adopt(numelink))
      .then();
  });

  it('under another hash is refused by G1, with both hashes', () =>
    after(start(), draft())
      .when(adopt(numelink, absorptionPlan({ motives: 'another plan' })))
      .refused({ type: 'MRG_PLANS_DIFFER', guard: 'G1', required: `plan ${planHash(plan)}` }));

  it('a former version is refused by G1', () =>
    after(start(), draft(), adopt(numelink), draft(absorptionPlan({ motives: 'revised' })))
      .when(adopt(auvergneTic))
      .refused({ type: 'MRG_PLANS_DIFFER', found: `plan ${planHash(plan)}` }));

  it('before the decree G1 stands on the law of contracts', () =>
    after(start(), draft(plan, '2014-01-10'))
      .when(adopt(numelink, plan, '2014-01-20'))
      .then({
        type: 'PlanAdopted',
        ...version(plan),
        clusterId: numelink,
        on: '2014-01-20',
        verdicts: [
          {
            guard: 'G1',
            rule: 'G1.contract',
            citation: 'Code civil, art. 1108 (ancien); loi du 1er juillet 1901, art. 1er',
          },
        ],
      }));

  it('a plan with open points is refused and names them', () => {
    const open = absorptionPlan({ openPoints: ['the final name', 'the seat'] });
    after(start(), draft(open))
      .when(adopt(numelink, open))
      .refused({ type: 'MRG_PLAN_HAS_OPEN_POINTS', found: 'open points: the final name; the seat' });
  });

  it('on a day before the draft is refused', () =>
    after(start(), draft())
      .when(adopt(numelink, plan, '2015-11-30'))
      .refused({ type: 'MRG_OUT_OF_ORDER', earliestLawfulDate: day('2015-12-01') }));

  it('looks at the hash before open points, and at these before the day', () => {
    const open = absorptionPlan({ openPoints: ['the seat'] });
    after(start(), draft(open))
      .when(adopt(numelink, plan, '2015-11-30'))
      .refused({ type: 'MRG_PLANS_DIFFER' });
    after(start(), draft(open))
      .when(adopt(numelink, open, '2015-11-30'))
      .refused({ type: 'MRG_PLAN_HAS_OPEN_POINTS' });
  });
});
