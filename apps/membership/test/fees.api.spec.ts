import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { membershipId } from '../src/domain/membership/membership.ts';
import { membershipContext } from '../src/membership.context.ts';
import { axess, esker, inovaction, numelink, rhoneAlley } from './facts.ts';

type Answer = Readonly<Record<string, unknown>>;
const policy = {
  amounts: [{ amountCents: 30_000 }, { sizeClass: 'tpe', amountCents: 10_000 }],
  period: 'calendar-year',
  graceDays: 60,
  reminders: [-15, 30, 60],
  dueAfterDays: 30,
  effectiveAt: '2010-01-01',
};
const anniversary = { ...policy, period: 'anniversary', reminders: [] };

/** The office of two clusters, of which one counts calendar years and the other from the day of joining. */
class Office {
  constructor(readonly app: TestApplication) {}

  static async open(): Promise<Office> {
    const office = new Office(await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' }));
    office.app.clock.set('2026-11-29T10:00:00Z');
    for (const [id, fees] of [
      [numelink, policy],
      [rhoneAlley, anniversary],
    ] as const) {
      await office.does('membership/clusters', { id, name: id, seat: 'Lyon', effectiveAt: '2006-01-01' });
      await office.does(`membership/fee-policies/${id}/set`, fees);
    }
    const companies = { [esker]: 'Esker', [axess]: 'Axess', [inovaction]: 'Inovaction' };
    for (const [id, name] of Object.entries(companies)) {
      const sizeClass = id === axess ? 'tpe' : 'sme';
      await office.does('membership/organisations', {
        id,
        name,
        kind: 'company',
        sizeClass,
        effectiveAt: '2001-01-01',
      });
    }
    return office;
  }

  async does(path: string, body: object): Promise<Answer> {
    const { status, body: answer } = await this.app.post(path, body);
    expect([path, status < 300, answer]).toEqual([path, true, answer]);
    return answer;
  }

  async joins(clusterId: string, organisationId: string, effectiveAt: string): Promise<string> {
    await this.does('membership/memberships', { clusterId, organisationId, effectiveAt });
    return membershipId(clusterId, organisationId);
  }

  async call(member: string, effectiveAt: string, more: object = {}): Promise<Answer> {
    const { recorded } = await this.does(`membership/fees/${member}/call`, { effectiveAt, ...more });
    return recorded as Answer;
  }

  /** Answers with the id of the fact. */
  async states(member: string, verb: string, body: object): Promise<string> {
    const { events } = await this.does(`membership/fees/${member}/${verb}`, body);
    return (events as readonly { readonly id: string }[])[0]?.id ?? '';
  }

  async fees(member: string, parameters: string, as: TestRequest = {}): Promise<Answer> {
    return (await this.app.get(`membership/memberships/${member}/fees?${parameters}`, as)).body;
  }

  async names(clusterId: string, list: string): Promise<readonly unknown[]> {
    const { body } = await this.app.get(`membership/clusters/${clusterId}/${list}`);
    return (body['items'] as readonly Answer[]).map(({ name }) => name);
  }
}

const feesIn = ({ fees }: Answer) => fees as readonly Answer[];

describe('fees over four years with a leap day, a late payer, a default and a radiation', () => {
  let office: Office;
  const member = membershipId(rhoneAlley, esker);
  beforeAll(async () => {
    office = await Office.open();
    await office.joins(rhoneAlley, esker, '2012-02-29');
    const called: Answer[] = [];
    for (const day of ['2012-02-29', '2013-01-15', '2014-02-10', '2015-02-20'])
      called.push(await office.call(member, day));
    expect(called).toMatchObject([
      { period: { since: '2012-02-29', until: '2013-03-01' }, dueOn: '2012-03-30', amountCents: 30_000 },
      { period: { since: '2013-03-01', until: '2014-03-01' }, dueOn: '2013-03-31' },
      { period: { since: '2014-03-01', until: '2015-03-01' }, dueOn: '2014-03-31' },
      { period: { since: '2015-03-01', until: '2016-02-29' }, dueOn: '2015-03-31' },
    ]);
    const payments = [
      [2, '2014-07-01', 20_000],
      [2, '2014-03-15', 10_000],
      [1, '2013-05-15', 30_000],
      [0, '2012-03-30', 30_000],
    ] as const;
    for (const [index, effectiveAt, amountCents] of payments)
      await office.states(member, 'pay', { feeId: called[index]?.['feeId'], amountCents, effectiveAt });
    await office.does(`membership/memberships/${member}/end`, {
      clusterId: rhoneAlley,
      cause: 'non-payment',
      procedure: { decidedOn: '2015-09-01', notifiedOn: '2015-09-10' },
      effectiveAt: '2015-09-15',
    });
  });
  afterAll(() => office.app.stop());

  it.each([
    ['2012-02-28', 'none', 0, undefined, false],
    ['2012-02-29', 'called', 30_000, undefined, true],
    ['2012-03-29', 'called', 30_000, undefined, true],
    ['2012-03-30', 'paid', 0, undefined, true],
    ['2013-01-14', 'paid', 0, undefined, true],
    ['2013-01-15', 'called', 30_000, undefined, true],
    ['2013-03-31', 'due', 30_000, undefined, true],
    ['2013-04-01', 'overdue', 30_000, 1, true],
    ['2013-05-14', 'overdue', 30_000, 44, true],
    ['2013-05-15', 'paid', 0, undefined, true],
    ['2014-02-09', 'paid', 0, undefined, true],
    ['2014-02-10', 'called', 30_000, undefined, true],
    ['2014-03-15', 'partly-paid', 20_000, undefined, true],
    ['2014-03-31', 'due', 20_000, undefined, true],
    ['2014-05-30', 'overdue', 20_000, 60, true],
    ['2014-05-31', 'in-default', 20_000, 61, true],
    ['2014-06-30', 'in-default', 20_000, 91, true],
    ['2014-07-01', 'paid', 0, undefined, true],
    ['2015-05-30', 'overdue', 30_000, 60, true],
    ['2015-05-31', 'in-default', 30_000, 61, true],
    ['2015-09-14', 'in-default', 30_000, 167, true],
    ['2015-09-15', 'in-default', 30_000, 168, false],
    ['2016-02-29', 'in-default', 30_000, 335, false],
  ])('on %s: %s, %d cents, %s days overdue, a member: %s', async (day, status, cents, overdue, isMember) => {
    const answer = await office.fees(member, `validAt=${day}`);
    expect(answer).toMatchObject({ status, outstandingCents: cents });
    expect(feesIn(answer).at(-1)?.['overdueDays']).toBe(overdue);
    const names = await office.names(rhoneAlley, `members?validAt=${day}`);
    expect(names).toEqual(isMember ? ['Esker'] : []);
    const inDefault = await office.names(rhoneAlley, `fees?status=in-default&validAt=${day}`);
    expect(inDefault).toEqual(status === 'in-default' ? ['Esker'] : []);
  });

  it('shows the last day of each period', async () => {
    const periods = feesIn(await office.fees(member, 'validAt=2016-01-01')).map(({ period }) => period);
    expect(periods).toMatchObject([
      { lastDay: '2013-02-28' },
      { lastDay: '2014-02-28' },
      { lastDay: '2015-02-28' },
      { lastDay: '2016-02-28' },
    ]);
  });
});

describe('the fees of an office that counts calendar years', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.app.stop());

