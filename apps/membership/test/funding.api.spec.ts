import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { membershipContext } from '../src/membership.context.ts';

type Answer = Readonly<Record<string, unknown>>;
const telecomValley = countedUuid(31, 1);
const another = countedUuid(32, 1);

/** The office of Telecom Valley, with the budget and the volunteers of 2015. */
class Office {
  constructor(readonly app: TestApplication) {}

  static async open(): Promise<Office> {
    const office = new Office(await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' }));
    office.app.clock.set('2026-11-29T10:00:00Z');
    for (const id of [telecomValley, another])
      await office.does('membership/clusters', { id, name: id, seat: 'Sophia Antipolis', effectiveAt: '1991-01-01' });
    const budget = [
      ['fees', 15_000_000, 'Cotisations 2015'],
      ['facility-income', 5_000_000, 'FabLab'],
      ['local-institutions', 36_000_000, 'Région et département'],
      ['private-institutions', 4_000_000, 'Fondation'],
    ] as const;
    for (const [resource, amountCents, source] of budget)
      await office.states('funding', 'record', { resource, amountCents, source, effectiveAt: '2015-06-30' });
    await office.states('volunteering', 'set-rate', {
      ...{ centsPerHour: 2_000, basis: 'Convention collective', effectiveAt: '2015-01-01' },
    });
    await office.states('volunteering', 'record-time', {
      ...{ activity: 'Toutes les actions', volunteers: 327, minutes: 600_000 },
      ...{ since: '2015-01-01', effectiveAt: '2015-12-31' },
    });
    return office;
  }

  async does(path: string, body: object): Promise<Answer> {
    const { status, body: answer } = await this.app.post(path, body);
    expect([path, status < 300, answer]).toEqual([path, true, answer]);
    return answer;
  }

  /** Answers with the id of the fact. */
  async states(what: 'funding' | 'volunteering', verb: string, body: object): Promise<string> {
    const { events } = await this.does(`membership/${what}/${telecomValley}/${verb}`, body);
    return (events as readonly { readonly id: string }[])[0]?.id ?? '';
  }

  reads(what: 'funding' | 'volunteering', parameters: string, as: TestRequest = {}) {
    return this.app.get(`membership/clusters/${telecomValley}/${what}?${parameters}`, as);
  }

  async shares(parameters: string, mix: 'cash' | 'withVolunteering'): Promise<readonly unknown[]> {
    const { body } = await this.reads('funding', parameters);
    return (body[mix] as { readonly classes: readonly Answer[] }).classes.map(({ share }) => share);
  }
}

describe('the funding of Telecom Valley in 2015', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.app.stop());

  it('is 50, 45 and 5 percent with volunteering, and 33.33, 60.00 and 6.67 in cash alone', async () => {
    expect(await office.shares('year=2015', 'withVolunteering')).toEqual(['50.00', '45.00', '5.00']);
    expect(await office.shares('year=2015', 'cash')).toEqual(['33.33', '60.00', '6.67']);
  });

  it('has volunteering at its rate apart from cash: 600,000 minutes at 20 euros an hour are 200,000 euros', async () => {
    const { body } = await office.reads('volunteering', 'year=2015');
    expect(body).toMatchObject({
      minutes: 600_000,
      valueCents: 20_000_000,
      parts: [{ centsPerHour: 2_000, basis: 'Convention collective' }],
      accounts: { 86: 20_000_000, 87: 20_000_000 },
      times: [{ volunteers: 327 }],
    });
    expect((await office.reads('funding', 'year=2015')).body).toMatchObject({
      cash: { totalCents: 60_000_000 },
      withVolunteering: { totalCents: 80_000_000 },
    });
  });

  it('is empty in a year of which nothing was recorded', async () => {
    expect(await office.shares('year=2014', 'cash')).toEqual([undefined, undefined, undefined]);
    expect((await office.reads('volunteering', 'year=2014')).body).toMatchObject({ minutes: 0, valueCents: null });
  });

