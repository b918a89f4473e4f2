import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { publish, registeredCluster, registeredOrganisation } from '../../../tests/support/published.ts';
import { eventsContext } from '../src/events.context.ts';

type Answer = Readonly<Record<string, unknown>>;
const id = (number: number) => countedUuid(number, 0xe3);
const [aliptic, spn, syrpin, region, company] = [id(1), id(2), id(3), id(11), id(12)];
const [training, sobriety] = [id(21), id(22)];
const operatorOf = (clusterId: string): TestRequest => ({ as: 'operator', clusters: [clusterId] });
const relay = (clusterId: string) => ({ role: 'relay', party: { kind: 'cluster', id: clusterId } });
const funder = { role: 'funder', party: { kind: 'organisation', id: region } };
const beneficiary = { role: 'beneficiary', party: { kind: 'organisation', id: company } };

let app: TestApplication;
const does = async (path: string, body: object, as: TestRequest = operatorOf(aliptic)): Promise<Answer> => {
  const { status, body: answer } = await app.post(`events/${path}`, body, as);
  expect([path, status < 300, answer]).toEqual([path, true, answer]);
  return answer;
};
const read = async (path: string, as: TestRequest = {}): Promise<Answer> => (await app.get(`events/${path}`, as)).body;
const names = async (query: string) =>
  ((await read(`programmes?${query}`))['items'] as readonly Answer[]).map(({ name }) => name);

beforeAll(async () => {
  app = await TestApplication.start([eventsContext]);
  app.clock.set('2020-03-10T10:00:00Z');
  await publish(
    app.store,
    ...[aliptic, spn, syrpin].map((clusterId) => registeredCluster(clusterId)),
    ...[region, company].map(registeredOrganisation),
  );
});
afterAll(() => app.stop());

