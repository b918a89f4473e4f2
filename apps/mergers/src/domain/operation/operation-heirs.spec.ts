import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { after, someone, typesOf } from '../../../test/sample-commands.ts';
import {
  absorptionPlan,
  call,
  history,
  adopt,
  draft,
  inFavour,
  operationId,
  vote,
} from '../../../test/sample-operation.ts';
import {
  numelink as split,
  auvergneTic as other,
  clustR as heir,
  digitalLeague as founded,
} from '../../../test/sample-operation.ts';
import { day, start, takeEffect } from '../../../test/sample-operation.ts';
import type { OperationKind, Participant, Plan } from '../rules/act.ts';

type Role = Participant['role'];
const cast = (...roles: readonly Role[]): readonly Participant[] =>
  roles.map((role, index) => ({ clusterId: [split, other, heir][index] ?? founded, role }));

describe('who takes part in an operation', () => {
  it.each<[OperationKind, readonly Role[]]>([
    ['scission', ['split']],
    ['scission', ['split', 'beneficiary', 'beneficiary']],
    ['apport-partiel', ['giving']],
    ['apport-partiel', ['giving', 'receiving']],
    ['federation', ['federating', 'federating', 'federating']],
  ])('%s of %j', (kind, roles) => {
    expect(typesOf(after().when(start(kind, cast(...roles))).decision)).toEqual(['OperationStarted']);
  });

  it.each<[OperationKind, readonly Role[], string]>([
    ['scission', ['beneficiary'], 'one body that splits, all others beneficiaries'],
    ['scission', ['split', 'split'], 'one body that splits, all others beneficiaries'],
    ['scission', ['split', 'absorbed'], 'one body that splits, all others beneficiaries'],
    ['apport-partiel', ['receiving'], 'one giving body, and at most one receiving'],
    ['apport-partiel', ['giving', 'receiving', 'receiving'], 'one giving body, and at most one receiving'],
    ['federation', ['federating'], 'two bodies or more, each once'],
    ['federation', ['federating', 'founding'], 'federating bodies only'],
  ])('not %s of %j', (kind, roles, required) => {
    after()
      .when(start(kind, cast(...roles)))
      .refused({ type: 'MRG_PARTICIPANTS_DO_NOT_FIT', required });
  });
});

const { successor } = absorptionPlan();
const heirs = [heir, founded].map((clusterId) => ({ ...successor, clusterId }));
const scission = cast('split', 'beneficiary');
const parted = (changes: Partial<Plan> = {}): Plan =>
  absorptionPlan({
    successor: { ...successor, clusterId: founded },
    heirs: [{ ...successor, clusterId: other }],
    allocation: { otherwise: founded, shares: [] },
    ...changes,
  });
const share = (toClusterId: string, ...organisationIds: readonly string[]) => ({
  toClusterId,
  organisationIds: [...organisationIds],
});
const antenna = { antennaId: countedUuid(40), name: 'Nîmes', departments: [] };

