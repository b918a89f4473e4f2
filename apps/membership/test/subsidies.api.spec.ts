import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { membershipContext } from '../src/membership.context.ts';
import { clustrNumerique, digitalLeague, fusion, numelink, rhoneAlley } from './facts.ts';
import { fusionOf, reportsOf, takeEffect } from './succession.ts';

type Answer = Readonly<Record<string, unknown>>;
const region = countedUuid(1, 22);
const foundation = countedUuid(2, 22);

/** The office of two clusters, which one region funds. */
class Office {
  #subsidies = 0;

  constructor(readonly app: TestApplication) {}

  static async open(today = '2026-11-29'): Promise<Office> {
    const office = new Office(await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' }));
    office.at(today);
    for (const id of [numelink, clustrNumerique, rhoneAlley])
      await office.does('membership/clusters', { id, name: id, seat: 'Lyon', effectiveAt: '2006-01-01' });
    const granters = { [region]: 'public-authority', [foundation]: 'association' };
    for (const [id, kind] of Object.entries(granters))
      await office.does('membership/organisations', { id, name: id, kind, effectiveAt: '1982-03-02' });
    return office;
  }

  at(day: string): void {
    this.app.clock.set(`${day}T10:00:00Z`);
  }

  async does(path: string, body: object): Promise<Answer> {
    const { status, body: answer } = await this.app.post(path, body);
    expect([path, status < 300, answer]).toEqual([path, true, answer]);
    return answer;
  }

  /** Answers with the id of a new subsidy, requested in the autumn before its year. */
  async requests(clusterId: string, amountCents: number | null, more: object = {}): Promise<string> {
    const id = countedUuid((this.#subsidies += 1), 25);
    const asked = { id, clusterId, granterId: region, amountCents, purpose: 'FabLab', year: 2015, ...more };
    await this.does('membership/subsidies', { ...asked, effectiveAt: '2014-10-01' });
    return id;
  }

  async states(id: string, verb: string, effectiveAt: string, body: object = {}): Promise<Answer> {
    return await this.does(`membership/subsidies/${id}/${verb}`, { effectiveAt, ...body });
  }

  async sends(id: string, verb: string, effectiveAt: string, body: object = {}): Promise<Answer> {
    return { ...(await this.app.post(`membership/subsidies/${id}/${verb}`, { effectiveAt, ...body })) };
  }

  async subsidy(id: string, day: string): Promise<Answer> {
    return (await this.app.get(`membership/subsidies/${id}?validAt=${day}`)).body;
  }

  async deadlines(clusterId: string, parameters = ''): Promise<readonly Answer[]> {
    const { body } = await this.app.get(`membership/clusters/${clusterId}/subsidy-deadlines?${parameters}`);
    return body['deadlines'] as readonly Answer[];
  }

  /** The id of the last fact of a type. */
  async factOf(subsidyId: string, type: string): Promise<string> {
    let found = '';
    for await (const page of this.app.store.readAll(0n, { filter: { types: [type] } }))
      for (const { id, data } of page.events) if (data['subsidyId'] === subsidyId) found = id;
    return found;
  }

  async ids(clusterId: string, parameters: string): Promise<readonly unknown[]> {
    const { body } = await this.app.get(`membership/clusters/${clusterId}/subsidies?${parameters}`);
    return (body['items'] as readonly Answer[]).map(({ subsidyId }) => subsidyId);
  }
}

describe('a subsidy frozen, released and reported late, by the clock', () => {
  let office: Office;
  let id: string;
  beforeAll(async () => {
    office = await Office.open('2014-10-01');
    id = await office.requests(numelink, 3_000_000);
  });
  afterAll(() => office.app.stop());

  it('is granted over 23,000 euros: the convention is due with the grant, the report six months after the year', async () => {
    office.at('2015-02-01');
    await office.states(id, 'grant', '2015-02-01', { amountCents: 2_500_000 });
    expect(await office.deadlines(numelink)).toMatchObject([
      {
        obligation: 'convention',
        subsidyId: id,
        dueOn: '2015-02-01',
        status: 'due',
        remindersDue: [{ nth: 1, on: '2015-02-01' }],
      },
      { obligation: 'financial-report', dueOn: '2016-06-30', status: 'to-come', remindersDue: [] },
    ]);
    const { body } = await office.app.get(`membership/clusters/${numelink}/deadlines?until=2016-12-31`);
    expect(body['items']).toMatchObject([
      { on: '2015-02-01', kind: 'convention', subsidyId: id, organisationId: region },
      { on: '2016-06-30', kind: 'financial-report', subsidyId: id, name: region },
    ]);
  });

  it('is not spent while it is frozen, nor released before its condition is met', async () => {
    const { recorded } = await office.states(id, 'add-condition', '2015-02-01', { condition: 'Comptes de 2014' });
    expect(await office.subsidy(id, '2015-02-01')).toMatchObject({ status: 'frozen', frozenSince: '2015-02-01' });
    office.at('2015-03-01');
    const expense = { amountCents: 100, use: 'Machines' };
    expect(await office.sends(id, 'spend', '2015-03-01', expense)).toMatchObject({
      status: 409,
      body: { code: 'MBR_SUBSIDY_FROZEN', found: 'frozen from 2015-02-01 on' },
    });
    expect(await office.sends(id, 'release', '2015-03-01')).toMatchObject({
      status: 409,
      body: { code: 'MBR_FACT_CONTRADICTED', required: 'the condition of 2015-02-01 is not met' },
    });
    const { conditionId } = recorded as Answer;
    await office.states(id, 'meet-condition', '2015-03-01', { conditionId });
    expect(await office.subsidy(id, '2015-03-01')).toMatchObject({
      status: 'frozen',
      conditions: [{ metOn: '2015-03-01' }],
    });
  });

  it('is spent once it is released, and never beyond what was granted', async () => {
    office.at('2015-03-15');
    await office.states(id, 'release', '2015-03-10');
    await office.states(id, 'spend', '2015-03-15', { amountCents: 2_000_000, use: 'Machines' });
    expect(await office.sends(id, 'spend', '2015-03-15', { amountCents: 500_001, use: 'Loyer' })).toMatchObject({
      status: 409,
      body: { code: 'MBR_SUBSIDY_OVERSPENT', found: 2_500_001, required: 2_500_000 },
    });
    expect(await office.subsidy(id, '2015-03-15')).toMatchObject({
      status: 'released',
      spentCents: 2_000_000,
      unspentCents: 500_000,
    });
    expect(await office.subsidy(id, '2015-03-09')).toMatchObject({ status: 'frozen', spentCents: 0 });
  });

  it('has its convention signed late', async () => {
    office.at('2015-03-20');
    expect(await office.deadlines(numelink, 'status=late')).toMatchObject([{ obligation: 'convention', lateDays: 47 }]);
    await office.states(id, 'sign-convention', '2015-03-20');
    expect(await office.deadlines(numelink, 'status=done-late')).toMatchObject([
      { doneOn: '2015-03-20', lateDays: 47 },
    ]);
  });

  it('is a dedicated fund for what is left at the end of the year', async () => {
    office.at('2016-01-10');
    const { body } = await office.app.get(`membership/clusters/${numelink}/funding?year=2015`);
    expect(body['dedicatedFunds']).toEqual([
      {
        subsidyId: id,
        granterId: region,
        purpose: 'FabLab',
        year: 2015,
        grantedCents: 2_500_000,
        spentCents: 2_000_000,
        unspentCents: 500_000,
      },
    ]);
  });

  it.each([
    ['2016-04-30', 'to-come', undefined, []],
    ['2016-05-01', 'to-come', undefined, [1]],
    ['2016-05-02', 'to-come', undefined, []],
    ['2016-06-15', 'to-come', undefined, [2]],
    ['2016-06-30', 'due', undefined, [2]],
    ['2016-07-01', 'late', 1, [2, 3]],
    ['2016-07-10', 'late', 10, [2, 3]],
  ])('on %s its report is %s, %s days late, with reminders %j due', async (day, status, lateDays, due) => {
    office.at(day);
    if (day === '2016-05-02')
      await office.states(id, 'record-reminder', day, { obligation: 'financial-report', nth: 1 });
    const all = await office.deadlines(numelink);
    const report = all.find(({ obligation }) => obligation === 'financial-report');
    expect(report).toMatchObject({ status, dueOn: '2016-06-30', clause: 'loi 2000-321, art. 10' });
    expect(report?.['lateDays']).toBe(lateDays);
    expect((report?.['remindersDue'] as readonly Answer[]).map(({ nth }) => nth)).toEqual(due);
  });

  it('is reported on late, with the receipt, and needs no reminder any more', async () => {
    office.at('2016-07-12');
    await office.states(id, 'receive-report', '2016-07-11', { receipt: 'AR 342' });
    expect(await office.deadlines(numelink, 'status=done-late')).toMatchObject([
      { obligation: 'convention' },
      { obligation: 'financial-report', doneOn: '2016-07-11', lateDays: 11, remindersDue: [] },
    ]);
    expect(await office.subsidy(id, '2016-07-11')).toMatchObject({ report: { on: '2016-07-11', receipt: 'AR 342' } });
    expect(await office.deadlines(numelink, 'status=late')).toEqual([]);
  });

  it('corrected to the right day, the report was in time, and what was known stays', async () => {
    const before = office.app.clock.now();
    office.at('2016-07-20');
    const fact = await office.factOf(id, 'membership.SubsidyReportReceived');
    const correction = { fact, reason: 'Mal saisi', changes: { on: '2016-06-29' } };
    await office.does(`membership/subsidies/${id}/correct-report`, correction);
    const reports = async (parameters: string) =>
      (await office.deadlines(numelink, parameters)).filter(({ obligation }) => obligation === 'financial-report');
    expect(await reports('')).toMatchObject([{ status: 'done', doneOn: '2016-06-29' }]);
    expect(await reports(`knownAt=${before}`)).toMatchObject([{ status: 'done-late', doneOn: '2016-07-11' }]);
  });
});

describe('what many subsidies oblige to', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.app.stop());

  it('accounts are published over 153,000 euros of all authorities, with their reminder and receipt', async () => {
    for (const cents of [10_000_000, 5_300_001]) {
      const id = await office.requests(clustrNumerique, cents);
      await office.states(id, 'grant', '2015-01-15', { amountCents: cents });
    }
    const of = async (day: string) => {
      const all = await office.deadlines(clustrNumerique, `validAt=${day}`);
      return all.filter(({ obligation }) => obligation === 'accounts');
    };
    expect(await of('2016-08-01')).toMatchObject([
      { dueOn: '2016-09-30', status: 'to-come', remindersDue: [{ nth: 1, on: '2016-08-01' }] },
    ]);
    const about = `membership/funding/${clustrNumerique}`;
    await office.does(`${about}/record-reminder`, { year: 2015, nth: 1, effectiveAt: '2016-08-02' });
    expect(await of('2016-08-02')).toMatchObject([{ remindersDue: [] }]);
    await office.does(`${about}/publish-accounts`, { year: 2015, receipt: 'JO 912', effectiveAt: '2016-09-29' });
    expect(await of('2016-10-30')).toMatchObject([{ status: 'done', doneOn: '2016-09-29' }]);
  });

  it('follow the financial year that the cluster states', async () => {
    const set = { year: 2015, until: '2015-07-01', effectiveAt: '2015-01-01' };
    await office.does(`membership/funding/${clustrNumerique}/set-year`, set);
    const [report] = (await office.deadlines(clustrNumerique, 'validAt=2015-07-01')).filter(
      ({ obligation }) => obligation === 'financial-report',
    );
    expect(report).toMatchObject({ dueOn: '2015-12-30' });
  });

  it('what a foundation gives obliges to nothing by law, and an unknown amount is not zero', async () => {
    const given = await office.requests(rhoneAlley, 90_000_000, { granterId: foundation });
    await office.states(given, 'grant', '2015-01-15', { amountCents: 90_000_000 });
    expect(await office.deadlines(rhoneAlley, 'validAt=2015-02-01')).toEqual([]);
    const unknown = await office.requests(rhoneAlley, null);
    await office.states(unknown, 'grant', '2015-01-20', { amountCents: null });
    expect(await office.deadlines(rhoneAlley, 'validAt=2015-02-01')).toMatchObject([
      { obligation: 'convention', isCertain: false },
      { obligation: 'financial-report', isCertain: true },
      { obligation: 'accounts', isCertain: false },
    ]);
    const shown = await office.subsidy(unknown, '2015-02-01');
    expect([shown['grantedCents'], shown['unspentCents'], shown['spentCents']]).toEqual([null, null, 0]);
  });

  it('a granter that nobody registered is refused, and a subsidy of tomorrow', async () => {
    const asked = { clusterId: numelink, granterId: countedUuid(9, 22), amountCents: 1, purpose: 'x', year: 2015 };
    expect(await office.app.post('membership/subsidies', asked)).toMatchObject({
      status: 404,
      body: { code: 'MBR_ORGANISATION_NOT_FOUND' },
    });
    const ahead = { ...asked, granterId: region, effectiveAt: '2027-01-01' };
    expect(await office.app.post('membership/subsidies', ahead)).toMatchObject({
      status: 409,
      body: { code: 'API_DAY_AHEAD' },
    });
  });

  it('are for the operators of the cluster, the granter, and who oversees all', async () => {
    const id = await office.requests(numelink, 100);
    const granter = await office.app.tokenOf({ roles: ['operator'], organisations: [region] });
    const statuses = async (as: TestRequest) =>
      Promise.all(
        [`subsidies/${id}`, `clusters/${numelink}/subsidies`, `clusters/${numelink}/subsidy-deadlines`].map(
          async (path) => (await office.app.get(`membership/${path}`, as)).status,
        ),
      );
    expect(await statuses({ as: 'auditor' })).toEqual([200, 200, 200]);
    expect(await statuses({ as: 'operator', clusters: [numelink] })).toEqual([200, 200, 200]);
    expect(await statuses({ as: 'operator', clusters: [rhoneAlley] })).toEqual([403, 403, 403]);
    expect(await statuses({ headers: { authorization: `Bearer ${granter}` } })).toEqual([200, 403, 403]);
    expect(await statuses({ as: 'subscriber' })).toEqual([403, 403, 403]);
  });
});

describe('subsidies in a merger', () => {
  let office: Office;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    office = await Office.open();
    for (const onSuccession of ['passes', 'needs-consent', 'lapses', 'ended', 'condition']) {
      const more = { onSuccession: ['ended', 'condition'].includes(onSuccession) ? 'passes' : onSuccession };
      const id = await office.requests(numelink, 1_000_000, more);
      await office.states(id, 'grant', '2015-02-01', { amountCents: 1_000_000 });
      ids[onSuccession] = id;
    }
    const condition = { condition: 'Comptes 2015' };
    await office.states(String(ids['condition']), 'add-condition', '2016-02-01', condition);
    await office.states(String(ids['ended']), 'lapse', '2016-01-01', { reason: 'Non utilisée' });
    await takeEffect(office.app, fusionOf([numelink, clustrNumerique], digitalLeague, fusion));
    await office.app.react();
  });
  afterAll(() => office.app.stop());