  it('called in December for the next year and paid in January, is of that year and of that month', async () => {
    const member = await office.joins(numelink, axess, '2022-05-01');
    await office.call(member, '2022-05-01');
    await office.call(member, '2023-01-10');
    const { feeId, ...called } = await office.call(member, '2023-12-10');
    expect(called).toEqual({
      period: { since: '2024-01-01', until: '2025-01-01' },
      dueOn: '2024-01-31',
      amountCents: 10_000,
    });
    await office.states(member, 'pay', { feeId, amountCents: 10_000, effectiveAt: '2024-01-20' });
    expect(feesIn(await office.fees(member, 'validAt=2024-01-20')).at(-1)).toMatchObject({
      period: { since: '2024-01-01', lastDay: '2024-12-31' },
      status: 'paid',
      payments: [{ on: '2024-01-20', amountCents: 10_000 }],
    });
  });

  it('arrears are not an end: overdue for sixty days, then in default, and a member all the time', async () => {
    const member = await office.joins(numelink, esker, '2015-06-01');
    await office.call(member, '2015-12-10', { period: { since: '2016-01-01', until: '2017-01-01' } });
    const on = async (day: string) => {
      const [{ status, overdueDays } = {}] = feesIn(await office.fees(member, `validAt=${day}`));
      return [status, overdueDays, (await office.names(numelink, `members?validAt=${day}`)).includes('Esker')];
    };
    expect(await on('2016-01-31')).toEqual(['due', undefined, true]);
    expect(await on('2016-03-31')).toEqual(['overdue', 60, true]);
    expect(await on('2016-04-01')).toEqual(['in-default', 61, true]);
  });