  it('is CSV, and a page to print that runs nothing, where these are asked for', async () => {
    const as = (accept: string) => office.reads('funding', 'year=2015', { headers: { accept } });
    const csv = await as('text/csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body['text']).toContain('with-volunteering,own,,,,40000000,50.00\r\n');
    const page = await as('text/html,application/xhtml+xml,*/*;q=0.8');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none';style-src 'sha256-[^']+';base-uri 'none'/),
    });
    expect(page.body['text']).toContain('<h1>Financement de l’exercice 2015</h1>');
    expect(page.body['text']).not.toContain('<script');
  });

  it('is judged by the rule that the cluster declares', async () => {
    const imbalances = async () => (await office.reads('funding', 'year=2015')).body['imbalances'];
    expect(await imbalances()).toEqual([]);
    const bound = { class: 'own', bound: 'at-least', percent: 40, of: 'cash' };
    const rule = await office.states('funding', 'set-rule', { bounds: [bound], effectiveAt: '2015-01-01' });
    expect(await imbalances()).toEqual([{ ...bound, share: '33.33' }]);
    const changes = { bounds: [{ ...bound, of: 'all' }] };
    await office.states('funding', 'correct-rule', { fact: rule, reason: 'Bénévolat compris', changes });
    expect(await imbalances()).toEqual([]);
  });

  it('recorded wrong is corrected, and what was known stays', async () => {
    const body = { resource: 'fees', amountCents: 100, source: 'En double', effectiveAt: '2015-07-01' };
    const fact = await office.states('funding', 'record', body);
    const before = office.app.clock.now();
    office.app.clock.set('2026-12-01T10:00:00Z');
    await office.states('funding', 'void-entry', { fact, reason: 'Saisi deux fois' });
    const total = async (more: string) => (await office.reads('funding', `year=2015${more}`)).body['cash'];
    expect(await total('')).toMatchObject({ totalCents: 60_000_000 });
    expect(await total(`&knownAt=${before}`)).toMatchObject({ totalCents: 60_000_100 });
    expect(await total('&validAt=2015-06-29')).toMatchObject({ totalCents: 0 });
  });

  it('is of the days that the cluster says', async () => {
    await office.states('funding', 'set-year', { year: 2016, until: '2016-09-01', effectiveAt: '2016-01-01' });
    const periodOf = async (year: number) => (await office.reads('funding', `year=${String(year)}`)).body['period'];
    expect(await periodOf(2016)).toEqual({ since: '2016-01-01', until: '2016-09-01', lastDay: '2016-08-31' });
    expect(await periodOf(2017)).toMatchObject({ since: '2016-09-01', lastDay: '2017-08-31' });
  });

  it.each<[string, string, object, number, object]>([
    ['money of tomorrow', 'funding/record', { effectiveAt: '2027-01-01' }, 409, { code: 'API_DAY_AHEAD' }],
    ['no money', 'funding/record', { amountCents: 0 }, 400, { code: 'API_MALFORMED' }],
    ['half a cent', 'funding/record', { amountCents: 0.5 }, 400, { code: 'API_MALFORMED' }],
    [
      'a year within another',
      'funding/set-year',
      { year: 2017, until: '2017-01-01', effectiveAt: '2016-08-01' },
      409,
      { code: 'MBR_FINANCIAL_YEAR_OVERLAPS', found: '2016-08-01' },
    ],
    ['time of tomorrow', 'volunteering/record-time', { effectiveAt: '2027-01-01' }, 409, { code: 'API_DAY_AHEAD' }],
    [
      'two rates from one day on',
      'volunteering/set-rate',
      { effectiveAt: '2015-01-01' },
      409,
      { code: 'MBR_FACT_CONTRADICTED' },
    ],
  ])('%s: refused', async (_what, verb, more, status, refusal) => {
    const bodies: Readonly<Record<string, object>> = {
      'funding/record': { resource: 'fees', amountCents: 1, source: 'x' },
      'volunteering/record-time': { activity: 'x', volunteers: 1, minutes: 1 },
      'volunteering/set-rate': { centsPerHour: 1, basis: 'x' },
    };
    const [what = '', does = ''] = verb.split('/');
    const body = { ...bodies[verb], ...more };
    const answer = await office.app.post(`membership/${what}/${telecomValley}/${does}`, body);
    expect(answer).toMatchObject({ status, body: refusal });
  });

  it('is for the operators of the cluster and who oversees all', async () => {
    const statuses = (as: TestRequest) =>
      Promise.all(
        (['funding', 'volunteering'] as const).map(async (what) => (await office.reads(what, 'year=2015', as)).status),
      );
    expect(await statuses({ as: 'auditor' })).toEqual([200, 200]);
    expect(await statuses({ as: 'operator', clusters: [telecomValley] })).toEqual([200, 200]);
    expect(await statuses({ as: 'operator', clusters: [another] })).toEqual([403, 403]);
    expect(await statuses({ as: 'subscriber' })).toEqual([403, 403]);
  });
});

describe('volunteering', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.app.stop());

  it('of 24 hours 35 at 11.88 euros is 292.05 euros, whatever its parts', async () => {
    await office.states('volunteering', 'set-rate', { centsPerHour: 1_188, basis: 'SMIC', effectiveAt: '2016-01-01' });
    for (const [index, minutes] of [485, 490, 500].entries()) {
      const time = { activity: 'Soirée', volunteers: 1, minutes, effectiveAt: `2016-03-0${String(index + 1)}` };
      await office.states('volunteering', 'record-time', time);
    }
    const { body } = await office.reads('volunteering', 'year=2016');
    expect(body).toMatchObject({ minutes: 1_475, valueCents: 29_205, accounts: { 86: 29_205, 87: 29_205 } });
  });

  it('that is not valued says why', async () => {
    const reason = 'Le temps n’est pas relevé de façon fiable';
    await office.states('volunteering', 'leave-unvalued', { reason, effectiveAt: '2012-01-01' });
    const { body } = await office.reads('volunteering', 'year=2012');
    expect(body).toMatchObject({ valueCents: null, parts: [{ reason }], accounts: { 86: null, 87: null } });
  });
});
