import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { streamName } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { publish, registeredCluster, registeredOrganisation } from '../../../tests/support/published.ts';
import { incubationContext } from '../src/incubation.context.ts';
import { tookEffect } from './succession.ts';

const incubatorId = countedUuid(1, 9);
const partnerId = countedUuid(2, 9);
const seatId = countedUuid(3, 9);
const auvergneTic = { kind: 'cluster', id: countedUuid(1, 1) };
const numelink = { kind: 'cluster', id: countedUuid(2, 1) };
const company = { kind: 'organisation', id: countedUuid(1, 2) };
const unknown = countedUuid(99);
const operationId = countedUuid(5, 9);
const why = { reason: 'Mal saisi' };

let app: TestApplication;
let opening: string;
let joining: string;
beforeEach(async () => {
  app = await TestApplication.start([incubationContext], { RATE_LIMIT_PER_SECOND: '10000' });
  const clusters = [auvergneTic, numelink].map(({ id }) => registeredCluster(id));
  await publish(app.store, ...clusters, registeredOrganisation(company.id));
  const incubator = { id: incubatorId, name: 'Quartier numérique', site: 'Clermont-Ferrand' };
  opening = await fact('incubators', { ...incubator, effectiveAt: '2015-06-01' });
  const partner = { id: partnerId, incubatorId, class: 'sector-body', holder: auvergneTic, founding: true };
  joining = await fact('partners', { ...partner, effectiveAt: '2015-06-01' });
});
afterEach(() => app.stop());

const post = (path: string, body: object, as: 'admin' | 'operator' = 'admin', clusters: readonly string[] = []) =>
  app.post(`incubation/${path}`, body, { as, clusters });
const sees = async (path: string) => (await app.get(`incubation/${path}`)).body;
const partners = async (query: string) =>
  ((await sees(`partners?${query}`))['items'] as readonly { readonly partnerId: string }[]).map(
    (each) => each.partnerId,
  );

/** The id of the fact that a command states. */
async function fact(path: string, body: object): Promise<string> {
  const answer = await post(path, body);
  expect([200, 201]).toContain(answer.status);
  const [first] = answer.body['events'] as readonly { readonly id: string }[];
  return first?.id ?? '';
}

async function does(path: string, body: object): Promise<TestAnswer> {
  const answer = await post(path, body);
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status: 200, code: undefined });
  return answer;
}

