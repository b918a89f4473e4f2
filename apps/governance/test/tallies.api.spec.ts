import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { governanceContext } from '../src/governance.context.ts';
import {
  assembly,
  board,
  clauses,
  convene,
  createBoard,
  Governance,
  hold,
  meeting,
  numelink,
  resolution,
  table,
  tally,
} from './governance.fixtures.ts';

let app: TestApplication;
let governance: Governance;
beforeEach(async () => {
  app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
  governance = new Governance(app);
  await governance.hasClusters();
});
afterEach(() => app.stop());

const { ordinary, dissolution } = clauses;
const effectiveAt = '2016-03-31';

const adopts = (statutes: object, from = '2010-01-01') =>
  governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: from, ...statutes });
const records = (numbers: object, on = effectiveAt) =>
  governance.tries(`resolutions/${resolution}/record-tally`, { tally: numbers, effectiveAt: on });
const seen = async () => (await governance.sees(`resolutions/${resolution}`)).body;

/** The id of the fact that a command stated. */
function factIn({ body }: TestAnswer): string {
  const [first] = body['events'] as readonly { readonly id: string }[];
  return first?.id ?? '';
}

describe('values that are no votes', () => {
  beforeEach(async () => {
    await adopts({});
    await governance.hasMeeting();
  });

  // OpenSlides#3736, #3739
  it.each([-1, -2, 1.5, '12', 1e21, null])('%j is refused in each number, before anything is read', async (value) => {
    for (const member of [...Object.keys(tally), 'blank', 'invalid'])
      expect(await records({ ...tally, [member]: value })).toMatchObject({
        status: 400,
        body: { code: 'API_MALFORMED' },
      });
    const inGroup = { ...tally, groups: [{ ...tally, group: 'companies', for: value }] };
    expect((await records(inGroup)).status).toBe(400);
  });

  it('the largest number that JSON has exactly stays exact', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const sheet = { members: most, present: most, represented: 0 };
    await governance.does(`meetings/${meeting}/hold`, { ...sheet, effectiveAt });
    expect((await records({ ...sheet, for: most, against: 1, abstentions: 0 })).body).toMatchObject({
      code: 'GOV_VOTES_EXCEED_ATTENDANCE',
    });
    const answer = await records({ ...sheet, for: most - 1, against: 1, abstentions: 0 });
    expect(answer.body['recorded']).toMatchObject({
      outcome: 'adopted',
      reckoning: {
        quorum: { found: most, members: most, needed: 4_503_599_627_370_496 },
        majority: { inFavour: most - 1, base: most, threshold: '18014398509481982/3', needed: 6_004_799_503_160_661 },
      },
    });
    expect(await seen()).toMatchObject({ decision: { tally: { members: most, for: most - 1 } } });
  });
});

