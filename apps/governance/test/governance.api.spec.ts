import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { governanceContext } from '../src/governance.context.ts';
import {
  assembly,
  board,
  bocquet,
  clauses,
  createPresidency,
  director,
  Governance,
  hold,
  mandateOfBocquet,
  mandateOfMontier,
  meeting,
  montier,
  numelink,
  presidency,
  resolution,
  rhoneAlley,
  startBocquet,
  startMontier,
  tally,
  unknown,
} from './governance.fixtures.ts';

let app: TestApplication;
let governance: Governance;
beforeEach(async () => {
  app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
  governance = new Governance(app);
  await governance.hasClusters();
});
afterEach(async () => {
  await app.stop();
});

describe('bodies and offices', () => {
  beforeEach(async () => {
    await governance.hasBoard();
  });

  it('two presidents stand side by side for one year', async () => {
    await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
    await governance.does(`offices/${presidency}/set-max-holders`, { maxHolders: 2, effectiveAt: '2015-06-24' });
    await governance.does(`offices/${presidency}/start-mandate`, startMontier);
    expect(await governance.presidents('2014-06-19')).toEqual([]);
    expect(await governance.presidents('2015-06-23')).toEqual(['Catherine Bocquet']);
    expect(await governance.presidents('2015-06-24')).toEqual(['Catherine Bocquet', 'Patrick Montier']);
    expect(await governance.presidents('2016-06-24')).toEqual(['Catherine Bocquet']);
  });

  it('an expired mandate is ended as such, and a resignation as such', async () => {
    await governance.does(`offices/${presidency}/start-mandate`, startMontier);
    const expiry = { mandateId: mandateOfMontier, cause: 'expiry', effectiveAt: '2016-06-24' };
    await governance.does(`offices/${presidency}/end-mandate`, expiry);
    const { body } = await governance.sees(`offices/${presidency}`);
    expect(body['mandates']).toMatchObject([{ until: '2016-06-24', cause: 'expiry', tiedToClusterId: rhoneAlley }]);
  });

  it('a mandate gets an id where none was given', async () => {
    const start = `governance/offices/${presidency}/start-mandate`;
    const key = { headers: { 'idempotency-key': 'bocquet' } };
    const first = await app.post(start, { ...startBocquet, mandateId: undefined }, key);
    expect(first.body['recorded']).toEqual({ mandateId: expect.any(String), since: startBocquet.effectiveAt });
    expect(await app.post(start, { ...startBocquet, mandateId: undefined }, key)).toMatchObject({ body: first.body });
    const { mandateId } = first.body['recorded'] as { readonly mandateId: string };
    const end = { mandateId, cause: 'resignation', effectiveAt: '2016-01-01' };
    expect((await governance.does(`offices/${presidency}/end-mandate`, end)).status).toBe(200);
    const { body } = await governance.sees(`offices/${presidency}`);
    expect(body['mandates']).toMatchObject([{ mandateId: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
  });

  it('a board grows with seats reserved for those who come', async () => {
    const reserved = { seats: 10, forClusterId: rhoneAlley, until: '2016-06-30' };
    await governance.does(`bodies/${board}/resize`, { size: 40, reserved, effectiveAt: '2015-06-24' });
    expect((await governance.sees(`bodies/${board}`)).body['sizes']).toEqual([
      { since: '2006-06-29', size: 24 },
      { since: '2015-06-24', size: 40, reserved },
    ]);
  });

  it('a mandate recorded after the board disappeared ends with the board', async () => {
    await governance.does(`bodies/${board}/abolish`, { effectiveAt: '2017-03-28' });
    await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
    expect(await governance.presidents('2017-03-27')).toEqual(['Catherine Bocquet']);
    expect(await governance.presidents('2017-03-28')).toEqual([]);
    const again = await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
    expect(again.body['events']).toEqual([]);
  });

  it('offices are found by cluster, body and kind, page by page', async () => {
    const treasury = { ...createPresidency, id: unknown, kind: 'treasurer', title: 'Trésorerie' };
    await governance.does('offices', treasury);
    const ids = async (query: string) =>
      ((await governance.sees(`offices?${query}`)).body['items'] as { officeId: string }[]).map(
        ({ officeId }) => officeId,
      );
    expect(await ids(`clusterId=${numelink}`)).toEqual([presidency, unknown]);
    expect(await ids(`clusterId=${numelink}&kind=treasurer`)).toEqual([unknown]);
    expect(await ids(`bodyId=${assembly}`)).toEqual([]);
    const { body } = await governance.sees('offices?limit=1');
    expect(await ids(`limit=1&after=${String(body['next'])}`)).toEqual([unknown]);
  });

  it('a college is represented by as many as its office may have, however they were designated', async () => {
    const college = { ...createPresidency, id: countedUuid(0xc1), bodyId: countedUuid(0xc0), kind: 'seat' };
    await governance.does('bodies', {
      ...{ id: college.bodyId, clusterId: numelink, kind: 'college', name: 'Collège des écoles' },
      effectiveAt: '2006-06-29',
    });
    await governance.does('offices', { ...college, title: 'Représentant du collège', maxHolders: 2 });
    const start = (person: object, how: string) =>
      governance.tries(`offices/${college.id}/start-mandate`, { person, how, effectiveAt: '2014-06-20' });
    expect((await start(bocquet, 'elected')).status).toBe(200);
    expect((await start(montier, 'co-opted')).status).toBe(200);
    expect(await start({ personId: countedUuid(0xc2), name: 'N. N.' }, 'appointed')).toMatchObject({
      ...{ status: 409, body: { code: 'GOV_OFFICE_FULL' } },
    });
    const { body } = await governance.sees(`bodies/${college.bodyId}/composition?validAt=2014-06-20`);
    expect(body['members']).toHaveLength(2);
  });

  it('without a day, holders are those of today', async () => {
    await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
    governance.app.clock.set('2016-03-31T10:00:00Z');
    const { body } = await governance.sees(`offices/${presidency}/holders`);
    expect(body).toMatchObject({
      officeId: presidency,
      validAt: '2016-03-31',
      holders: [{ mandateId: mandateOfBocquet }],
    });
  });
});

describe('decisions', () => {
  const adopt = { clauses, effectiveAt: '2010-01-01' };
  beforeEach(async () => {
    await governance.does(`statutes/${numelink}/adopt`, adopt);
    await governance.hasMeeting();
    await governance.does(`meetings/${meeting}/hold`, hold);
  });
  const record = { tally, effectiveAt: '2016-03-31' };

  it('a resolution is judged under the clause in force on the day of the vote', async () => {
    const later = { ...clauses, dissolution: { ...clauses.dissolution, majority: { numerator: 1, denominator: 1 } } };
    await governance.does(`statutes/${numelink}/adopt`, { clauses: later, effectiveAt: '2016-04-01' });
    const answer = await governance.does(`resolutions/${resolution}/record-tally`, record);
    expect(answer.body['recorded']).toMatchObject({
      outcome: 'adopted',
      rule: { statutesVersion: 1 },
      on: '2016-03-31',
    });
    const { body } = await governance.sees(`resolutions/${resolution}`);
    expect(body).toMatchObject({
      status: 'adopted',
      clusterId: numelink,
      decision: { tally, rule: { kind: 'dissolution', statutesVersion: 1 } },
    });
  });

  it('an inquorate assembly is an outcome', async () => {
    const few = { ...tally, present: 60, represented: 0, for: 60, against: 0, abstentions: 0 };
    const answer = await governance.does(`resolutions/${resolution}/record-tally`, { ...record, tally: few });
    expect(answer.body).toMatchObject({
      events: [{ type: 'governance.ResolutionDecided' }],
      recorded: { outcome: 'inquorate' },
    });
    expect((await governance.sees(`meetings/${meeting}`)).body['resolutions']).toMatchObject([
      { outcome: 'inquorate' },
    ]);
    expect((await governance.sees('resolutions?status=inquorate')).body['items']).toHaveLength(1);
    expect((await governance.sees('resolutions?status=adopted')).body['items']).toEqual([]);
  });

  it('the same tally again is already so', async () => {
    await governance.does(`resolutions/${resolution}/record-tally`, record);
    const again = await governance.does(`resolutions/${resolution}/record-tally`, record);
    expect(again.body['events']).toEqual([]);
    expect(again.body).not.toHaveProperty('recorded');
  });

  it('statutes are returned whole, or as in force on a day', async () => {
    const second = await governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2015-06-24' });
    expect(second.body['recorded']).toEqual({ statutesVersion: 2, inForceFrom: '2015-06-24' });
    const versions = async (query: string) =>
      ((await governance.sees(`statutes/${numelink}${query}`)).body['versions'] as { statutesVersion: number }[]).map(
        ({ statutesVersion }) => statutesVersion,
      );
    expect(await versions('')).toEqual([1, 2]);
    expect(await versions('?validAt=2015-06-23')).toEqual([1]);
    expect(await versions('?validAt=2015-06-24')).toEqual([2]);
    expect(await versions('?validAt=2009-12-31')).toEqual([]);
  });

  it('meetings and bodies are found by cluster', async () => {
    expect((await governance.sees(`meetings?clusterId=${numelink}`)).body['items']).toMatchObject([
      { meetingId: meeting, held: { present: 118 } },
    ]);
    expect((await governance.sees(`meetings?bodyId=${board}`)).body['items']).toEqual([]);
    expect((await governance.sees(`bodies?clusterId=${numelink}&kind=assembly`)).body['items']).toMatchObject([
      { bodyId: assembly },
    ]);
    expect((await governance.sees(`bodies?kind=board`)).body['items']).toEqual([]);
  });
});

describe('appointed roles', () => {
  it('the director leaves in the middle of a merger', async () => {
    const person = { personId: montier.personId, name: 'Armand Lulka' };
    await governance.does('roles', {
      id: director,
      clusterId: numelink,
      title: 'Directeur général',
      person,
      effectiveAt: '2012-09-03',
    });
    await governance.does(`roles/${director}/end`, { reason: 'départ', effectiveAt: '2016-09-01' });
    const { body } = await governance.sees(`roles/${director}`);
    expect(body).toMatchObject({
      title: 'Directeur général',
      since: '2012-09-03',
      until: '2016-09-01',
      reason: 'départ',
    });
    expect((await governance.sees(`roles?clusterId=${numelink}`)).body['items']).toEqual([body]);
  });
});
