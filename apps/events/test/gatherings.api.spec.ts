import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { membershipContext } from '../../membership/src/membership.context.ts';
import { eventsContext } from '../src/events.context.ts';

const [telecomValley, rhoneAlpes, nobody] = [1, 2, 3].map((number) => countedUuid(number, 0xe3));
const id = countedUuid(1, 0xe4);
const path = `events/gatherings/${id}`;
const operatorOf = (clusterId: string | undefined): TestRequest => ({
  as: 'operator',
  clusters: clusterId === undefined ? [] : [clusterId],
});

let app: TestApplication;
const does = async (where: string, body: object, as: TestRequest = {}) => {
  const { status, body: answer } = await app.post(where, body, as);
  expect([where, status < 300, answer]).toEqual([where, true, answer]);
  return answer;
};
const read = async (where = '', as: TestRequest = {}) => (await app.get(`${path}${where}`, as)).body;

/** What the story of Telecom Valley has: SophiaConf, of four evenings in July. */
const sophiaConf = {
  ...{ id, clusterId: telecomValley, title: 'SophiaConf 2016', format: 'conference' },
  organiser: { kind: 'cluster', id: telecomValley },
  place: { name: 'SKEMA, Sophia Antipolis', zone: 'Europe/Paris' },
  schedule: { from: '2016-07-04T18:00', to: '2016-07-07T21:30' },
  ...{ audience: ['member', 'public'], effectiveAt: '2016-03-01' },
};

/** Of another cluster: one of two whole days in December, and one that is put off without another time. */
async function otherGatherings(): Promise<void> {
  const [dated, undated] = [countedUuid(2, 0xe4), countedUuid(3, 0xe4)];
  const seminar = { clusterId: rhoneAlpes, format: 'seminar', organiser: { kind: 'cluster', id: rhoneAlpes } };
  const schedule = { from: '2016-12-02', to: '2016-12-03' };
  for (const [other, title] of [
    [dated, 'Atelier'],
    [undated, 'Sans date'],
  ] as const) {
    await does('events/gatherings', { ...sophiaConf, ...seminar, id: other, title, schedule });
    await does(`events/gatherings/${other}/announce`, { effectiveAt: '2016-03-02' });
  }
  await does(`events/gatherings/${undated}/postpone`, { effectiveAt: '2016-03-03' });
}

beforeAll(async () => {
  app = await TestApplication.start([membershipContext, eventsContext]);
  app.clock.set('2016-11-29T10:00:00Z');
  for (const clusterId of [telecomValley, rhoneAlpes])
    await does('membership/clusters', { id: clusterId, name: clusterId, seat: 'Sophia', effectiveAt: '1991-01-01' });
  await otherGatherings();
});
afterAll(() => app.stop());

