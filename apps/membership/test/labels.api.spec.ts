import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { labelId } from '../src/domain/labels/label.ts';
import { membershipContext } from '../src/membership.context.ts';
import { absorptionOfRhoneAlley, fusionOf, reportsOf, takeEffect } from './succession.ts';

type Answer = Readonly<Record<string, unknown>>;
const clusterOf = (number: number) => countedUuid(number, 0x81);
const [franceIt, spn, aliptic, cobalt] = [clusterOf(1), clusterOf(2), clusterOf(3), clusterOf(4)];
const schemeOf = (number: number) => countedUuid(number, 0x82);
const [responsible, cloud, lapsing] = [schemeOf(1), schemeOf(2), schemeOf(3)];
const company = (number: number) => countedUuid(number, 0x83);
const FUSION = '2021-01-01';

class Register {
  constructor(readonly app: TestApplication) {}

  static async open(): Promise<Register> {
    const app = await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' });
    app.clock.set('2026-11-29T10:00:00Z');
    const register = new Register(app);
    for (const [id, name] of [
      [franceIt, 'France IT'],
      [spn, 'SPN'],
      [aliptic, 'Aliptic'],
    ])
      await register.does('clusters', { id, name, seat: 'Niort', effectiveAt: '2005-01-01' });
    const schemes = {
      [responsible]: {
        name: 'Numérique Responsable',
        validityMonths: 24,
        policy: { policy: 're-assess', withinMonths: 12 },
      },
      [cloud]: { name: 'Label Cloud', policy: { policy: 'consent', withinMonths: 6 } },
      [lapsing]: { name: 'French Tech', policy: { policy: 'lapse' } },
    };
    for (const [id, { policy: onHolderSuccession, ...rules }] of Object.entries(schemes))
      await register.does('label-schemes', {
        id,
        issuerId: franceIt,
        ...rules,
        onHolderSuccession,
        effectiveAt: '2012-01-01',
      });
    return register;
  }

  async does(path: string, body: object, as: TestRequest = {}): Promise<Answer> {
    const { status, body: answer } = await this.app.post(`membership/${path}`, body, as);
    expect([path, status < 300, answer]).toEqual([path, true, answer]);
    return answer;
  }

  async awards(
    schemeId: string,
    holder: object & { readonly id: string },
    effectiveAt: string,
    more: object = {},
  ): Promise<string> {
    await this.does('labels', { schemeId, holder, effectiveAt, ...more });
    return labelId(schemeId, holder.id);
  }

  async read(path: string): Promise<Answer> {
    return (await this.app.get(`membership/${path}`)).body;
  }

  async list(path: string): Promise<readonly Answer[]> {
    return (await this.read(path))['items'] as readonly Answer[];
  }

  async follows(): Promise<void> {
    await this.app.react();
  }
}

const cluster = (id: string) => ({ kind: 'cluster', id });

