import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { membershipContext } from '../../membership/src/membership.context.ts';
import { eventsContext } from '../src/events.context.ts';

const [network, spn, aliptic] = [1, 2, 3].map((number) => countedUuid(number, 0xf3));
const companies = [1, 2, 3].map((number) => countedUuid(number, 0xf4));
const [first = '', second = ''] = companies;
const idOf = (number: number) => countedUuid(number, 0xf5);
const operator: TestRequest = { as: 'operator', clusters: spn === undefined ? [] : [spn] };
const place = { name: 'Cobalt', zone: 'Europe/Paris' };

let app: TestApplication;
const does = async (where: string, body: object) => {
  const { status, body: answer } = await app.post(where, { effectiveAt: '2018-01-01', ...body });
  expect([where, status < 300, answer]).toEqual([where, true, answer]);
  return answer;
};
const report = async (clusterId: string | undefined, range = 'since=2019-01-01') =>
  (await app.get(`events/clusters/${clusterId ?? ''}/activity?${range}`)).body;

async function holds(number: number, day: string, of: string | undefined, more: object = {}): Promise<string> {
  const organised = { clusterId: of, organiser: { kind: 'cluster', id: of }, audience: ['public'] };
  const what = { title: `Action ${String(number)}`, format: 'conference', place, schedule: { from: day, to: day } };
  await does('events/gatherings', { id: idOf(number), ...organised, ...what, ...more });
  await does(`events/gatherings/${idOf(number)}/hold`, { effectiveAt: day });
  return `events/gatherings/${idOf(number)}`;
}

beforeAll(async () => {
  app = await TestApplication.start([membershipContext, eventsContext]);
  app.clock.set('2020-03-01T10:00:00Z');
  for (const [id, name] of [
    [network, 'France IT'],
    [spn, 'SPN'],
    [aliptic, 'Aliptic'],
  ] as const)
    await does('membership/clusters', { id, name, seat: 'Poitiers', effectiveAt: '2010-01-01' });
  for (const clusterId of [spn, aliptic])
    await does('membership/memberships', { clusterId: network, organisationId: clusterId });
  for (const id of companies) {
    await does('membership/organisations', { id, name: id, kind: 'company' });
    await does('membership/memberships', { clusterId: spn, organisationId: id });
  }
  const counted = await holds(1, '2019-03-01', spn, { coHosts: [{ kind: 'cluster', id: aliptic }] });
  await does(`${counted}/count-attendance`, { participants: 40, organisationIds: [first], effectiveAt: '2019-03-02' });
  await holds(2, '2019-04-01', spn, { format: 'workshop' });
  await holds(3, '2019-12-31', aliptic);
  await holds(4, '2020-01-01', spn);
  const cancelled = { title: 'x', format: 'conference', place, schedule: { from: '2019-05-01', to: '2019-05-01' } };
  await does('events/gatherings', {
    ...{ id: idOf(5), clusterId: spn, organiser: { kind: 'cluster', id: spn }, audience: ['public'] },
    ...cancelled,
  });
  await does(`events/gatherings/${idOf(5)}/cancel`, { reason: 'x', effectiveAt: '2019-04-30' });
  const community = { id: idOf(6), kind: 'working-group', name: 'Sobriété', clusterId: spn };
  await does('events/communities', community);
  await does(`events/communities/${idOf(6)}/record-meeting`, {
    ...{ organisationIds: [first, second], persons: 3, effectiveAt: '2019-06-01' },
  });
  await does('events/introductions', {
    ...{ clusterId: spn, organisationIds: [first, second], purpose: 'x', effectiveAt: '2019-07-01' },
  });
  await does(`membership/clusters/${spn ?? ''}/name`, { name: 'SPN Nouvelle-Aquitaine', effectiveAt: '2019-06-15' });
});
afterAll(() => app.stop());