  it('count among what was to move and moved, those that had ended apart', async () => {
    expect(await reportsOf(office.app)).toMatchObject([{ toMove: 4, moved: 4, needConsent: 1 }]);
  });

  it('are reported: one that was frozen moved as it was, and of one the granter is asked', async () => {
    const [report] = await reportsOf(office.app);
    const [frozen, asked] = [`subsidy:${String(ids['condition'])}`, `subsidy:${String(ids['needs-consent'])}`];
    expect(report?.asItWas).toEqual({
      count: 1,
      listed: [
        {
          ...{ reference: frozen, code: 'MBR_SUBSIDY_FROZEN' },
          ...{ found: 'frozen from 2016-02-01 on', required: 'its conditions met, and its release' },
        },
      ],
    });
    expect(report?.consents).toEqual([{ reference: asked, needs: 'consent', from: region }]);
  });

  it.each([
    ['passes', 'granted', digitalLeague],
    ['needs-consent', 'frozen', digitalLeague],
    ['lapses', 'lapsed', numelink],
    ['ended', 'lapsed', numelink],
  ])('one that %s is %s after it', async (policy, status, clusterId) => {
    expect(await office.subsidy(String(ids[policy]), '2017-03-28')).toMatchObject({ status, clusterId });
    const before = policy === 'ended' ? 'lapsed' : 'granted';
    expect(await office.subsidy(String(ids[policy]), '2017-03-27')).toMatchObject({
      status: before,
      clusterId: numelink,
    });
  });