describe('an incubator that was recorded wrong', () => {
  it('is corrected, and keeps what it was in its stream', async () => {
    const changes = { name: 'Le Quartier', site: 'La Pardieu', since: '2015-05-01' };
    await does(`incubators/${incubatorId}/correct-opening`, { fact: opening, ...why, changes });
    expect(await sees(`incubators/${incubatorId}`)).toMatchObject({ ...changes, status: 'open' });
    const events = [];
    for await (const event of app.store.read(streamName('incubation', 'incubator', incubatorId))) events.push(event);
    expect(events.at(-1)).toMatchObject({
      type: 'incubation.IncubatorOpenedCorrected',
      data: { fact: opening, was: { name: 'Quartier numérique', since: '2015-06-01' }, now: changes, ...why },
      metadata: { effectiveAt: '2015-05-01' },
    });
  });

  it('has a name that is recorded late, corrected and voided', async () => {
    const path = `incubators/${incubatorId}`;
    await does(`${path}/rename`, { name: 'Le Bivouac', effectiveAt: '2017-04-01' });
    const late = await fact(`${path}/rename`, { name: 'Le Quartier', effectiveAt: '2016-01-01' });
    await does(`${path}/correct-name`, { fact: late, ...why, changes: { name: 'Quartier', since: '2016-02-01' } });
    expect(await sees(path)).toMatchObject({
      name: 'Le Bivouac',
      names: [{ since: '2015-06-01' }, { name: 'Quartier', since: '2016-02-01' }, { since: '2017-04-01' }],
    });
    await does(`${path}/void-name`, { fact: late, ...why });
    expect((await sees(path))['names']).toHaveLength(2);
  });

  it('takes its partners and their seats along when it is dissolved, and gives them back when it was not', async () => {
    await does(`partners/${partnerId}/grant-seat`, { seatId, effectiveAt: '2015-09-01' });
    const dissolution = await fact(`incubators/${incubatorId}/dissolve`, { effectiveAt: '2020-01-01' });
    expect(await sees(`partners/${partnerId}`)).toMatchObject({
      ...{ status: 'ended', until: '2020-01-01' },
      holders: [{ holder: auvergneTic, to: '2020-01-01' }],
    });
    expect([await partners('status=partner'), await partners('status=ended')]).toEqual([[], [partnerId]]);
    const later = await post(`partners/${partnerId}/leave`, { effectiveAt: '2021-01-01' });
    expect(later).toMatchObject({ status: 409, body: { code: 'INC_INCUBATOR_DISSOLVED' } });
    const path = `incubators/${incubatorId}`;
    await does(`${path}/correct-dissolution`, { fact: dissolution, ...why, changes: { on: '2019-01-01' } });
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ status: 'ended', until: '2019-01-01' });
    await does(`${path}/void-dissolution`, { fact: dissolution, ...why });
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ status: 'partner', holders: [{ to: null }] });
    await does(`partners/${partnerId}/leave`, { effectiveAt: '2021-01-01' });
    expect(await partners(`status=left&incubatorId=${incubatorId}`)).toEqual([partnerId]);
  });

  it('that is dissolved ahead is open until then, with its partners', async () => {
    await does(`incubators/${incubatorId}/dissolve`, { effectiveAt: '2099-01-01' });
    expect(await sees(`incubators/${incubatorId}`)).toMatchObject({ status: 'open', dissolvedOn: '2099-01-01' });
    expect((await sees('incubators?status=open'))['items']).toHaveLength(1);
    expect((await sees('incubators?status=dissolved'))['items']).toHaveLength(0);
    expect(await partners('status=partner')).toEqual([partnerId]);
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ status: 'partner', until: '2099-01-01' });
  });
});