describe('a gathering over HTTP', () => {
  it('is planned by an operator of its cluster, and a draft for nobody else', async () => {
    await does('events/gatherings', sophiaConf, operatorOf(telecomValley));
    expect(await read('', operatorOf(telecomValley))).toMatchObject({
      ...{ gatheringId: id, state: 'draft', startsAt: '2016-07-04T16:00:00.000Z', endsAt: '2016-07-07T19:30:00.000Z' },
      ...{ wholeDays: false, coHosts: [], parts: [], twice: [] },
    });
    expect((await app.get(path, operatorOf(rhoneAlpes))).status).toBe(404);
    expect((await app.get('events/gatherings?format=conference', operatorOf(rhoneAlpes))).body['items']).toEqual([]);
  });

  it('sent again, is the same one; with other data, it is refused', async () => {
    expect((await app.post('events/gatherings', sophiaConf)).status).toBeLessThan(300);
    expect(await app.post('events/gatherings', { ...sophiaConf, title: 'Autre' })).toMatchObject({
      status: 409,
      body: { code: 'EVT_GATHERING_EXISTS', found: 'SophiaConf 2016' },
    });
  });

  it('is announced, put off, and as it was on the days before', async () => {
    const announce = { effectiveAt: '2016-04-04' };
    expect((await app.post(`${path}/announce`, announce, operatorOf(rhoneAlpes))).status).toBe(403);
    await does(`${path}/announce`, announce, operatorOf(telecomValley));
    await does(`${path}/postpone`, { reason: 'Grève', effectiveAt: '2016-06-01' });
    await does(`${path}/postpone`, {
      schedule: { from: '2016-10-30T02:30', to: '2016-10-30T09:00' },
      effectiveAt: '2016-06-20',
    });
    const seen = async (day: string) => {
      const { state, startsAt, twice } = await read(`?validAt=${day}`, operatorOf(rhoneAlpes));
      return [state, startsAt, twice];
    };
    expect(await seen('2016-05-31')).toEqual(['announced', '2016-07-04T16:00:00.000Z', []]);
    expect(await seen('2016-06-01')).toEqual(['postponed', undefined, []]);
    // The hour comes twice: the first is meant, and the answer asks.
    expect(await seen('2016-06-20')).toEqual(['announced', '2016-10-30T00:30:00.000Z', ['from']]);
  });

  it('recorded late, a day that was wrong is corrected, and stays in what was known', async () => {
    const held = await does(`${path}/hold`, { effectiveAt: '2016-10-30' });
    const [event] = held['events'] as readonly { readonly id: string }[];
    expect(await read()).toMatchObject({ state: 'held', since: '2016-10-30' });
    expect(await app.post(`${path}/cancel`, { reason: 'x', effectiveAt: '2016-06-25' })).toMatchObject({
      status: 409,
      body: { code: 'EVT_FACT_CONTRADICTED' },
    });
    await does(`${path}/void-holding`, { fact: event?.id, reason: 'Saisi à tort' });
    await does(`${path}/cancel`, { reason: 'Tempête', effectiveAt: '2016-10-29' });
    expect(await read()).toMatchObject({ state: 'cancelled', reason: 'Tempête' });
    expect((await app.get('events/gatherings?state=held')).body['items']).toEqual([]);
    expect((await app.get('events/gatherings?state=cancelled')).body['items']).toHaveLength(1);
  });

  it.each([
    ['from=2016-12-03&until=2016-12-31', ['Atelier']],
    ['from=2016-12-04&until=2016-12-31', []],
    ['until=2016-12-01', ['SophiaConf 2016']],
    ['until=2016-12-02&order=firstDay', ['SophiaConf 2016', 'Atelier']],
    ['from=2017-01-01', ['Sans date']],
    ['format=seminar', ['Atelier', 'Sans date']],
    [`organiserId=${rhoneAlpes}`, ['Atelier', 'Sans date']],
  ])('is in the calendar of %s as it is there on its days', async (range, titles) => {
    const { body } = await app.get(`events/gatherings?${range}`);
    expect((body['items'] as readonly { readonly title: string }[]).map(({ title }) => title)).toEqual(titles);
  });

  it.each<[string, object, number, string]>([
    [
      'an hour that does not exist',
      { schedule: { from: '2016-03-27T02:30', to: '2016-03-27T05:00' } },
      422,
      'EVT_TIME_DOES_NOT_EXIST',
    ],
    ['a zone that there is not', { place: { name: 'x', zone: 'Europe/Sophia' } }, 422, 'EVT_ZONE_UNKNOWN'],
    ['an end before the start', { schedule: { from: '2016-07-05', to: '2016-07-04' } }, 422, 'EVT_END_BEFORE_START'],
    [
      'an organiser that nobody registered',
      { clusterId: nobody, organiser: { kind: 'cluster', id: nobody } },
      409,
      'EVT_CLUSTER_ABSENT',
    ],
    ['a co-host that nobody registered', { coHosts: [{ kind: 'network', id: nobody }] }, 409, 'EVT_CLUSTER_ABSENT'],
    ['a co-host twice', { coHosts: [{ kind: 'cluster', id: telecomValley }] }, 409, 'EVT_CO_HOST_TWICE'],
    ['another cluster as organiser', { organiser: { kind: 'cluster', id: rhoneAlpes } }, 409, 'EVT_ORGANISER_DIFFERS'],
  ])('with %s is refused', async (_what, more, status, code) => {
    const answer = await app.post('events/gatherings', { ...sophiaConf, ...more, id: countedUuid(9, 0xe4) });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it.each<[string, object]>([
    ['a local time of no day', { schedule: { from: '2016-02-30T18:00', to: '2016-03-01T18:00' } }],
    ['a format that is not on the list', { format: 'party' }],
    ['nobody for whom it is', { audience: [] }],
    ['a member too many', { colour: 'blue' }],
  ])('with %s is malformed', async (_what, more) => {
    expect((await app.post('events/gatherings', { ...sophiaConf, ...more })).status).toBe(400);
  });
});
