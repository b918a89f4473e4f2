import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type Uuid } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { Attempt, LONG_AGO } from './support/attempted-merger.ts';
import { ANNULLED, AnnulledMerger, DAYS, judgement } from './support/annulled-merger.ts';

const { eve, gap, annulment, yearsLater } = DAYS;

describe('the annulment of a merger, and what comes around it', () => {
  let app: TestApplication;
  let merger: AnnulledMerger;
  const membershipOf = (clusterId: Uuid, organisationId: Uuid) => derivedId('membership', clusterId, organisationId);

  beforeAll(async () => {
    app = await TestApplication.start(contexts);
    merger = new AnnulledMerger(app, 'late', 'fusion-creation');
    await merger.upToTheGap();
  });
  afterAll(() => app.stop());

  it('is recorded by administrators only', async () => {
    for (const as of ['operator', 'auditor', 'subscriber'] as const)
      expect(
        await app.post(
          `mergers/operations/${merger.operationId}/annul`,
          { judgement },
          { as, clusters: [merger.a, merger.b] },
        ),
      ).toMatchObject({ status: 403 });
  });

  it('is among what can be done with an operation in effect, and tried without a trace', async () => {
    const { items } = await merger.read(`mergers/operations/${merger.operationId}/actions?validAt=2020-01-01`);
    expect((items as { verb: string }[]).find(({ verb }) => verb === 'annul')).toMatchObject({
      outcome: 'allowed',
      events: ['SuccessionAnnulled'],
    });
    expect(await merger.act('annul?dryRun=true', { judgement })).toMatchObject({ status: 200 });
    expect(await merger.page()).toMatchObject({ status: 'effective' });
  });

  it.each([
    ['whose appeal is still open', { finalOn: '2023-01-01' }, 'API_DAY_AHEAD'],
    ['that is final before it was given', { finalOn: '2019-05-01' }, 'MRG_OUT_OF_ORDER'],
    ['of before the effect', { judgedOn: '2017-01-01', finalOn: '2017-02-01' }, 'MRG_OUT_OF_ORDER'],
  ])('by a judgement %s is refused', async (_what, days, code) => {
    expect((await merger.annul(days)).body).toMatchObject({ code });
  });

  it('is refused while nothing has taken effect, in French where that is asked for', async () => {
    const planned = new Attempt(app, 'planned');
    await planned.found();
    await planned.start();
    const path = `mergers/operations/${planned.operationId}/annul`;
    const answer = await app.post(path, { judgement }, { headers: { 'accept-language': 'fr' } });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'MRG_WRONG_STATUS', title: expect.stringContaining('opération') },
    });
  });

  it('is refused once the successor has ended itself: nothing can go back out of it', async () => {
    const other = new Attempt(app, 'ended');
    await other.found();
    await other.whole();
    await app.react();
    await other.accepted(`membership/clusters/${other.a}/dissolve`, { effectiveAt: '2018-01-01' });
    expect((await other.act('annul', { judgement })).body).toMatchObject({
      code: 'MRG_ANNULMENT_NOT_FEASIBLE',
      found: `cluster ${other.a}, dissolved on 2018-01-01`,
    });
  });

  describe('once it is recorded', () => {
    beforeAll(() => merger.annulled());

    it('again is nothing new', async () => {
      expect(await merger.annul()).toMatchObject({ status: 200, body: { events: [] } });
    });

    it('lists whoever joined what the merger had created, until it is admitted somewhere', async () => {
      const listed = async () =>
        ((await merger.page())['setAside'] as { code: string }[]).filter(({ code }) => code === 'MBR_CONSENT_NEEDED');
      expect(await listed()).toMatchObject([{ found: expect.stringContaining(merger.people.late) }]);
      await merger.act('retry-references', {});
      await app.react();
      expect(await listed()).toHaveLength(1);
      await merger.accepted('membership/memberships', {
        ...{ clusterId: merger.b, organisationId: merger.people.late, effectiveAt: '2019-07-01' },
      });
      await merger.act('retry-references', {});
      await app.react();
      expect(await listed()).toEqual([]);
      expect(await merger.membersOf(merger.b, yearsLater)).toContain('late');
    });

    it('lists the office of B until somebody is elected there', async () => {
      const due = async () =>
        ((await merger.page())['setAside'] as { code: string }[]).filter(({ code }) => code === 'GOV_ELECTION_DUE');
      expect(await due()).toHaveLength(1);
      const [body, office] = [derivedId('late', 'body'), derivedId('late', 'office')];
      const effectiveAt = '2019-09-01';
      await merger.accepted('governance/bodies', {
        id: body,
        clusterId: merger.b,
        kind: 'board',
        name: 'Board',
        effectiveAt,
      });
      const president = { id: office, bodyId: body, kind: 'president', title: 'President', maxHolders: 1, effectiveAt };
      await merger.accepted('governance/offices', president);
      const person = { personId: derivedId('late', 'person'), name: 'Bob' };
      await merger.accepted(`governance/offices/${office}/start-mandate`, {
        ...{ mandateId: derivedId('late', 'mandate'), person, how: 'elected', effectiveAt },
      });
      await app.react();
      const { holders } = await merger.read(`governance/offices/${office}/holders?validAt=${yearsLater}`);
      expect(holders).toMatchObject([{ person: { name: 'Bob' } }]);
      await merger.act('retry-references', {});
      await app.react();
      expect(await due()).toEqual([]);
    });

    it('takes back who was a member of B all along, and was recorded late', async () => {
      const organisationId = merger.people.ofA;
      await merger.accepted('membership/memberships', {
        clusterId: merger.b,
        organisationId,
        effectiveAt: '2014-01-01',
      });
      await app.react();
      const days = [eve, gap, annulment];
      const inB = await Promise.all(days.map((day) => merger.membersOf(merger.b, day)));
      expect(inB.map((members) => members.includes('ofA'))).toEqual([true, false, true]);
    });

    it('follows a resignation of the gap that is recorded late, and its correction', async () => {
      const id = membershipOf(merger.successor, merger.member);
      const end = { clusterId: merger.successor, cause: 'resignation', effectiveAt: '2018-03-01' };
      await merger.accepted(`membership/memberships/${id}/end`, end);
      await app.react();
      expect(await merger.membersOf(merger.b, annulment)).not.toContain('onlyB');
      const fact = await factOf(`membership.membership-${id}`, 'membership.MembershipEnded');
      await merger.accepted(`membership/memberships/${id}/void-end`, { fact, reason: 'Jamais donnée' });
      await app.react();
      expect(await merger.membersOf(merger.b, annulment)).toContain('onlyB');
    });

    it('opens an antenna of B again that was recorded late, and leaves one of after it alone', async () => {
      const [late, own] = [derivedId('late', 'antenna'), derivedId('own', 'antenna')];
      const about = { clusterId: merger.b, name: 'Antenna' };
      await merger.accepted('membership/antennas', { id: late, ...about, effectiveAt: LONG_AGO });
      await merger.accepted('membership/antennas', { id: own, ...about, effectiveAt: '2020-01-01' });
      await app.react();
      expect(await merger.read(`membership/antennas/${late}`)).toMatchObject({
        holdings: [{ clusterId: merger.b }, { clusterId: merger.successor }, { clusterId: merger.b, since: ANNULLED }],
      });
      expect(await merger.read(`membership/antennas/${own}`)).toMatchObject({ holdings: [{ clusterId: merger.b }] });
    });

    it('refuses what B would have done in the gap, and takes what it does since', async () => {
      const rename = (effectiveAt: string) =>
        app.post(`membership/clusters/${merger.b}/name`, { name: 'B again', effectiveAt });
      expect((await rename(gap)).body).toMatchObject({ code: 'MBR_CLUSTER_SUCCEEDED' });
      expect(await rename('2020-01-01')).toMatchObject({ status: 200 });
    });

    it('lets B merge again, from the annulment on', async () => {
      const [operation, other] = [derivedId('again'), derivedId('again', 'A')];
      await merger.register(other);
      const participants = [
        { clusterId: other, role: 'absorbing' },
        { clusterId: merger.b, role: 'absorbed' },
      ];
      const start = (effectiveAt: string) =>
        app.post('mergers/operations', {
          ...{ id: operation, kind: 'fusion-absorption', title: 'Again', participants, effectiveAt },
        });
      expect((await start(gap)).body).toMatchObject({
        code: 'MRG_PARTICIPANTS_DO_NOT_FIT',
        found: `cluster ${merger.b}, succeeded on 2017-03-28 and restored on ${ANNULLED}`,
      });
      expect(await start('2020-01-01')).toMatchObject({ status: 201 });
    });
  });

  async function factOf(stream: string, type: string): Promise<string> {
    for await (const page of app.store.readAll(0n))
      for (const event of page.events)
        if (event.stream === stream && event.type === type && event.data['operationId'] === undefined) return event.id;
    throw new Error(`${stream} has no ${type}`);
  }
});