describe('a partner whose holder is absorbed', () => {
  const absorbs = async () => {
    const effect = tookEffect({ operationId, absorbed: auvergneTic.id, absorbing: numelink.id, on: '2016-03-31' });
    await app.store.append(streamName('mergers', 'operation', operationId), 'no-stream', [effect]);
    await app.react();
  };

  it('passes with the end that lies behind the effect', async () => {
    await does(`partners/${partnerId}/leave`, { effectiveAt: '2018-12-31' });
    await absorbs();
    expect(await sees(`partners/${partnerId}`)).toMatchObject({
      ...{ holder: numelink, status: 'left', leftOn: '2018-12-31' },
      holders: [
        { holder: auvergneTic, to: '2016-03-31' },
        { holder: numelink, to: '2018-12-31', operationId },
      ],
    });
  });

  it.each(['2016-03-01', '2016-03-31'])(
    'and had left on %s, which is recorded afterwards, never passed',
    async (on) => {
      await absorbs();
      const leaving = await fact(`partners/${partnerId}/leave`, { effectiveAt: on });
      expect(await sees(`partners/${partnerId}`)).toMatchObject({ holder: auvergneTic, holders: [{ to: on }] });
      await does(`partners/${partnerId}/void-leaving`, { fact: leaving, ...why });
      expect(await sees(`partners/${partnerId}`)).toMatchObject({ holder: numelink, status: 'partner' });
    },
  );

  it('passes nothing where the incubator was dissolved by then, until that is taken back', async () => {
    const dissolution = await fact(`incubators/${incubatorId}/dissolve`, { effectiveAt: '2016-03-31' });
    await absorbs();
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ holder: auvergneTic, status: 'ended' });
    await does(`incubators/${incubatorId}/void-dissolution`, { fact: dissolution, ...why });
    await app.react();
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ holder: numelink, status: 'partner' });
  });

  it('and joined before it, which is recorded afterwards, passes as well', async () => {
    await absorbs();
    const late = { id: countedUuid(20, 9), incubatorId, class: 'sector-body', holder: auvergneTic };
    await fact('partners', { ...late, effectiveAt: '2015-12-01' });
    await app.react();
    expect(await sees(`partners/${late.id}`)).toMatchObject({
      ...{
        holder: numelink,
        holders: [
          { holder: auvergneTic, to: '2016-03-31' },
          { holder: numelink, operationId },
        ],
      },
    });
  });

  it('and had left by a day that is put off behind it passes after all', async () => {
    const leaving = await fact(`partners/${partnerId}/leave`, { effectiveAt: '2016-03-01' });
    await absorbs();
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ holder: auvergneTic });
    await does(`partners/${partnerId}/correct-leaving`, { fact: leaving, ...why, changes: { on: '2018-01-01' } });
    await app.react();
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ holder: numelink, leftOn: '2018-01-01' });
  });

  it('in an incubator that had ended before, as is recorded afterwards, has not passed until that is taken back', async () => {
    await absorbs();
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ holder: numelink });
    const dissolution = await fact(`incubators/${incubatorId}/dissolve`, { effectiveAt: '2016-01-01' });
    await app.react();
    const ended = { holder: auvergneTic, status: 'ended', holders: [{ holder: auvergneTic, to: '2016-01-01' }] };
    expect(await sees(`partners/${partnerId}`)).toMatchObject(ended);
    expect(await partners(`holderId=${auvergneTic.id}`)).toEqual([partnerId]);
    await does(`incubators/${incubatorId}/void-dissolution`, { fact: dissolution, ...why });
    await app.react();
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ holder: numelink, status: 'partner' });
  });

  it('and was somebody else’s, as is corrected afterwards, has not passed', async () => {
    await absorbs();
    const changes = { holder: company };
    await does(`partners/${partnerId}/correct-joining`, { fact: joining, ...why, changes });
    await app.react();
    expect(await sees(`partners/${partnerId}`)).toMatchObject({
      holder: company,
      holders: [{ holder: company, to: null }],
    });
    const types = [];
    for await (const { type } of app.store.read(streamName('incubation', 'partner', partnerId))) types.push(type);
    expect(types.at(-1)).toBe('incubation.PartnershipPassedVoided');
  });

  it('and never was is taken back with its passing', async () => {
    await absorbs();
    await does(`partners/${partnerId}/void-joining`, { fact: joining, ...why });
    expect((await app.get(`incubation/partners/${partnerId}`)).status).toBe(404);
  });

  it('passes when it is corrected to be the one of the cluster that was absorbed', async () => {
    const own = { id: countedUuid(21, 9), incubatorId, class: 'sector-body', holder: company };
    const joined = await fact('partners', { ...own, effectiveAt: '2015-12-01' });
    await absorbs();
    const changes = { holder: auvergneTic };
    await does(`partners/${own.id}/correct-joining`, { fact: joined, ...why, changes });
    await app.react();
    expect(await sees(`partners/${own.id}`)).toMatchObject({ holder: numelink, holders: [{ to: '2016-03-31' }, {}] });
  });
});

