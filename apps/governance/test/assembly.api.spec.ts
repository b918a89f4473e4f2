import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { countedUuid } from '#libs/kernel/testing';
import { publish } from '../../../tests/support/published.ts';
import { governanceContext } from '../src/governance.context.ts';
import {
  assembly,
  board,
  bocquet,
  clauses,
  convene,
  createAssembly,
  createBoard,
  createPresidency,
  Governance,
  meeting,
  numelink,
  presidency,
  resolution,
  startBocquet,
  table,
} from './governance.fixtures.ts';

const [anna, bruno, chloe, david] = [31, 32, 33, 34].map((number) => countedUuid(number, 0xa));
const newcomer = countedUuid(35, 0xa);
const roll = countedUuid(36, 0xa);
const day = { effectiveAt: '2016-03-31' };
const membershipOf = (organisationId: string | undefined) => ({
  membershipId: organisationId ?? '',
  clusterId: numelink,
  organisationId: organisationId ?? '',
});

let app: TestApplication;
let governance: Governance;
beforeEach(async () => {
  app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
  governance = new Governance(app);
  await governance.hasClusters();
  await governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2010-01-01' });
});
afterEach(() => app.stop());

/** Four members, one of whom leaves on the day of the meeting; another one comes that day. */
async function hasMembers(): Promise<void> {
  const admitted = (organisationId: string | undefined, college: string, since = '2012-01-01') =>
    ({ type: 'membership.MemberAdmitted', data: { ...membershipOf(organisationId), college, since } }) as const;
  await publish(
    app.store,
    ...[anna, bruno].map((each) => admitted(each, 'PME')),
    ...[chloe, david].map((each) => admitted(each, 'grandes entreprises')),
    admitted(newcomer, 'PME', '2016-03-31'),
  );
}

async function hasSheet(): Promise<void> {
  await hasMembers();
  await governance.hasMeeting();
  await governance.does('rolls', { id: roll, bodyId: assembly, effectiveAt: '2016-03-30' });
  await governance.does(`meetings/${meeting}/open-sheet`, { rollId: roll, ...day });
}

const arrive = (at: string, ...voterIds: readonly unknown[]) =>
  [`meetings/${meeting}/arrive`, { voterIds, at, ...day }] as const;
const leave = (at: string, ...voterIds: readonly unknown[]) =>
  [`meetings/${meeting}/leave`, { voterIds, at, ...day }] as const;
const give = (holderId: unknown, ...principals: readonly unknown[]) =>
  [
    `meetings/${meeting}/give-proxies`,
    { proxies: principals.map((principalId) => ({ principalId, holderId })), ...day },
  ] as const;