  it('reminders are due from their days on until they are recorded or the fee is paid', async () => {
    const member = membershipId(numelink, esker);
    const reminders = async (day: string) => {
      const { body } = await office.app.get(`membership/clusters/${numelink}/fee-reminders?validAt=${day}`);
      const items = body['items'] as readonly (Answer & { readonly reminders: readonly Answer[] })[];
      return items.flatMap((item) => item.reminders.map(({ nth, on }) => [item['name'], nth, on]));
    };
    expect(await reminders('2016-01-15')).toEqual([]);
    expect(await reminders('2016-01-16')).toEqual([['Esker', 1, '2016-01-16']]);
    const [fee] = feesIn(await office.fees(member, 'validAt=2016-01-16'));
    await office.states(member, 'record-reminder', { feeId: fee?.['feeId'], nth: 1, effectiveAt: '2016-01-18' });
    expect(await reminders('2016-01-18')).toEqual([]);
    expect(await reminders('2016-03-01')).toEqual([['Esker', 2, '2016-03-01']]);
  });

  it('a payment that was recorded wrong is corrected, and what was known stays', async () => {
    const member = membershipId(numelink, esker);
    const [fee] = feesIn(await office.fees(member, 'validAt=2016-06-01'));
    const payment = { feeId: fee?.['feeId'], amountCents: 20_000, effectiveAt: '2016-05-01' };
    const fact = await office.states(member, 'pay', payment);
    const before = office.app.clock.now();
    office.app.clock.set('2026-12-01T10:00:00Z');
    const reason = 'Mal saisi';
    await office.states(member, 'correct-payment', { fact, reason, changes: { amountCents: 30_000 } });
    const outstanding = async (parameters: string) => (await office.fees(member, parameters))['outstandingCents'];
    expect(await outstanding('validAt=2016-05-01')).toBe(0);
    expect(await outstanding(`validAt=2016-05-01&knownAt=${before}`)).toBe(10_000);
    await office.states(member, 'void-payment', { fact, reason });
    expect(await outstanding('validAt=2016-05-01')).toBe(30_000);
    expect(await office.names(numelink, 'fees?status=in-default&validAt=2016-05-01')).toEqual(['Esker']);
  });

  it.each<[string, string, object, number, object]>([
    [
      'more than was called',
      'pay',
      { amountCents: 30_001 },
      409,
      { code: 'MBR_FEE_OVERPAID', found: 30_001, required: 30_000 },
    ],
    ['of tomorrow', 'pay', { amountCents: 1, effectiveAt: '2027-01-01' }, 409, { code: 'API_DAY_AHEAD' }],
    ['of nothing', 'pay', { amountCents: 0 }, 400, { code: 'API_MALFORMED' }],
    ['of no fee', 'pay', { feeId: countedUuid(99, 9), amountCents: 1 }, 404, { code: 'MBR_FEE_NOT_FOUND' }],
  ])('a payment %s is refused', async (_what, verb, body, status, refusal) => {
    const member = membershipId(numelink, esker);
    const [fee] = feesIn(await office.fees(member, 'validAt=2016-06-01'));
    const answer = await office.app.post(`membership/fees/${member}/${verb}`, { feeId: fee?.['feeId'], ...body });
    expect(answer).toMatchObject({ status, body: refusal });
  });

  it('a fee for days of another one is refused with the first of them', async () => {
    const body = { period: { since: '2016-07-01', until: '2017-07-01' }, effectiveAt: '2016-06-01' };
    const answer = await office.app.post(`membership/fees/${membershipId(numelink, esker)}/call`, body);
    expect(answer).toMatchObject({ status: 409, body: { code: 'MBR_FEE_OVERLAPS', found: '2016-07-01' } });
  });

