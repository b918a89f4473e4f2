import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { membershipContext } from '../src/membership.context.ts';
import { absorptionOfRhoneAlley, takeEffect } from './succession.ts';

type Answer = Readonly<Record<string, unknown>>;
const clusterOf = (number: number) => countedUuid(number, 0xa1);
const [spn, aliptic, syrpin, enter] = [clusterOf(1), clusterOf(2), clusterOf(3), clusterOf(4)];
const [reciprocity, partnership] = [countedUuid(1, 0xa2), countedUuid(2, 0xa2)];
const company = (number: number) => countedUuid(number, 0xa3);
const [ofSpn, ofAliptic, ofNone, ofSyrpin] = [company(1), company(2), company(3), company(4)];
const SPRING = '2020-04-15';
const operatorOf = (clusterId: string): TestRequest => ({ as: 'operator', clusters: [clusterId] });

describe('what membership elsewhere opens', () => {
  let app: TestApplication;
  const does = async (path: string, body: object, as: TestRequest = {}): Promise<Answer> => {
    const { status, body: answer } = await app.post(`membership/${path}`, body, as);
    expect([path, status < 300, answer]).toEqual([path, true, answer]);
    return answer;
  };
  const open = async (clusterId: string, organisationId: string, day = SPRING) => {
    const path = `membership/clusters/${clusterId}/reciprocal-services?for=${organisationId}&validAt=${day}`;
    const { body } = await app.get(path);
    const services = body['services'] as readonly Answer[];
    return [body['as'], services.map(({ service, modality, quota, through }) => [service, modality, quota, through])];
  };
  const states = async (clusterId: string, day: string, parameters = '') => {
    const { body } = await app.get(`membership/clusters/${clusterId}/agreements?validAt=${day}${parameters}`);
    return (body['items'] as readonly Answer[]).map(({ kind, state }) => [kind, state]).toSorted();
  };

  beforeAll(async () => {
    app = await TestApplication.start([membershipContext]);
    app.clock.set('2026-11-29T10:00:00Z');
    for (const id of [spn, aliptic, syrpin, enter])
      await does('clusters', { id, name: id, seat: 'Limoges', effectiveAt: '2005-01-01' });
    for (const [id, clusterId] of [
      [ofSpn, spn],
      [ofAliptic, aliptic],
      [ofSyrpin, syrpin],
      [ofNone, undefined],
    ] as const) {
      await does('organisations', { id, name: id, kind: 'company', effectiveAt: '2000-01-01' });
      if (clusterId !== undefined)
        await does('memberships', { clusterId, organisationId: id, effectiveAt: '2015-01-01' });
    }
    const services = [
      { service: 'Formations', modality: 'same-price' },
      { service: 'Dîners', modality: 'quota', quota: 5 },
    ];
    const terms = { parties: [spn, aliptic], services, clusterId: spn, effectiveAt: '2019-01-01', until: '2022-01-01' };
    await does('agreements', { id: reciprocity, kind: 'reciprocity', ...terms }, operatorOf(spn));
    await does('agreements', { id: partnership, kind: 'partnership', ...terms, parties: [spn, syrpin] });
    for (const [id, clusterId] of [
      [reciprocity, spn],
      [reciprocity, aliptic],
      [partnership, spn],
      [partnership, syrpin],
    ] as const)
      await does(`agreements/${id}/sign`, { clusterId, effectiveAt: '2019-03-01' }, operatorOf(clusterId));
  });
  afterAll(() => app.stop());

  it.each([
    [
      'a member of a cluster that has reciprocity with it: its services, by their modality',
      aliptic,
      ofSpn,
      SPRING,
      'member-elsewhere',
      2,
    ],
    ['a member itself, which has everything as a member', aliptic, ofAliptic, SPRING, 'member', 0],
    ['nobody who is a member of none', aliptic, ofNone, SPRING, 'public', 0],
    ['no member of a partner: a partnership opens nothing', syrpin, ofSpn, SPRING, 'public', 0],
    ['the other way round', spn, ofAliptic, SPRING, 'member-elsewhere', 2],
    ['nothing before the second signature', aliptic, ofSpn, '2019-02-28', 'public', 0],
    ['nothing once the period is over', aliptic, ofSpn, '2022-01-01', 'public', 0],
  ])('is open to %s', async (_what, clusterId, organisationId, day, as, count) => {
    const [is, services] = await open(clusterId, organisationId, day);
    expect([is, (services as readonly unknown[]).length]).toEqual([as, count]);
  });

  it('says by which modality, through which membership', async () => {
    expect(await open(aliptic, ofSpn)).toEqual([
      'member-elsewhere',
      [
        ['Formations', 'same-price', undefined, spn],
        ['Dîners', 'quota', 5, spn],
      ],
    ]);
  });

  it('is listed by cluster, in its state on the day', async () => {
    expect(await states(spn, SPRING)).toEqual([
      ['partnership', 'in-force'],
      ['reciprocity', 'in-force'],
    ]);
    expect(await states(aliptic, '2019-02-28')).toEqual([['reciprocity', 'unsigned']]);
    expect(await states(spn, '2022-01-01', '&state=in-force')).toEqual([]);
  });

  it('binds nobody who has not signed: neither by the operators of another party, nor by changed terms', async () => {
    const body = { clusterId: aliptic, effectiveAt: '2019-03-01' };
    expect((await app.post(`membership/agreements/${partnership}/sign`, body, operatorOf(spn))).status).toBe(403);
    const correction = { fact: countedUuid(9), reason: 'x', changes: { services: [] } };
    const path = `membership/agreements/${reciprocity}/correct-terms`;
    expect((await app.post(path, correction, operatorOf(spn))).status).toBe(403);
    const other = {
      id: countedUuid(9, 0xa2),
      kind: 'reciprocity',
      parties: [spn, aliptic],
      services: [],
      clusterId: syrpin,
    };
    expect((await app.post('membership/agreements', other, operatorOf(syrpin))).body).toMatchObject({
      code: 'MBR_NOT_A_PARTY',
    });
  });

  it('follows a merger of a party: the successor is one from that day on', async () => {
    await takeEffect(app, {
      ...absorptionOfRhoneAlley,
      predecessors: [{ clusterId: spn }],
      successor: { ...absorptionOfRhoneAlley.successor, clusterId: enter, name: 'Enter' },
      newAntennas: [],
      antennaMapping: [],
      effectiveOn: '2021-01-01',
    });
    await app.react();
    expect(JSON.stringify(await open(aliptic, ofSpn, '2020-12-31'))).toContain(spn);
    expect(await open(aliptic, ofSpn, '2021-01-01')).toEqual([
      'member-elsewhere',
      [
        ['Formations', 'same-price', undefined, enter],
        ['Dîners', 'quota', 5, enter],
      ],
    ]);
    const { body } = await app.get(`membership/agreements/${reciprocity}?validAt=2021-01-01`);
    expect(body['parties']).toEqual([
      { clusterId: enter, origins: [spn] },
      { clusterId: aliptic, origins: [] },
    ]);
  });

  it('ends for a party that leaves, by the operators of its successor, and comes back where that is taken back', async () => {
    const path = `agreements/${reciprocity}`;
    const body = { clusterId: spn, effectiveAt: '2021-06-01' };
    const { events } = await does(`${path}/leave`, body, operatorOf(enter));
    expect(await states(aliptic, '2021-06-01')).toEqual([['reciprocity', 'over']]);
    const [fact] = (events as readonly { readonly id: string }[]).map(({ id }) => id);
    await does(`${path}/void-leaving`, { fact, reason: 'Mal saisi' }, operatorOf(enter));
    expect(await states(aliptic, '2021-06-01')).toEqual([['reciprocity', 'in-force']]);
  });
});