describe('a tally that cannot be so', () => {
  const half = { numerator: 1, denominator: 2 };
  const one = { ...tally, group: 'companies' };
  const counting = { by: 'college', groups: [{ group: 'companies', weight: half }] };
  const chair = { ballot: 'open', castingVote: 'for' };

  it.each<[string, string, object, object, object?]>([
    [
      'with proxies that nobody holds',
      'GOV_REPRESENTED_BY_NOBODY',
      {},
      { ...tally, present: 0 },
      { found: 41, required: 0 },
    ],
    [
      'with more blank votes than ballots are left',
      'GOV_VOTES_EXCEED_ATTENDANCE',
      {},
      { ...tally, blank: 1 },
      { found: 160, required: 159 },
    ],
    [
      'with groups that do not add up',
      'GOV_TALLY_GROUPS_DIFFER',
      {},
      { ...tally, groups: [{ ...one, for: 151 }] },
      { found: 'for: 151 in all groups', required: '152' },
    ],
    [
      'with another count of members than the sheet',
      'GOV_TALLY_CONTRADICTS_SHEET',
      {},
      { ...tally, members: 500 },
      {
        found: '118 present and 41 represented of 500 members',
        required: '118 present and 41 represented of 220 members at most',
      },
    ],
    [
      'without the groups by which the statutes count',
      'GOV_TALLY_GROUPS_REQUIRED',
      { counting },
      tally,
      { found: 'no groups', required: 'companies' },
    ],
    [
      'with a casting vote in a secret ballot',
      'GOV_CASTING_VOTE_NOT_OPEN',
      { castingVote: true },
      { ...tally, ...chair, ballot: 'secret' },
    ],
    ['with a casting vote that the statutes do not give', 'GOV_CASTING_VOTE_NOT_GIVEN', {}, { ...tally, ...chair }],
    [
      'with a casting vote and no tie',
      'GOV_CASTING_VOTE_WITHOUT_TIE',
      { castingVote: true },
      { ...tally, ...chair },
      { found: '152 in favour, 3 against', required: 'as many in favour as against' },
    ],
  ])('%s: %s', async (_what, code, clause, numbers, facts = {}) => {
    await adopts({ clauses: { ...clauses, dissolution: { ...dissolution, ...clause } } });
    await governance.hasMeeting();
    await governance.does(`meetings/${meeting}/hold`, hold);
    expect(await records(numbers)).toMatchObject({ status: 409, body: { code, ...facts } });
    expect(await seen()).toMatchObject({ status: 'tabled' });
  });

  it('is not corrected to either, and is judged anew when it is corrected', async () => {
    await adopts({ clauses: { ...clauses, dissolution: { ...dissolution, castingVote: true } } });
    await governance.hasMeeting();
    await governance.does(`meetings/${meeting}/hold`, hold);
    const fact = factIn(await records(tally));
    const corrects = (numbers: object) =>
      governance.tries(`resolutions/${resolution}/correct-tally`, {
        fact,
        reason: 'misread',
        changes: { tally: numbers },
      });
    expect((await corrects({ ...tally, ...chair })).body).toMatchObject({ code: 'GOV_CASTING_VOTE_WITHOUT_TIE' });
    expect((await corrects({ ...tally, invalid: 1 })).body).toMatchObject({ code: 'GOV_VOTES_EXCEED_ATTENDANCE' });
    expect((await corrects({ ...tally, for: 79, against: 76 })).status).toBe(200);
    expect(await seen()).toMatchObject({
      status: 'rejected',
      decision: { reckoning: { majority: { inFavour: 79, base: 155, threshold: '310/3', needed: 104 } } },
    });
    expect(await seen()).not.toHaveProperty('differs');
  });
});

describe('what statutes ask of a decision', () => {
  const rulesOf = async (parameters: string) =>
    (await governance.sees(`statutes/${numelink}/decision-rules?${parameters}`)).body;

  it('is read by kind, body and day', async () => {
    const own = { ...ordinary, majorityOf: 'members', convocationDays: 8 };
    const said = { convocationDays: 15, proxiesPerHolder: 2, membersInDefaultVote: false, untilReplaced: true };
    const decidedBy = [{ kind: 'budget', bodyKinds: ['assembly', 'board'] }];
    await adopts({ ...said, decidedBy, specialClauses: [{ kind: 'budget', bodyKind: 'board', clause: own }] });
    expect(await rulesOf('kind=budget&bodyKind=board&validAt=2016-01-01')).toEqual({
      ...{ clusterId: numelink, validAt: '2016-01-01', kind: 'budget', bodyKind: 'board', ...said },
      ...{ rule: { ...own, kind: 'budget', bodyKind: 'board', statutesVersion: 1 }, convocationDays: 8 },
      decidedBy: ['assembly', 'board'],
    });
    expect(await rulesOf('kind=merger&validAt=2016-01-01')).toEqual({
      ...{ clusterId: numelink, validAt: '2016-01-01', kind: 'merger', ...said },
      rule: { ...dissolution, kind: 'dissolution', statutesVersion: 1 },
    });
    expect(await rulesOf('kind=merger&validAt=2009-12-31')).toEqual({
      ...{ clusterId: numelink, validAt: '2009-12-31', kind: 'merger' },
    });
    expect(await governance.sees(`statutes/${numelink}/decision-rules`)).toMatchObject({ status: 400 });
  });
});

