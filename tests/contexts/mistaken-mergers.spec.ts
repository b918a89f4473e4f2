import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calendarDate, instant, streamName, type Uuid } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { Attempt, clauses, EFFECT, id, LONG_AGO, STARTED } from './support/attempted-merger.ts';

/** A third cluster that has no part in anything, with what it has. */
const third = {
  cluster: id('third'),
  antenna: id('third', 'antenna'),
  body: id('third', 'body'),
  office: id('third', 'office'),
};

const antennas = (antennaId: Uuid) => ({ newAntennas: [{ antennaId, name: 'An antenna', departments: [] }] });
const governed = (bodyId: Uuid, officeId: Uuid) => {
  const person = { personId: id('mallory'), name: 'Mallory' };
  const office = { officeId, kind: 'president', title: 'President', maxHolders: 1 };
  const offices = [{ ...office, holders: [{ mandateId: id(bodyId, officeId), person }] }];
  return { transitionalGovernance: { bodies: [{ bodyId, kind: 'board', name: 'Board', size: 1, offices }] } };
};

describe('mistaken mergers beside good ones', () => {
  let app: TestApplication;
  const attempt = (name: string, kind?: Attempt['kind']) => new Attempt(app, name, kind);

  beforeAll(async () => {
    app = await TestApplication.start(contexts);
    const owner = attempt('third');
    await owner.register(third.cluster);
    const about = { clusterId: third.cluster, effectiveAt: LONG_AGO };
    await owner.accepted('membership/antennas', { id: third.antenna, name: 'Antenna of the third', ...about });
    await owner.accepted('governance/bodies', { id: third.body, kind: 'board', name: 'Board', size: 12, ...about });
    const office = {
      id: third.office,
      bodyId: third.body,
      kind: 'president',
      title: 'President',
      effectiveAt: LONG_AGO,
    };
    await owner.accepted('governance/offices', office);
    for (const n of Array.from({ length: 10 }, (_, index) => index)) await good(n);
  });
  afterAll(() => app.stop());

  async function good(n: number): Promise<void> {
    const each = attempt(`good ${String(n)}`, n % 2 === 0 ? 'fusion-absorption' : 'fusion-creation');
    await each.found();
    await each.whole({ ...antennas(id(n, 'antenna')), ...governed(id(n, 'body'), id(n, 'office')) });
  }

  describe('a participant that does not stand is refused at the start', () => {
    it.each<[string, (merger: Attempt) => Promise<void>, string]>([
      ['absorbed and never registered', (merger) => merger.found({}, [merger.a]), 'not in the register'],
      ['absorbing and registered since today', (merger) => merger.found({ a: '2026-11-29' }), 'founded on 2026-11-29'],
      ['absorbed and founded later', (merger) => merger.found({ b: '2020-01-01' }), 'founded on 2020-01-01'],
      ['absorbed and dissolved', (merger) => dissolved(merger, merger.b), 'dissolved on 2016-01-01'],
      ['absorbing and dissolved', (merger) => dissolved(merger, merger.a), 'dissolved on 2016-01-01'],
    ])('%s', async (name, prepare, found) => {
      const merger = attempt(name);
      await prepare(merger);
      expect(await merger.start()).toMatchObject({
        status: 400,
        body: {
          code: 'MRG_PARTICIPANTS_DO_NOT_FIT',
          found: expect.stringContaining(found),
          required: `clusters that stand on ${STARTED}`,
        },
      });
    });

    it('one that is not registered is registered, and the merger goes its way', async () => {
      const merger = attempt('registered late');
      await merger.found({}, [merger.a]);
      expect((await merger.start()).status).toBe(400);
      await merger.register(merger.b);
      await merger.accepted(`governance/statutes/${merger.b}/adopt`, { clauses, effectiveAt: LONG_AGO });
      await merger.accepted('membership/memberships', {
        ...{ clusterId: merger.b, organisationId: merger.member, effectiveAt: '2012-01-01' },
      });
      await merger.whole();
      await app.react();
      await merger.isComplete();
    });

    it('one that an earlier merger ended', async () => {
      const earlier = attempt('earlier');
      await earlier.found();
      await earlier.whole();
      await app.react();
      const merger = attempt('later');
      Object.assign(merger, { b: earlier.b });
      await merger.register(merger.a);
      // The merger of 2016 is explored while B still stands, and too late for the rest.
      expect((await merger.start()).status).toBe(201);
      expect((await merger.draft()).status).toBe(200);
      await merger.accepted(`governance/statutes/${merger.a}/adopt`, { clauses, effectiveAt: LONG_AGO });
      await merger.adopt();
      await merger.vote();
      expect(await merger.takeEffect()).toMatchObject({
        status: 409,
        body: { code: 'MRG_PLAN_NOT_FEASIBLE', found: `cluster ${merger.b}, succeeded on ${EFFECT}` },
      });
      expect((await merger.act('withdraw', { reason: 'B is gone' })).status).toBe(200);
    });
  });

  async function dissolved(merger: Attempt, clusterId: Uuid): Promise<void> {
    await merger.found();
    await merger.accepted(`membership/clusters/${clusterId}/dissolve`, { effectiveAt: '2016-01-01' });
  }

  describe('an id of somebody else is refused in the draft, and an own one is taken', () => {
    it.each<[string, Attempt['kind'], object, object, string]>([
      ['an antenna to open', 'fusion-absorption', antennas(third.antenna), antennas(id('own antenna')), third.antenna],
      [
        'an antenna for members',
        'fusion-absorption',
        { antennaMapping: [{ fromClusterId: id('an antenna for members', 'B'), toAntennaId: third.antenna }] },
        {
          ...antennas(id('an antenna of the plan')),
          antennaMapping: [
            { fromClusterId: id('an antenna for members', 'B'), toAntennaId: id('an antenna of the plan') },
          ],
        },
        third.antenna,
      ],
      [
        'an antenna that nobody has',
        'fusion-absorption',
        { antennaMapping: [{ fromClusterId: id('an antenna that nobody has', 'B'), toAntennaId: id('nowhere') }] },
        {},
        id('nowhere'),
      ],
      [
        'a body',
        'fusion-absorption',
        governed(third.body, id('own office')),
        governed(id('own body'), id('own office')),
        third.body,
      ],
      [
        'an office',
        'fusion-creation',
        governed(id('own body 2'), third.office),
        governed(id('own body 2'), id('own office 2')),
        third.office,
      ],
      [
        'a successor',
        'fusion-creation',
        { successor: { clusterId: third.cluster, name: 'OWNED', nameKind: 'final', seat: 'Lyon', departments: [] } },
        {},
        third.cluster,
      ],
    ])('%s', async (name, kind, mistaken, mended, found) => {
      const merger = attempt(name, kind);
      await merger.found();
      expect((await merger.start()).status).toBe(201);
      expect(await merger.draft(mistaken)).toMatchObject({
        status: 400,
        body: { code: 'MRG_PLAN_INCONSISTENT', found: expect.stringContaining(found) },
      });
      await merger.fromDraft(mended);
      await app.react();
      await merger.isComplete();
    });

    it('a successor that was registered for the operation is taken', async () => {
      const merger = attempt('founded ahead', 'fusion-creation');
      await merger.found();
      await merger.register(merger.successor, '2017-01-01', { operationId: merger.operationId });
      await merger.whole();
      await app.react();
      await merger.isComplete();
    });
  });

  describe('between the adoption and the effect', () => {
    it('a cluster that is bound is not dissolved before the operation lets go of it', async () => {
      const merger = attempt('engaged');
      await merger.found();
      expect((await merger.start()).status).toBe(201);
      expect((await merger.draft()).status).toBe(200);
      await merger.adopt();
      const dissolve = () => app.post(`membership/clusters/${merger.b}/dissolve`, { effectiveAt: '2017-01-01' });
      expect(await dissolve()).toMatchObject({
        status: 409,
        body: { code: 'MBR_CLUSTER_ENGAGED', found: `bound by operation ${merger.operationId}` },
      });
      await merger.act('withdraw', { reason: 'B would rather be dissolved' });
      expect(await dissolve()).toMatchObject({ status: 200 });
    });

    it('an end ahead of a participant is foretold by the dry run, and refused at the effect', async () => {
      const merger = attempt('ending');
      await merger.found();
      await merger.accepted(`membership/clusters/${merger.b}/dissolve`, { effectiveAt: '2030-01-01' });
      expect((await merger.start()).status).toBe(201);
      expect((await merger.draft()).status).toBe(200);
      await merger.adopt();
      await merger.vote();
      expect((await merger.act('dry-run', {})).body).toMatchObject({
        obstacle: { found: `cluster ${merger.b}, dissolved on 2030-01-01` },
      });
      expect(await merger.takeEffect()).toMatchObject({
        status: 409,
        body: {
          code: 'MRG_PLAN_NOT_FEASIBLE',
          found: `cluster ${merger.b}, dissolved on 2030-01-01`,
          required: 'clusters of which no end is on record',
        },
      });
    });

    it('an id that somebody else takes meanwhile stays theirs where the last vote is the effect', async () => {
      const merger = attempt('vote');
      await merger.found();
      const bodyId = id('vote', 'body');
      expect((await merger.start()).status).toBe(201);
      expect((await merger.draft({ effectDate: undefined, ...governed(bodyId, id('vote', 'office')) })).status).toBe(
        200,
      );
      await merger.adopt();
      const about = { clusterId: third.cluster, kind: 'board', name: 'Board', effectiveAt: LONG_AGO };
      await merger.accepted('governance/bodies', { id: bodyId, ...about });
      await merger.vote();
      await app.react();
      expect(await merger.page()).toMatchObject({
        status: 'effective',
        setAside: [{ context: 'governance', reference: `transitional-body:${bodyId}`, code: 'GOV_BODY_EXISTS' }],
      });
      expect((await app.get(`governance/bodies/${bodyId}`)).body).toMatchObject({ clusterId: third.cluster });
    });
  });

  describe('what two contexts decide at the same instant', () => {
    /** Membership dissolves B, and has not heard that the operation binds it. */
    async function crossing(name: string): Promise<Attempt> {
      const merger = attempt(name);
      await merger.found();
      await merger.whole(governed(id(name, 'body'), id(name, 'office')));
      await app.store.append(streamName('membership', 'cluster', merger.b), 'any', [
        {
          id: id(name, 'event'),
          type: 'membership.ClusterDissolved',
          schemaVersion: 1,
          data: { clusterId: merger.b, on: EFFECT },
          metadata: {
            recordedAt: instant('2017-03-28T10:00:00Z'),
            effectiveAt: calendarDate(EFFECT),
            actor: { id: 'spec' },
            correlationId: id(name, 'correlation'),
            visibility: { kind: 'public' },
          },
        },
      ]);
      await app.react();
      return merger;
    }
    const reference = { context: 'membership', reference: 'clusters' };

    it('is set aside with its reason on the page; everything else of it has moved', async () => {
      const merger = await crossing('crossing');
      expect(await merger.page()).toMatchObject({
        status: 'effective',
        setAside: [{ ...reference, code: 'MBR_CLUSTER_DISSOLVED', found: EFFECT }],
        references: expect.arrayContaining([expect.objectContaining({ context: 'membership', toMove: 1, moved: 1 })]),
      });
    });

    it('stays there on a retry while its cause stands, and is passed over with a reason', async () => {
      const merger = await crossing('passed over');
      await merger.act('declare', { authority: 'prefecture', effectiveAt: '2017-05-02' });
      expect((await merger.act('close', { effectiveAt: '2018-01-01' })).body).toMatchObject({
        code: 'MRG_REFERENCES_SET_ASIDE',
        found: 'membership clusters',
        required: 'each moved or passed over',
      });
      expect((await merger.act('retry-references', {})).status).toBe(200);
      await app.react();
      expect(await merger.page()).toMatchObject({ setAside: [{ code: 'MBR_CLUSTER_DISSOLVED' }] });
      const reason = 'B was dissolved on the day of the effect';
      expect((await merger.act('pass-over-reference', { ...reference, reason })).status).toBe(200);
      expect(await merger.page()).toMatchObject({ setAside: [], history: { passedOver: [{ ...reference, reason }] } });
      expect((await merger.act('close', { effectiveAt: '2018-01-01' })).status).toBe(200);
    });

    it('is for administrators to retry and to pass over, and only where something is set aside', async () => {
      const merger = await crossing('permitted');
      const asOperator = (verb: string, body: object) =>
        app.post(`mergers/operations/${merger.operationId}/${verb}`, body, { as: 'operator', clusters: [merger.a] });
      expect((await asOperator('retry-references', {})).status).toBe(403);
      expect((await asOperator('pass-over-reference', { ...reference, reason: 'x' })).status).toBe(403);
      const other = { context: 'governance', reference: 'clusters', reason: 'x' };
      expect((await merger.act('pass-over-reference', other)).body).toMatchObject({
        code: 'MRG_NOT_SET_ASIDE',
        found: 'governance clusters',
        required: 'one of membership clusters',
      });
      const good0 = attempt('good 0');
      expect((await good0.act('retry-references', {})).body).toMatchObject({ code: 'MRG_NOT_SET_ASIDE' });
    });
  });

  it('takes nothing from the third cluster, and holds up none of the twenty good ones', async () => {
    for (const n of Array.from({ length: 10 }, (_, index) => index + 10)) await good(n);
    await app.react();
    for (const n of Array.from({ length: 20 }, (_, index) => index))
      await attempt(`good ${String(n)}`, n % 2 === 0 ? 'fusion-absorption' : 'fusion-creation').isComplete();
    expect((await app.get(`membership/clusters/${third.cluster}`)).body).toMatchObject({
      name: 'A cluster',
      state: 'active',
    });
    expect((await app.get(`governance/bodies/${third.body}`)).body).toMatchObject({ sizes: [{ size: 12 }] });
    expect((await app.get(`governance/offices/${third.office}/holders`)).body).toMatchObject({ holders: [] });
  });
});