  it('are listed with the cluster that had them on the day', async () => {
    const passed = [ids['passes'], ids['needs-consent'], ids['condition']].toSorted();
    expect((await office.ids(digitalLeague, 'validAt=2017-03-28')).toSorted()).toEqual(passed);
    expect(await office.ids(numelink, 'validAt=2017-03-27')).toHaveLength(5);
    expect(await office.ids(numelink, 'validAt=2017-03-28')).toHaveLength(2);
  });

  it('one is spent by the successor once its granter consents', async () => {
    const id = String(ids['needs-consent']);
    const expense = { amountCents: 1, use: 'Machines' };
    expect(await office.sends(id, 'spend', '2017-04-01', expense)).toMatchObject({
      body: { code: 'MBR_SUBSIDY_FROZEN', required: 'the consent of its granter' },
    });
    await office.states(id, 'consent', '2017-05-01');
    await office.states(id, 'spend', '2017-05-02', expense);
    expect(await office.subsidy(id, '2017-05-02')).toMatchObject({ status: 'granted', spentCents: 1 });
  });

  it('one that is recorded late, and one whose lapse is taken back, follow the merger', async () => {
    const late = await office.requests(numelink, 100, { onSuccession: 'passes' });
    await office.app.react();
    expect(await office.subsidy(late, '2017-03-28')).toMatchObject({ clusterId: digitalLeague });
    const fact = await office.factOf(String(ids['ended']), 'membership.SubsidyLapsed');
    await office.states(String(ids['ended']), 'void-lapse', '2017-06-01', { fact, reason: 'x' });
    await office.app.react();
    expect(await office.subsidy(String(ids['ended']), '2017-03-28')).toMatchObject({
      clusterId: digitalLeague,
      status: 'granted',
    });
  });

  it('take no second effect when every event is handled again', async () => {
    const { head } = await office.app.store.status();
    await office.app.react();
    expect((await office.app.store.status()).head).toBe(head);
  });
});