  it('a fee is not corrected to days on which nobody was a member', async () => {
    const member = membershipId(numelink, esker);
    const { events } = await office.does(`membership/fees/${member}/call`, { effectiveAt: '2017-01-10' });
    const [called] = events as readonly { readonly id: string }[];
    const correction = { fact: called?.id, reason: 'Mal saisi' };
    const correct = (since: string, until: string) =>
      office.app.post(`membership/fees/${member}/correct-call`, {
        ...correction,
        changes: { period: { since, until } },
      });
    expect(await correct('2014-01-01', '2015-01-01')).toMatchObject({
      status: 409,
      body: { code: 'MBR_NOT_A_MEMBER', found: '2014-01-01 up to 2015-01-01' },
    });
    expect(await correct('2017-01-01', '2017-07-01')).toMatchObject({ status: 200 });
    await office.does(`membership/fees/${member}/void-call`, correction);
  });

  it('a policy of a later day changes what is called from then on; it is corrected as every fact', async () => {
    const set = await office.does(`membership/fee-policies/${numelink}/set`, {
      ...policy,
      graceDays: 0,
      effectiveAt: '2017-01-01',
    });
    const on = async (day: string) => {
      const { body } = await office.app.get(`membership/fee-policies/${numelink}?validAt=${day}`);
      return (body['inForce'] as Answer | undefined)?.['graceDays'];
    };
    expect([await on('2009-12-31'), await on('2016-12-31'), await on('2017-01-01')]).toEqual([undefined, 60, 0]);
    const [event] = set['events'] as readonly { readonly id: string }[];
    const correction = { fact: event?.id, reason: 'Mal saisi', changes: { graceDays: 45 } };
    await office.does(`membership/fee-policies/${numelink}/correct-setting`, correction);
    expect(await on('2017-01-01')).toBe(45);
  });

  it('pages of those with a status are full, each member once', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => countedUuid(index + 1, 8));
    for (const [index, id] of ids.entries()) {
      const name = `Company ${String(index)}`;
      await office.does('membership/organisations', { id, name, kind: 'company', effectiveAt: '2001-01-01' });
      const member = await office.joins(numelink, id, '2018-01-01');
      const { feeId } = await office.call(member, '2018-01-01');
      if (index % 2 === 1)
        await office.states(member, 'pay', { feeId, amountCents: 30_000, effectiveAt: '2018-01-15' });
    }
    const names: unknown[] = [];
    const sizes: number[] = [];
    for (let after = ''; ;) {
      const path = `membership/clusters/${numelink}/fees?validAt=2018-06-01&status=in-default&limit=2${after}`;
      const { body } = await office.app.get(path);
      const items = body['items'] as readonly Answer[];
      sizes.push(items.length);
      names.push(...items.map(({ name }) => name));
      if (typeof body['next'] !== 'string') break;
      after = `&after=${body['next']}`;
    }
    // Esker has not paid either.
    expect(names.toSorted()).toEqual(['Company 0', 'Company 2', 'Company 4', 'Company 6', 'Esker']);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('fees are for the operators of the cluster, the company itself, and who oversees all', async () => {
    const member = membershipId(numelink, esker);
    const paths = [`memberships/${member}/fees`, `fees/${member}`, `clusters/${numelink}/fees`];
    const organisation = await office.app.tokenOf({ roles: ['operator'], organisations: [esker] });
    const statuses = async (as: TestRequest) =>
      Promise.all(paths.map(async (path) => (await office.app.get(`membership/${path}`, as)).status));
    expect(await statuses({ as: 'auditor' })).toEqual([200, 200, 200]);
    expect(await statuses({ as: 'operator', clusters: [numelink] })).toEqual([200, 200, 200]);
    expect(await statuses({ as: 'operator', clusters: [rhoneAlley] })).toEqual([403, 403, 403]);
    expect(await statuses({ as: 'subscriber' })).toEqual([403, 403, 403]);
    expect(await statuses({ headers: { authorization: `Bearer ${organisation}` } })).toEqual([200, 200, 403]);
    const call = (as: TestRequest) => office.app.post(`membership/fees/${member}/call`, {}, as);
    expect(await call({ as: 'operator', clusters: [rhoneAlley] })).toMatchObject({ status: 403 });
    expect(await call({ as: 'operator', clusters: [numelink] })).toMatchObject({ status: 200 });
  });
});