describe('the plan of a split', () => {
  const drafting = (changes: Partial<Plan>) => after(start('scission', scission)).when(draft(parted(changes)));

  it('names two heirs, and one for everybody whom no share names', () => {
    expect(typesOf(drafting({}).decision)).toEqual(['PlanDrafted']);
  });

  it.each<[string, Partial<Plan>, string]>([
    ['has one heir', { heirs: undefined }, 'one heir'],
    [
      'has an heir twice',
      {
        heirs: [
          { ...successor, clusterId: founded },
          { ...successor, clusterId: other },
        ],
      },
      `heir ${founded} twice`,
    ],
    [
      'has the body that splits as an heir',
      { heirs: [...heirs, { ...successor, clusterId: split }, { ...successor, clusterId: other }].slice(2) },
      `heir ${split}`,
    ],
    ['leaves a beneficiary out', { heirs: [{ ...successor, clusterId: heir }] }, `beneficiary ${other}`],
    ['leaves somebody without an heir', { allocation: { shares: [] } }, 'no heir of what no share names'],
    ['has no allocation', { allocation: undefined }, 'no heir of what no share names'],
    ['gives to a stranger', { allocation: { otherwise: founded, shares: [share(someone, someone)] } }, someone],
    ['gives everything else to a stranger', { allocation: { otherwise: someone, shares: [] } }, someone],
    [
      'gives a member twice',
      { allocation: { otherwise: founded, shares: [share(founded, someone), share(other, someone)] } },
      `member of a share ${someone} twice`,
    ],
    [
      'has two shares of one heir',
      { allocation: { otherwise: founded, shares: [share(other, split), share(other, someone)] } },
      `share of ${other} twice`,
    ],
    ['opens an antenna for a stranger', { newAntennas: [{ ...antenna, clusterId: someone }] }, someone],
    [
      'maps members to an antenna of another heir',
      {
        newAntennas: [{ ...antenna, clusterId: other }],
        antennaMapping: [{ fromClusterId: split, toAntennaId: antenna.antennaId }],
      },
      `antenna ${antenna.antennaId} of another heir`,
    ],
  ])('is refused where it %s', (_name, changes, found) => {
    drafting(changes).refused({ type: 'MRG_PLAN_INCONSISTENT', found });
  });

  it('maps the members of one body to an antenna of each heir', () => {
    const drafted = drafting({
      newAntennas: [
        { ...antenna, clusterId: other },
        { ...antenna, antennaId: countedUuid(41) },
      ],
      antennaMapping: [
        { fromClusterId: split, toAntennaId: antenna.antennaId, toClusterId: other },
        { fromClusterId: split, toAntennaId: countedUuid(41) },
      ],
    });
    expect(typesOf(drafted.decision)).toEqual(['PlanDrafted']);
  });
});

describe('the plan of a branch', () => {
  const branch = (changes: Partial<Plan> = {}): Plan =>
    absorptionPlan({
      successor: { ...successor, clusterId: other },
      allocation: { shares: [share(other, someone)] },
      ...changes,
    });
  const drafting = (changes: Partial<Plan>, ...roles: readonly Role[]) =>
    after(start('apport-partiel', cast(...roles))).when(draft(branch(changes)));

  it('names what passes, to the receiving body or a new one', () => {
    expect(typesOf(drafting({}, 'giving', 'receiving').decision)).toEqual(['PlanDrafted']);
    const founding = {
      successor: { ...successor, clusterId: founded },
      allocation: { shares: [share(founded, someone)] },
    };
    expect(typesOf(drafting(founding, 'giving').decision)).toEqual(['PlanDrafted']);
  });

  it.each<[string, Partial<Plan>, string]>([
    ['names nothing', { allocation: { shares: [] } }, 'no branch'],
    ['names nothing of its share', { allocation: { shares: [{ toClusterId: other }] } }, 'no branch'],
    ['has no allocation', { allocation: undefined }, 'no branch'],
    [
      'gives everything else as well',
      { allocation: { otherwise: other, shares: [share(other, someone)] } },
      'an heir of whatever no share names',
    ],
    [
      'gives a place in a network',
      { allocation: { shares: [{ toClusterId: other, networkIds: [someone] }] } },
      'a place in a network',
    ],
    ['gives it to another body', { successor: { ...successor, clusterId: founded } }, `successor ${founded}`],
    ['has two heirs', { heirs: [{ ...successor, clusterId: heir }] }, '2 heirs'],
  ])('is refused where it %s', (_name, changes, found) => {
    drafting(changes, 'giving', 'receiving').refused({ type: 'MRG_PLAN_INCONSISTENT', found });
  });
});

it('the plan of a body that comes back maps no colleges', () => {
  const plan = absorptionPlan({ successor: { ...successor, clusterId: split } });
  const restored = after(start('restoration', [{ clusterId: split, role: 'restored' }]));
  restored
    .when(draft({ ...plan, collegeMapping: [{ fromClusterId: split, toCollege: 'all' }] }))
    .refused({ type: 'MRG_PLAN_INCONSISTENT', found: 'origins of members' });
});