describe('a partner that was recorded wrong', () => {
  it('is corrected: another holder, in another class, from another day', async () => {
    const changes = { holder: company, class: 'private-group', since: '2015-07-01', founding: false };
    await does(`partners/${partnerId}/correct-joining`, { fact: joining, ...why, changes });
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ ...changes, holders: [{ holder: company }] });
    expect(await partners(`holderId=${company.id}`)).toEqual([partnerId]);
  });

  it('is one until the day of a leaving that lies ahead, and has not left when that is taken back', async () => {
    const leaving = await fact(`partners/${partnerId}/leave`, { effectiveAt: '2099-01-01' });
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ status: 'partner', until: '2099-01-01' });
    expect([await partners('status=partner'), await partners('status=left')]).toEqual([[partnerId], []]);
    await does(`partners/${partnerId}/grant-seat`, { seatId, effectiveAt: '2015-09-01' });
    await does(`partners/${partnerId}/correct-leaving`, { fact: leaving, ...why, changes: { on: '2018-01-01' } });
    expect([await partners('status=partner'), await partners('status=left')]).toEqual([[], [partnerId]]);
    await does(`partners/${partnerId}/void-leaving`, { fact: leaving, ...why });
    expect(await sees(`partners/${partnerId}`)).toMatchObject({ status: 'partner', seat: { since: '2015-09-01' } });
  });

  it('has a seat that is corrected and taken back', async () => {
    const seat = await fact(`partners/${partnerId}/grant-seat`, { seatId, effectiveAt: '2015-09-01' });
    const path = `partners/${partnerId}`;
    await does(`${path}/correct-seat`, { fact: seat, ...why, changes: { since: '2015-10-01' } });
    expect(await sees(path)).toMatchObject({ seat: { seatId, since: '2015-10-01' } });
    await does(`${path}/void-seat`, { fact: seat, ...why });
    expect((await sees(path))['seat']).toBeUndefined();
  });

  it('that never was is not there any more', async () => {
    await does(`partners/${partnerId}/void-joining`, { fact: joining, ...why });
    expect((await app.get(`incubation/partners/${partnerId}`)).status).toBe(404);
    expect(await partners(`incubatorId=${incubatorId}`)).toEqual([]);
  });

  it.each([
    ['to a day before the opening', { since: '2015-05-31' }, 409, 'INC_BEFORE_OPENING'],
    ['to a holder that nobody registered', { holder: { kind: 'cluster', id: unknown } }, 409, 'INC_HOLDER_ABSENT'],
    ['to another incubator', { incubatorId: unknown }, 400, 'API_MALFORMED'],
  ])('is not corrected %s', async (_what, changes, status, code) => {
    const answer = await post(`partners/${partnerId}/correct-joining`, { fact: joining, ...why, changes });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('is not corrected to a day behind the end of its incubator, or of itself', async () => {
    await does(`partners/${partnerId}/leave`, { effectiveAt: '2018-01-01' });
    const correct = (since: string) =>
      post(`partners/${partnerId}/correct-joining`, { fact: joining, ...why, changes: { since } });
    expect((await correct('2018-01-02')).body).toMatchObject({ code: 'INC_FACT_CONTRADICTED' });
    await does(`incubators/${incubatorId}/dissolve`, { effectiveAt: '2017-01-01' });
    expect((await correct('2017-01-01')).body).toMatchObject({ code: 'INC_INCUBATOR_DISSOLVED' });
  });

  it('is not found by the id of another fact', async () => {
    const body = { fact: opening, ...why, changes: { founding: false } };
    const answer = await post(`partners/${partnerId}/correct-joining`, body);
    expect(answer).toMatchObject({ status: 404, body: { code: 'INC_FACT_NOT_FOUND' } });
  });

  it('is corrected by an operator of its cluster, but for whose partnership it is, and by none of another', async () => {
    const correct = (changes: object, cluster: string) =>
      post(`partners/${partnerId}/correct-joining`, { fact: joining, ...why, changes }, 'operator', [cluster]);
    expect((await correct({ founding: false }, numelink.id)).status).toBe(403);
    expect((await correct({ founding: false }, auvergneTic.id)).status).toBe(200);
    expect((await correct({ holder: numelink }, auvergneTic.id)).status).toBe(403);
    const seat = await fact(`partners/${partnerId}/grant-seat`, { seatId, effectiveAt: '2015-09-01' });
    const voids = await post(`partners/${partnerId}/void-seat`, { fact: seat, ...why }, 'operator', [auvergneTic.id]);
    expect(voids.status).toBe(403);
  });
});