describe('a programme that one cluster leads and others run in the same way', () => {
  it('has relays, beneficiaries and funders on the days of their parts', async () => {
    const said = { name: 'Formation', theme: 'Compétences', leadId: aliptic };
    await does('programmes', { id: training, ...said, effectiveAt: '2018-01-01' });
    for (const part of [relay(spn), relay(syrpin), funder, beneficiary])
      await does(`programmes/${training}/take-part`, { ...part, effectiveAt: '2018-02-01' });
    await does(`programmes/${training}/end-part`, { ...relay(syrpin), effectiveAt: '2019-01-01' });
    expect(await read(`programmes/${training}?validAt=2018-12-31`)).toMatchObject({
      ...{ state: 'running', leadId: aliptic, relayIds: [spn, syrpin] },
      ...{ funders: [funder.party], beneficiaries: [beneficiary.party] },
    });
    expect(await read(`programmes/${training}?validAt=2019-01-01`)).toMatchObject({ relayIds: [spn] });
    expect(await read(`programmes/${training}?validAt=2017-12-31`)).toMatchObject({ state: 'to-come', relayIds: [] });
  });

  it('has another lead from a day on, which speaks for it then', async () => {
    await does(`programmes/${training}/end-part`, { ...relay(spn), effectiveAt: '2019-06-01' });
    await does(`programmes/${training}/change-lead`, { leadId: spn, effectiveAt: '2019-06-01' });
    const leads = await Promise.all(
      ['2019-05-31', '2019-06-01'].map(async (day) => (await read(`programmes/${training}?validAt=${day}`))['leadId']),
    );
    expect(leads).toEqual([aliptic, spn]);
    const back = { ...relay(aliptic), effectiveAt: '2019-06-01' };
    expect((await app.post(`events/programmes/${training}/take-part`, back, operatorOf(aliptic))).status).toBe(403);
    await does(`programmes/${training}/take-part`, back, operatorOf(spn));
  });

  it('is found by the clusters that lead or relay it on the day, and by its state', async () => {
    const said = { name: 'Sobriété numérique', theme: 'Environnement', leadId: spn };
    await does('programmes', { id: sobriety, ...said, effectiveAt: '2020-01-01' }, operatorOf(spn));
    expect(await names(`clusterId=${aliptic}&validAt=2020-02-01`)).toEqual(['Formation']);
    expect(await names(`clusterId=${spn}&validAt=2020-02-01`)).toEqual(['Formation', 'Sobriété numérique']);
    expect(await names('state=running&validAt=2019-12-31')).toEqual(['Formation']);
  });

  it('follows a lead that was recorded wrong, and ends', async () => {
    const end = await does(`programmes/${sobriety}/end`, { effectiveAt: '2021-01-01' }, operatorOf(spn));
    expect(await read(`programmes/${sobriety}?validAt=2020-12-31`)).toMatchObject({
      state: 'running',
      endedOn: '2021-01-01',
    });
    expect(await read(`programmes/${sobriety}?validAt=2021-01-01`)).toMatchObject({ state: 'over' });
    const [fact] = (end['events'] as readonly { readonly id: string }[]).map((each) => each.id);
    await does(`programmes/${sobriety}/void-end`, { fact, reason: 'Prolongé' }, operatorOf(spn));
    expect(await read(`programmes/${sobriety}?validAt=2021-01-01`)).toMatchObject({ state: 'running' });
  });

  it.each<[string, string, object, number, string]>([
    ['led by nobody of the register', '', { name: 'X', theme: 'X', leadId: id(90) }, 409, 'EVT_CLUSTER_ABSENT'],
    [
      'under the id of another one',
      '',
      { id: training, name: 'X', theme: 'X', leadId: spn },
      409,
      'EVT_PROGRAMME_EXISTS',
    ],
    ['that nobody started', `/${id(91)}/end`, {}, 404, 'EVT_PROGRAMME_NOT_FOUND'],
    [
      'with a relay that is no cluster',
      `/${training}/take-part`,
      { ...funder, role: 'relay' },
      409,
      'EVT_RELAY_NO_CLUSTER',
    ],
    [
      'with a funder that nobody registered',
      `/${training}/take-part`,
      { ...funder, party: { kind: 'organisation', id: id(92) } },
      409,
      'EVT_ORGANISATION_ABSENT',
    ],
    ['with its lead as a relay', `/${training}/take-part`, relay(spn), 409, 'EVT_FACT_CONTRADICTED'],
    [
      'corrected to a lead that nobody registered',
      `/${training}/correct-start`,
      { fact: id(93), reason: 'x', changes: { leadId: id(94) } },
      409,
      'EVT_CLUSTER_ABSENT',
    ],
  ])('is refused %s', async (_what, path, body, status, code) => {
    const answer = await app.post(`events/programmes${path}`, body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

describe('introductions', () => {
  const [first, second, third] = [id(31), id(32), id(33)];
  const make = (introductionId: string, effectiveAt: string, more: object = {}) =>
    does('introductions', {
      ...{ id: introductionId, clusterId: aliptic, organisationIds: [region, company] },
      ...{ purpose: 'Financement', effectiveAt, ...more },
    });

  it('are counted by year and by cluster, until they are taken back', async () => {
    await make(first, '2018-05-01');
    await make(second, '2019-02-01');
    const made = await make(third, '2019-03-01');
    const counts = async (query = '') => (await read(`introductions-by-year${query}`))['years'];
    expect(await counts(`?clusterId=${aliptic}`)).toEqual([
      { year: 2019, introductions: 2, organisations: 2 },
      { year: 2018, introductions: 1, organisations: 2 },
    ]);
    expect(await counts(`?clusterId=${spn}`)).toEqual([]);
    const [fact] = (made['events'] as readonly { readonly id: string }[]).map((each) => each.id);
    await does(`introductions/${third}/correct-introduction`, { fact, reason: 'x', changes: { on: '2018-12-31' } });
    expect(await counts()).toMatchObject([
      { year: 2019, introductions: 1 },
      { year: 2018, introductions: 2 },
    ]);
    await does(`introductions/${third}/void-introduction`, { fact, reason: 'Jamais faite' });
    expect(await counts()).toMatchObject([
      { year: 2019, introductions: 1 },
      { year: 2018, introductions: 1 },
    ]);
  });

  it('are listed by day; what for is for those who read files of the cluster', async () => {
    const list = async (query: string) => (await read(`introductions?${query}`))['items'] as readonly Answer[];
    expect((await list('from=2019-01-01')).map(({ introductionId }) => introductionId)).toEqual([second]);
    expect(await list('until=2018-12-31')).toEqual([
      { introductionId: first, clusterId: aliptic, organisationIds: [region, company], on: '2018-05-01' },
    ]);
    expect((await list(`clusterId=${spn}`)).length).toBe(0);
    expect((await read(`introductions/${first}`, operatorOf(spn)))['purpose']).toBeUndefined();
    expect(await read(`introductions/${first}`, operatorOf(aliptic))).toMatchObject({ purpose: 'Financement' });
    expect((await app.get('events/introductions', { as: 'subscriber' })).status).toBe(403);
  });

  it.each<[string, object, number, string]>([
    ['of one organisation', { organisationIds: [region] }, 400, 'API_MALFORMED'],
    ['of one organisation with itself', { organisationIds: [region, region] }, 409, 'EVT_INTRODUCED_TWICE'],
    ['of nobody of the register', { organisationIds: [region, id(95)] }, 409, 'EVT_ORGANISATION_ABSENT'],
    ['by nobody of the register', { clusterId: id(96) }, 409, 'EVT_CLUSTER_ABSENT'],
    ['tomorrow', { effectiveAt: '2020-03-11' }, 409, 'API_DAY_AHEAD'],
    ['under the id of another one', { id: first, purpose: 'Emploi' }, 409, 'EVT_INTRODUCTION_EXISTS'],
  ])('are refused %s', async (_what, more, status, code) => {
    const said = { clusterId: aliptic, organisationIds: [region, company], purpose: 'Financement' };
    const answer = await app.post('events/introductions', { ...said, ...more });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});