describe('the roll of an assembly', () => {
  it('is frozen from the members of that day, by college; who comes or goes later changes nothing', async () => {
    await hasMembers();
    await governance.does('bodies', createAssembly);
    const { body } = await governance.does('rolls', { id: roll, bodyId: assembly, effectiveAt: '2016-03-30' });
    expect(body['recorded']).toMatchObject({ count: 4 });
    const { sha256 } = body['recorded'] as { readonly sha256: string };
    await publish(app.store, {
      type: 'membership.MembershipEnded',
      data: { ...membershipOf(anna), cause: 'resignation', on: '2016-03-30' },
    });
    expect((await governance.sees(`rolls/${roll}`)).body).toMatchObject({
      ...{ rollId: roll, frozenOn: '2016-03-30' },
      versions: [{ rollVersion: 1, count: 4, sha256 }],
    });
    expect((await governance.sees(`rolls/${roll}/voters`)).body['voters']).toEqual([
      { group: 'PME', voterIds: [anna, bruno] },
      { group: 'grandes entreprises', voterIds: [chloe, david] },
    ]);
  });

  it('is corrected by a further version with its reason: both stay, and the sheet says which one counted', async () => {
    await hasSheet();
    const voters = [{ voterIds: [anna, bruno, chloe, david, newcomer] }];
    const amendment = { voters, reason: 'Admise le matin même', effectiveAt: '2016-04-02' };
    const { body } = await governance.does(`rolls/${roll}/amend`, amendment);
    expect(body['recorded']).toMatchObject({ rollVersion: 2, count: 5 });
    const { versions } = (await governance.sees(`rolls/${roll}`)).body as { versions: object[] };
    expect(versions).toMatchObject([
      { rollVersion: 1, count: 4 },
      { rollVersion: 2, count: 5, reason: 'Admise le matin même' },
    ]);
    expect((await governance.sees(`meetings/${meeting}`)).body['sheet']).toMatchObject({ rollVersion: 1, members: 4 });
    const first = await governance.sees(`rolls/${roll}/voters?version=1`);
    expect(first.body).toMatchObject({ rollVersion: 1, count: 4 });
    expect((await governance.sees(`rolls/${roll}/voters?version=3`)).status).toBe(404);
  });

  it('of a board holds whoever has a seat on that day', async () => {
    await governance.hasBoard();
    await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
    await governance.does('rolls', { id: roll, bodyId: board, effectiveAt: '2015-01-01' });
    expect((await governance.sees(`rolls/${roll}/voters`)).body['voters']).toEqual([{ voterIds: [bocquet.personId] }]);
  });

  it('of a board holds whoever stays past the limit until replaced', async () => {
    await governance.does('bodies', createBoard);
    await governance.does('offices', { ...createPresidency, untilReplaced: true });
    await governance.does(`offices/${presidency}/start-mandate`, { ...startBocquet, limit: '2014-12-31' });
    await governance.does('rolls', { id: roll, bodyId: board, effectiveAt: '2015-06-01' });
    expect((await governance.sees(`rolls/${roll}/voters`)).body['voters']).toEqual([{ voterIds: [bocquet.personId] }]);
  });

  it('of a body without voters is refused', async () => {
    await governance.does('bodies', createBoard);
    const answer = await governance.tries('rolls', { bodyId: board, effectiveAt: '2015-01-01' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'GOV_ROLL_EMPTY', found: 0, required: 1 } });
  });

  it('names its voters to those alone who read the files of the cluster', async () => {
    await hasSheet();
    const seen = async (path: string, cluster: string) =>
      (await governance.sees(path, { as: 'operator', clusters: [cluster] })).status;
    expect(await seen(`rolls/${roll}`, board)).toBe(200);
    expect(await seen(`rolls/${roll}/voters`, board)).toBe(403);
    expect(await seen(`rolls/${roll}/voters`, numelink)).toBe(200);
    expect(await seen(`meetings/${meeting}/attendance`, board)).toBe(403);
    const { body } = await governance.sees(`meetings/${meeting}`, { as: 'operator', clusters: [board] });
    expect(body['sheet']).toBeUndefined();
  });
});

type Sent = readonly [path: string, body: object];
type Row = readonly [name: string, code: string, before: readonly Sent[], refused: Sent];