describe('the plan of a federation', () => {
  const umbrella = absorptionPlan({ successor: { ...successor, clusterId: founded } });
  const federated = [start('federation', cast('federating', 'federating', 'federating'))];

  it('founds an umbrella; nothing passes to it', () => {
    expect(typesOf(after(...federated).when(draft(umbrella)).decision)).toEqual(['PlanDrafted']);
    after(...federated)
      .when(draft({ ...umbrella, successor }))
      .refused({ type: 'MRG_PLAN_INCONSISTENT', required: 'a new body under an id of its own' });
    after(...federated)
      .when(draft({ ...umbrella, collegeMapping: [{ fromClusterId: split, toCollege: 'all' }] }))
      .refused({ type: 'MRG_PLAN_INCONSISTENT', found: 'a mapping of colleges' });
    after(...federated)
      .when(draft({ ...umbrella, antennaMapping: [{ fromClusterId: split, toAntennaId: someone }] }))
      .refused({ type: 'MRG_PLAN_INCONSISTENT', found: 'a mapping of antennas' });
  });

  it('no delay before the assembly, no notice and no documents: art. 9 bis has no word in it', () => {
    const bodies = [split, other, heir];
    const adopted = [...federated, draft(umbrella), ...bodies.map((clusterId) => adopt(clusterId, umbrella))];
    const votes = bodies.map((clusterId) => vote(clusterId, inFavour, '2016-01-20'));
    const events = history(...adopted, ...votes, takeEffect('2016-03-01', '2016-02-20'));
    expect(events.find(({ type }) => type === 'AssemblyVoted')).toMatchObject({
      verdicts: [{ guard: 'G6', rule: 'G6.union', citation: expect.stringContaining('art. 7') }],
    });
    expect(events.at(-1)).toMatchObject({
      ...{ type: 'SuccessionTookEffect', effectiveOn: '2016-02-20', predecessors: [] },
      federated: bodies.map((clusterId) => ({ clusterId })),
      successor: { clusterId: founded, created: true },
    });
  });
});

it.each<[string, Partial<Plan>, string]>([
  ['heirs', { heirs: [{ ...successor, clusterId: founded }] }, '2 heirs'],
  ['an allocation', { allocation: { otherwise: split, shares: [] } }, 'an allocation'],
])('an absorption has no %s', (_name, changes, found) => {
  after(start())
    .when(draft(absorptionPlan(changes)))
    .refused({ type: 'MRG_PLAN_INCONSISTENT', found });
});

describe('the effect of a split', () => {
  const approved = (plan: Plan, participants: readonly Participant[], on = '2016-03-31') => [
    start('scission', participants),
    draft(plan),
    ...participants.map(({ clusterId }) => adopt(clusterId, plan)),
    ...call(
      '2016-02-01',
      participants.map(({ clusterId }) => clusterId),
    ),
    ...participants.map(({ clusterId }) => vote(clusterId, inFavour, on)),
  ];

  it('is the publication of the last new body, and says who disappears and who takes what', () => {
    const plan = parted();
    const events = history(...approved(plan, scission), takeEffect('2016-06-01', '2016-05-20'));
    expect(events.at(-1)).toMatchObject({
      ...{ type: 'SuccessionTookEffect', operationId, kind: 'scission', effectiveOn: '2016-05-20' },
      predecessors: [{ clusterId: split }],
      successor: { clusterId: founded, created: true },
      heirs: [{ clusterId: other, created: false }],
      allocation: plan.allocation,
    });
  });

  it('without a publication there is none', () => {
    after(...approved(parted(), scission))
      .when(takeEffect('2016-06-01'))
      .refused({ type: 'MRG_JOURNAL_OFFICIEL_MISSING', guard: 'G8' });
  });

  it('among bodies that are there the last vote is it', () => {
    const plan = parted({
      successor: { ...successor, clusterId: heir },
      allocation: { otherwise: heir, shares: [] },
    });
    const events = history(...approved(plan, cast('split', 'beneficiary', 'beneficiary')));
    expect(events.at(-1)).toMatchObject({ type: 'SuccessionTookEffect', effectiveOn: day('2016-03-31') });
  });
});