describe('the labels of the members of SPN', () => {
  let register: Register;
  beforeAll(async () => {
    register = await Register.open();
    for (let number = 1; number <= 200; number += 1) {
      const organisation = { id: company(number), name: `Company ${String(number)}`, kind: 'company' };
      await register.does('organisations', { ...organisation, effectiveAt: '2001-01-01' });
      await register.does('memberships', {
        clusterId: spn,
        organisationId: company(number),
        effectiveAt: '2015-01-01',
      });
    }
    const of = (number: number) => ({ kind: 'organisation', id: company(number) });
    for (let number = 1; number <= 12; number += 1) await register.awards(responsible, of(number), '2018-06-01');
    for (let number = 11; number <= 15; number += 1) await register.awards(cloud, of(number), '2019-03-01');
    // None of these counts on 1 January 2020: one has expired, one comes later, one is suspended.
    await register.awards(responsible, of(20), '2017-12-01');
    await register.awards(cloud, of(21), '2020-01-02');
    const suspended = await register.awards(cloud, of(22), '2019-03-01');
    await register.does(`labels/${suspended}/suspend`, { reason: 'No audit', effectiveAt: '2019-12-01' });
  });
  afterAll(() => register.app.stop());

  it('on 1 January 2020: 15 members have one, 17 awards, by France IT', async () => {
    expect(await register.read(`clusters/${spn}/counts?validAt=2020-01-01`)).toMatchObject({ members: 200 });
    const answer = await register.read(`clusters/${spn}/labels?validAt=2020-01-01`);
    expect(answer).toMatchObject({ clusterId: spn, members: 15, awards: 17 });
    expect(answer['schemes']).toEqual(
      expect.arrayContaining([
        { schemeId: responsible, name: 'Numérique Responsable', issuerId: franceIt, members: 12 },
        { schemeId: cloud, name: 'Label Cloud', issuerId: franceIt, members: 5 },
      ]),
    );
    const items = answer['items'] as readonly { readonly name: string; readonly labels: readonly unknown[] }[];
    expect(
      items
        .filter(({ labels }) => labels.length === 2)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['Company 11', 'Company 12']);
  });

  it('end on days that the cluster keeps in view', async () => {
    const items = await register.list(`clusters/${spn}/deadlines?validAt=2020-01-01&until=2020-12-31`);
    const ends = items.filter(({ kind }) => kind === 'label-ends');
    expect(new Set(ends.map(({ on }) => on))).toEqual(new Set(['2020-06-01']));
    expect(ends.map(({ name }) => name)).toHaveLength(12);
  });

  it('are none where they are corrected, and were some as it was known then', async () => {
    const holder = { kind: 'organisation', id: company(30) };
    const { events } = await register.does('labels', { schemeId: cloud, holder, effectiveAt: '2019-01-01' });
    const [fact] = (events as readonly { readonly id: string }[]).map(({ id }) => id);
    register.app.clock.set('2026-11-30T10:00:00Z');
    await register.does(`labels/${labelId(cloud, company(30))}/void-award`, { fact, reason: 'Mal saisi' });
    const count = async (knownAt = '') =>
      (await register.read(`clusters/${spn}/labels?validAt=2020-01-01${knownAt}`))['awards'];
    expect([await count('&knownAt=2026-11-30T09:59:00Z'), await count()]).toEqual([18, 17]);
    expect((await register.app.get(`membership/labels/${labelId(cloud, company(30))}`)).status).toBe(404);
  });

  it('of one company, whatever their status', async () => {
    const statuses = async (number: number) =>
      (await register.list(`organisations/${company(number)}/labels?validAt=2020-01-01`)).map(
        ({ name, status, until }) => [name, status, until],
      );
    expect((await statuses(11)).toSorted()).toEqual([
      ['Label Cloud', 'valid', undefined],
      ['Numérique Responsable', 'valid', '2020-06-01'],
    ]);
    expect(await statuses(20)).toEqual([['Numérique Responsable', 'expired', '2019-12-01']]);
    expect(await statuses(21)).toEqual([['Label Cloud', 'to-come', undefined]]);
    expect(await statuses(22)).toEqual([['Label Cloud', 'suspended', undefined]]);
  });

  it('by scheme and status, page by page', async () => {
    const of = async (parameters: string) =>
      (await register.list(`labels?schemeId=${cloud}&validAt=2020-01-01&limit=100&${parameters}`)).length;
    expect(await Promise.all([of(''), of('status=valid'), of('status=suspended'), of('status=to-come')])).toEqual([
      7, 5, 1, 1,
    ]);
    const first = await register.read(`labels?schemeId=${cloud}&status=valid&validAt=2020-01-01&limit=3`);
    expect(first['items']).toHaveLength(3);
    const rest = await register.list(
      `labels?schemeId=${cloud}&status=valid&validAt=2020-01-01&limit=3&after=${String(first['next'])}`,
    );
    expect(rest).toHaveLength(2);
  });

  it('overlap nothing: an earlier award is recorded later, and one that reaches into another is refused with the day', async () => {
    const holder = { kind: 'organisation', id: company(40) };
    const award = (effectiveAt: string, until?: string) =>
      register.app.post('membership/labels', { schemeId: responsible, holder, effectiveAt, until });
    expect((await award('2015-01-01', '2017-01-01')).status).toBe(201);
    expect((await award('2013-01-01', '2014-01-01')).status).toBe(201);
    expect((await award('2014-06-01', '2015-03-01')).body).toMatchObject({
      code: 'MBR_FACT_CONTRADICTED',
      found: 'award of 2015-01-01',
    });
  });

  it('are awarded by operators of the issuer only', async () => {
    const award = { schemeId: cloud, holder: { kind: 'organisation', id: company(50) }, effectiveAt: '2019-03-01' };
    const asOperator = (clusterId: string) =>
      register.app.post('membership/labels', award, { as: 'operator', clusters: [clusterId] });
    expect((await asOperator(spn)).status).toBe(403);
    expect((await asOperator(franceIt)).status).toBe(201);
  });
});