describe('the activity report of a cluster', () => {
  it('counts by kind what was held, and nothing of what was cancelled', async () => {
    expect(await report(spn)).toMatchObject({
      ...{ since: '2019-01-01', until: '2019-12-31', name: 'SPN Nouvelle-Aquitaine', clusterIds: [spn] },
      kinds: [
        { kind: 'conference', actions: 1, attendances: 40, uncounted: 0, organisations: 1, series: [] },
        { kind: 'workshop', actions: 1, attendances: 0, uncounted: 1, organisations: 0 },
        { kind: 'community-meeting', actions: 1, attendances: 3, uncounted: 0, organisations: 2 },
      ],
      total: { actions: 3, attendances: 43, uncounted: 1, organisations: 2 },
      introductions: { introductions: 1, organisations: 2 },
    });
  });

  it('counts what two clusters hosted together for both, and once in their network', async () => {
    expect(await report(aliptic)).toMatchObject({ total: { actions: 2 } });
    expect(await report(network)).toMatchObject({
      clusterIds: [network, spn, aliptic],
      total: { actions: 4, attendances: 43 },
    });
  });

  it('has the names of the hosts on the day, and unknown numbers as unknown', async () => {
    const { actions } = await report(spn);
    expect(actions).toMatchObject([
      { on: '2019-03-01', hosts: [{ name: 'SPN' }, { name: 'Aliptic' }], participants: 40, organisations: 1 },
      { on: '2019-04-01', participants: null, organisations: null },
      { on: '2019-06-01', kind: 'community-meeting', title: 'Sobriété' },
    ]);
  });

  it('is of any twelve months, and of no period that ends before it begins', async () => {
    expect(await report(spn, 'since=2019-02-01')).toMatchObject({ until: '2020-01-31', total: { actions: 4 } });
    const answer = await app.get(`events/clusters/${spn ?? ''}/activity?since=2019-02-01&until=2019-01-01`);
    expect(answer.status).toBe(400);
  });

  it('is a file for a spreadsheet, and a page to print', async () => {
    const as = async (accept: string) =>
      String(
        (await app.get(`events/clusters/${spn ?? ''}/activity?since=2019-01-01`, { headers: { accept } })).body['text'],
      );
    const csv = (await as('text/csv')).split('\r\n');
    expect(csv).toContain('total,,,,,3,43,1,2');
    expect(csv).toContain('action,conference,Action 1,2019-03-01,SPN + Aliptic,,40,,1');
    const page = await as('text/html');
    expect(page).toContain('Rapport d’activité de SPN Nouvelle-Aquitaine');
    expect(page).toContain('inconnu');
  });
});

describe('the engagement of members', () => {
  const engagement = (query: string, as: TestRequest = {}) =>
    app.get(`events/clusters/${spn ?? ''}/engagement?${query}`, as);

  it('says who is at risk, and why', async () => {
    const { body } = await engagement('validAt=2020-02-01');
    expect(body).toMatchObject({ since: '2019-02-02', members: 3, atRisk: 1, unlisted: 3 });
    expect(body['items']).toMatchObject([
      { state: 'engaged', gatherings: 1, meetings: 1, lastOn: '2019-06-01' },
      { state: 'engaged', gatherings: 0, meetings: 1 },
      { state: 'at-risk', gatherings: 0, meetings: 0, communityIds: [] },
    ]);
    expect((await engagement('validAt=2020-02-01&state=at-risk')).body['items']).toHaveLength(1);
  });

  it('is as it was on any day, and follows what is recorded late', async () => {
    expect((await engagement('validAt=2018-06-01')).body).toMatchObject({ atRisk: 0 });
    const late = { participants: 5, organisationIds: [companies[2]], effectiveAt: '2019-04-02' };
    await does(`events/gatherings/${idOf(2)}/count-attendance`, late);
    expect((await engagement('validAt=2020-02-01')).body).toMatchObject({ atRisk: 0, unlisted: 2 });
  });

  it('is for those who read files of the cluster', async () => {
    expect((await engagement('', operator)).status).toBe(200);
    expect((await engagement('', { as: 'operator', clusters: aliptic === undefined ? [] : [aliptic] })).status).toBe(
      403,
    );
  });
});