describe('a decision that is not as it has to be', () => {
  const rules = {
    decidedBy: [{ kind: 'dissolution', bodyKinds: ['assembly'] }],
    convocationDays: 15,
    proxiesPerHolder: 0,
  };
  const called = { ...convene, bodyId: board, scheduledFor: '2016-03-12', agenda: ['Comptes'] };
  const marks = [
    { kind: 'decided-by-other-body', found: 'board', required: 'assembly' },
    { kind: 'not-on-agenda' },
    { kind: 'convened-late', found: '11 days', required: '15 days' },
    { kind: 'held-on-other-day', found: effectiveAt, required: '2016-03-12' },
    { kind: 'proxies-over-limit', found: '41', required: '0 at most' },
  ];

  it('is decided, and says what was irregular', async () => {
    await adopts(rules);
    await governance.does('bodies', createBoard);
    await governance.does('meetings', called);
    await governance.does('resolutions', table);
    await governance.does(`meetings/${meeting}/hold`, hold);
    const { body } = await records(tally);
    expect(body['recorded']).toMatchObject({ outcome: 'adopted', irregularities: marks });
    expect(await seen()).toMatchObject({ status: 'adopted', decision: { irregularities: marks } });
    expect(await seen()).not.toHaveProperty('differs');
  });

  it('differs from what is known by now where its convocation is corrected', async () => {
    await adopts(rules);
    await governance.does('bodies', createBoard);
    const fact = factIn(await governance.does('meetings', called));
    await governance.does('resolutions', table);
    await governance.does(`meetings/${meeting}/hold`, hold);
    await records(tally);
    const changes = { scheduledFor: effectiveAt, agenda: ['Comptes', 'Fusion'] };
    await governance.does(`meetings/${meeting}/correct-convocation`, { fact, reason: 'misread', changes });
    expect(await seen()).toMatchObject({
      decision: { irregularities: marks },
      differs: { irregularities: [marks[0], marks[4]] },
    });
  });

  it('of statutes that were recorded late, differs too', async () => {
    await adopts({});
    await governance.hasMeeting();
    await governance.does(`meetings/${meeting}/hold`, hold);
    await records(tally);
    expect(await seen()).not.toHaveProperty('differs');
    await adopts({ proxiesPerHolder: 0 }, '2012-01-01');
    expect(await seen()).toMatchObject({ differs: { rule: { statutesVersion: 2 }, irregularities: [marks[4]] } });
  });

  it('before it was tabled is none', async () => {
    await adopts({});
    await governance.hasMeeting();
    await governance.does(`meetings/${meeting}/hold`, { ...hold, effectiveAt: '2016-03-30' });
    expect((await records(tally, '2016-03-30')).body).toMatchObject({
      code: 'GOV_FACT_CONTRADICTED',
      found: 'tally of 2016-03-30',
      required: 'the resolution was not tabled before that day',
    });
  });

  it('of a body that is gone is none', async () => {
    await adopts({});
    await governance.hasMeeting();
    await governance.does(`meetings/${meeting}/hold`, hold);
    await governance.does(`bodies/${assembly}/abolish`, { effectiveAt });
    expect(await records(tally)).toMatchObject({ status: 409, body: { code: 'GOV_BODY_ABOLISHED' } });
  });

  it('is judged under the clause of its body, which the answer names', async () => {
    const own = { ...ordinary, majorityOf: 'members' };
    await adopts({ specialClauses: [{ kind: 'budget', bodyKind: 'assembly', clause: own }] });
    await governance.hasMeeting();
    await governance.does(`meetings/${meeting}/hold`, hold);
    await governance.does('resolutions', { ...table, id: board, clause: 'budget', agendaItem: 1, subject: 'Budget' });
    const { body } = await governance.does(`resolutions/${board}/record-tally`, { tally, effectiveAt });
    expect(body['recorded']).toMatchObject({
      rule: { kind: 'budget', bodyKind: 'assembly' },
      reckoning: { majority: { of: 'members', base: 220, needed: 111 } },
    });
    expect(body['recorded']).not.toHaveProperty('irregularities');
  });
});