describe('the attendance sheet of an assembly', () => {
  const counts = async (at?: string) => {
    const time = at === undefined ? '' : `?at=${at}`;
    const { body } = await governance.sees(`meetings/${meeting}/attendance${time}`);
    return [body['present'], body['represented']];
  };

  it('a holder leaves, and its proxies with it; a principal comes, and its proxy ends', async () => {
    await hasSheet();
    await governance.does(...give(anna, bruno, chloe));
    await governance.does(...arrive('18:00', anna, david));
    await governance.does(...arrive('19:00', bruno));
    await governance.does(...leave('21:00', anna));
    expect([await counts('18:30'), await counts('19:00'), await counts('21:01')]).toEqual([
      [2, 2],
      [3, 1],
      [2, 0],
    ]);
    expect(await counts()).toEqual([3, 1]);
  });

  it.each([
    ['a proxy given twice', 'GOV_PROXY_GIVEN_TWICE', [give(anna, bruno)], give(chloe, bruno)],
    ['a proxy of one who is there', 'GOV_PRINCIPAL_PRESENT', [arrive('17:00', bruno)], withTime(give(anna, bruno))],
    ['a stranger', 'GOV_VOTER_NOT_ON_ROLL', [], arrive('18:00', newcomer)],
    ['an arrival twice', 'GOV_VOTER_PRESENT', [arrive('18:00', anna)], arrive('19:00', anna)],
    ['a departure of nobody', 'GOV_VOTER_NOT_PRESENT', [], leave('19:00', anna)],
  ] as readonly Row[])('%s is refused', async (_name, code, before, refused) => {
    await hasSheet();
    for (const each of before) await governance.does(...each);
    expect(await governance.tries(...refused)).toMatchObject({ status: 409, body: { code } });
  });

  it('gives the numbers of the meeting; others are refused with both', async () => {
    await hasSheet();
    await governance.does(...give(anna, bruno));
    await governance.does(...arrive('18:00', anna, david));
    const other = { members: 4, present: 3, represented: 1, ...day };
    expect((await governance.tries(`meetings/${meeting}/hold`, other)).body).toMatchObject({
      code: 'GOV_ATTENDANCE_CONTRADICTS_SHEET',
      found: '3 present and 1 represented of 4 members',
      required: '2 present and 1 represented of 4 members',
    });
    await governance.does(`meetings/${meeting}/hold`, { chair: bocquet, ...day });
    expect((await governance.sees(`meetings/${meeting}`)).body['held']).toMatchObject({
      ...{ members: 4, present: 2, represented: 1 },
    });
    const tally = { members: 4, present: 2, represented: 2, for: 4, against: 0, abstentions: 0 };
    expect((await governance.tries(`resolutions/${resolution}/record-tally`, { tally, ...day })).body).toMatchObject({
      code: 'GOV_TALLY_CONTRADICTS_SHEET',
      found: '2 present and 2 represented of 4 members',
      required: '2 present and 1 represented of 4 members at most',
    });
  });

  it('of a body that is gone is none, and neither is its meeting', async () => {
    await hasSheet();
    await governance.does(`bodies/${assembly}/abolish`, { effectiveAt: '2016-03-31' });
    const numbers = { members: 4, present: 0, represented: 0, ...day };
    expect(await governance.tries(`meetings/${meeting}/hold`, numbers)).toMatchObject({
      ...{ status: 409, body: { code: 'GOV_BODY_ABOLISHED' } },
    });
  });

  it('recorded after the meeting was held says where it differs', async () => {
    await hasMembers();
    await governance.hasMeeting();
    await governance.does(`meetings/${meeting}/hold`, { members: 4, present: 3, represented: 0, ...day });
    await governance.does('rolls', { id: roll, bodyId: assembly, effectiveAt: '2016-03-30' });
    await governance.does(`meetings/${meeting}/open-sheet`, { rollId: roll, ...day });
    await governance.does(...arrive('18:00', anna, david));
    expect((await governance.sees(`meetings/${meeting}`)).body['differs']).toEqual({
      held: '3 present and 0 represented of 4 members',
      sheet: '2 present and 0 represented of 4 members',
    });
    await governance.does(...arrive('18:20', bruno));
    expect((await governance.sees(`meetings/${meeting}`)).body['differs']).toBeUndefined();
  });

  it('takes as many proxies of one holder as the statutes of that day allow', async () => {
    const limited = { clauses, proxiesPerHolder: 1, effectiveAt: '2016-01-01' };
    await governance.does(`statutes/${numelink}/adopt`, limited);
    await hasSheet();
    expect(await governance.tries(...give(anna, bruno, chloe))).toMatchObject({
      ...{ status: 409, body: { code: 'GOV_PROXIES_TOO_MANY', found: 2, required: 1 } },
    });
  });

  it('that says a wrong time is corrected', async () => {
    await hasSheet();
    const { body } = await governance.does(...arrive('18:00', anna));
    const [{ id: fact } = { id: '' }] = body['events'] as readonly { readonly id: string }[];
    const correction = { fact, reason: 'Montre', changes: { at: '19:00' } };
    await governance.does(`meetings/${meeting}/correct-arrival`, correction);
    expect([await counts('18:30'), await counts('19:30')]).toEqual([
      [0, 0],
      [1, 0],
    ]);
    const stranger = { ...correction, changes: { voterIds: [newcomer] } };
    const refused = await governance.tries(`meetings/${meeting}/correct-arrival`, stranger);
    expect(refused.body['code']).toBe('GOV_VOTER_NOT_ON_ROLL');
  });

  it('is that of the body that meets', async () => {
    await hasMembers();
    await governance.hasMeeting();
    await governance.does('bodies', createBoard);
    const voters = [{ voterIds: [anna] }];
    await governance.does('rolls', { id: roll, bodyId: board, voters, effectiveAt: '2016-03-30' });
    const refused = await governance.tries(`meetings/${meeting}/open-sheet`, { rollId: roll, ...day });
    expect(refused.body).toMatchObject({ code: 'GOV_ROLL_OF_ANOTHER_BODY', found: board, required: assembly });
    await governance.does('meetings', { ...convene, id: newcomer });
    await governance.does('resolutions', { ...table, id: david, meetingId: newcomer });
    expect((await governance.sees(`meetings/${newcomer}/attendance`)).status).toBe(404);
  });
});

function withTime([path, body]: readonly [string, object]): readonly [string, object] {
  return [path, { ...body, at: '18:00' }];
}