describe('labels after a merger of the clusters that hold them, or that award them', () => {
  let register: Register;
  const [award, day] = ['2019-06-01', '2021-06-01'];
  beforeAll(async () => {
    register = await Register.open();
    await register.awards(responsible, cluster(spn), award, { until: '2022-06-30' });
    await register.awards(cloud, cluster(spn), award);
    await register.awards(lapsing, cluster(aliptic), award);
    const withdrawn = countedUuid(9, 0x82);
    const onHolderSuccession = { policy: 'lapse' };
    const scheme = { id: withdrawn, issuerId: franceIt, name: 'Old', onHolderSuccession, effectiveAt: '2012-01-01' };
    await register.does('label-schemes', scheme);
    await register.awards(withdrawn, cluster(aliptic), award);
    await register.does(`label-schemes/${withdrawn}/withdraw`, { effectiveAt: '2020-01-01' });
    await takeEffect(register.app, {
      ...fusionOf([spn, aliptic], cobalt, countedUuid(1, 0x84)),
      successor: { ...absorptionOfRhoneAlley.successor, clusterId: cobalt, name: 'Cobalt', created: true },
      effectiveOn: FUSION,
    });
    await register.follows();
  });
  afterAll(() => register.app.stop());

  const shown = async (parameters: string) =>
    (await register.list(`labels?${parameters}`))
      .map(({ name, status, until, origins }) => [
        name,
        status,
        until,
        (origins as readonly Answer[]).map((each) => each['holderId']),
      ])
      .toSorted();

  it('are held by the successor under the policy of each scheme, with the holder of before', async () => {
    expect(await shown(`holderId=${cobalt}&validAt=${FUSION}`)).toEqual([
      ['Label Cloud', 'awaiting-consent', '2021-07-01', [spn]],
      ['Numérique Responsable', 'valid', '2022-01-01', [spn]],
      ['Old', 'valid', undefined, [aliptic]],
    ]);
    expect(await shown(`holderId=${aliptic}&validAt=${FUSION}`)).toEqual([['French Tech', 'lapsed', FUSION, []]]);
    expect(await shown(`holderId=${cobalt}&validAt=2020-12-31`)).toEqual([]);
    expect((await shown(`holderId=${spn}&validAt=2020-12-31`)).map(([, status]) => status)).toEqual(['valid', 'valid']);
  });

  it('are reported: one of a withdrawn scheme passed as it was, two need their issuer', async () => {
    const [report] = await reportsOf(register.app);
    expect(report).toMatchObject({
      needConsent: 2,
      asItWas: {
        count: 1,
        listed: [
          {
            ...{ reference: `label:${labelId(countedUuid(9, 0x82), aliptic)}`, code: 'MBR_LABEL_SCHEME_WITHDRAWN' },
            ...{ found: 'awarded no more from 2020-01-01 on', required: 'a label that is awarded' },
          },
        ],
      },
    });
    expect(report?.consents?.toSorted((a, b) => (a.needs < b.needs ? -1 : 1))).toEqual([
      { reference: `label:${labelId(cloud, spn)}`, needs: 'consent', from: franceIt, by: '2021-07-01' },
      { reference: `label:${labelId(responsible, spn)}`, needs: 're-assess', from: franceIt, by: '2022-01-01' },
    ]);
  });

  it('pass once the issuer has consented, and are re-assessed by a renewal', async () => {
    await register.does(`labels/${labelId(cloud, spn)}/decide-consent`, {
      predecessorId: spn,
      granted: true,
      effectiveAt: '2021-03-01',
    });
    await register.does(`labels/${labelId(responsible, spn)}/renew`, {
      until: '2023-06-30',
      effectiveAt: '2021-05-01',
    });
    expect((await shown(`holderId=${cobalt}&validAt=${day}`)).slice(0, 2)).toEqual([
      ['Label Cloud', 'valid', undefined, [spn]],
      ['Numérique Responsable', 'valid', '2023-06-30', [spn]],
    ]);
    expect(await register.read(`labels/${labelId(cloud, spn)}?validAt=2021-02-28`)).toMatchObject({
      status: 'awaiting-consent',
      waitsFor: { policy: 'consent', by: '2021-07-01' },
    });
  });

  it('that are recorded after the merger pass as well', async () => {
    await register.awards(responsible, cluster(aliptic), '2020-01-01', { until: '2022-01-01' });
    expect(await register.read(`labels/${labelId(responsible, aliptic)}?validAt=${day}`)).toMatchObject({
      holder: cluster(cobalt),
      until: '2022-01-01',
      origins: [{ holderId: aliptic, until: FUSION }],
    });
  });

  it('go on where the issuer is absorbed: its successor is the issuer, and acts for it', async () => {
    const [successor, asking] = [countedUuid(9, 0x81), schemeOf(8)];
    const onIssuerSuccession = { policy: 'consent', withinMonths: 3 };
    const scheme = { id: asking, issuerId: franceIt, name: 'Asking', onIssuerSuccession, effectiveAt: '2012-01-01' };
    await register.does('label-schemes', { ...scheme, onHolderSuccession: { policy: 'automatic' } });
    const asked = await register.awards(asking, cluster(cobalt), '2022-01-01');
    await register.does('clusters', { id: successor, name: 'Numeum', seat: 'Paris', effectiveAt: '2005-01-01' });
    await takeEffect(register.app, {
      ...absorptionOfRhoneAlley,
      predecessors: [{ clusterId: franceIt }],
      successor: { ...absorptionOfRhoneAlley.successor, clusterId: successor, name: 'Numeum' },
      newAntennas: [],
      antennaMapping: [],
      effectiveOn: '2023-01-01',
    });
    await register.follows();
    expect((await reportsOf(register.app)).at(-1)).toMatchObject({
      needConsent: 1,
      consents: [{ reference: `label:${asked}`, needs: 'consent', from: successor, by: '2023-04-01' }],
    });
    const issuers = async (path: string) =>
      Promise.all(
        ['2022-12-31', '2023-01-01'].map(async (on) => (await register.read(`${path}?validAt=${on}`))['issuerId']),
      );
    expect(await issuers(`label-schemes/${cloud}`)).toEqual([franceIt, successor]);
    expect(await issuers(`labels/${labelId(cloud, spn)}`)).toEqual([franceIt, successor]);
    const operator = { as: 'operator', clusters: [successor] } as const;
    await register.does(
      `labels/${labelId(cloud, spn)}/withdraw`,
      { reason: 'Audit', effectiveAt: '2023-02-01' },
      operator,
    );
    expect(await register.read(`labels/${labelId(cloud, spn)}?validAt=2023-02-01`)).toMatchObject({
      status: 'withdrawn',
    });
  });
});
