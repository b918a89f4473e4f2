import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { countedUuid } from '#libs/kernel/testing';
import { publish, registeredOrganisation } from '../../../tests/support/published.ts';
import { governanceContext } from '../src/governance.context.ts';
import {
  bocquet,
  board,
  clauses,
  hold,
  Governance,
  meeting,
  montier,
  numelink,
  presidency,
  resolution,
  rhoneAlley,
  startBocquet,
  startMontier,
  tally,
  unknown,
} from './governance.fixtures.ts';

const [alto, borea, cirrus, delta] = [51, 52, 53, 54].map((number) => countedUuid(number, 0xa));
const [rent, advice] = [countedUuid(61, 0xa), countedUuid(62, 0xa)];
const flamand = { personId: countedUuid(63, 0xa), name: 'David Flamand' };
const seat = countedUuid(64, 0xa);

let app: TestApplication;
let governance: Governance;
let interests: Readonly<Record<string, unknown>>;

type Item = Readonly<Record<string, unknown>>;
const factIn = ({ body }: TestAnswer) => (body['events'] as readonly Item[])[0]?.['id'];

/** Three directors, each of a company. */
beforeEach(async () => {
  app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
  app.clock.set('2016-11-30T10:00:00Z');
  governance = new Governance(app);
  await governance.hasClusters();
  await governance.hasBoard();
  await publish(app.store, ...[alto, borea, cirrus, delta].map((each) => registeredOrganisation(String(each))));
  await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
  await governance.does('offices', {
    ...{ id: seat, bodyId: board, kind: 'seat', title: 'Siège', maxHolders: 9, effectiveAt: '2006-06-29' },
  });
  for (const person of [montier, flamand])
    await governance.does(`offices/${seat}/start-mandate`, { person, how: 'elected', effectiveAt: '2014-06-20' });
  interests = {
    alto: factIn(await declares(bocquet, { organisationId: alto })),
    borea: factIn(await declares(montier, { organisationId: borea })),
    cirrus: factIn(await declares(flamand, { organisationId: cirrus }, { nature: 'shareholder' })),
  };
});
afterEach(() => app.stop());

async function declares(person: object, organisation: object, more: object = {}): Promise<TestAnswer> {
  const declared = { person, organisation, nature: 'director', declaredOn: '2014-07-01', effectiveAt: '2010-01-01' };
  return await governance.does(`interests/${numelink}/declare`, { ...declared, ...more });
}

async function reports(agreementId: string, organisationId: unknown, more: object = {}): Promise<TestAnswer> {
  return await governance.does(`interests/${numelink}/report-agreement`, {
    ...{ agreementId, party: { organisationId }, concerned: [bocquet], subject: 'Bureaux', amountCents: 1_200_000 },
    ...{ effectiveAt: '2015-10-05', ...more },
  });
}

async function isVoted(votes: object = {}): Promise<void> {
  await governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2006-06-29' });
  await governance.hasMeeting();
  await governance.does(`meetings/${meeting}/hold`, hold);
  const body = { tally: { ...tally, ...votes }, effectiveAt: '2016-03-31' };
  await governance.does(`resolutions/${resolution}/record-tally`, body);
}

const decision = (agreementId: string, ...abstainedIds: readonly string[]) =>
  [
    `interests/${numelink}/decide-agreement`,
    { agreementId, resolutionId: resolution, abstainedIds, effectiveAt: '2016-03-31' },
  ] as const;

async function reportOf(query = 'from=2015-01-01&until=2015-12-31'): Promise<Item> {
  return (await governance.sees(`clusters/${numelink}/interests-report?${query}`)).body;
}
const agreementsOf = async (query?: string) => (await reportOf(query))['agreements'] as readonly Item[];
const findingsOf = async () => (await agreementsOf()).map(({ findings }) => findings);

describe('the report on agreements with directors', () => {
  it('of three directors and two agreements says who was concerned, by what, and which one was approved', async () => {
    await reports(rent, alto);
    await reports(advice, borea, { concerned: [montier], amountCents: undefined, subject: 'Conseil' });
    await isVoted();
    await governance.does(...decision(rent, bocquet.personId));
    const report = await reportOf();
    expect(report).toMatchObject({ clusterId: numelink, from: '2015-01-01', until: '2015-12-31' });
    expect(report['interests']).toHaveLength(3);
    expect(report['agreements']).toMatchObject([
      {
        ...{ agreementId: rent, status: 'approved', amountCents: 1_200_000, findings: [] },
        decision: { resolutionId: resolution, on: '2016-03-31', outcome: 'adopted' },
        concerned: [
          {
            ...{ person: bocquet, isNamed: true, tookNoPart: true },
            interests: [{ nature: 'director', organisation: { organisationId: alto }, since: '2010-01-01' }],
            offices: [{ officeId: presidency, bodyId: board, title: 'Présidence' }],
          },
        ],
      },
      {
        ...{ agreementId: advice, status: 'pending', findings: [{ kind: 'not-decided' }] },
        concerned: [{ person: montier, offices: [{ officeId: seat }] }],
      },
    ]);
    expect((report['agreements'] as readonly Item[])[1]).not.toHaveProperty('amountCents');
  });

  it('is of the year that ends with the day reported, unless another period is asked for', async () => {
    await reports(rent, alto);
    expect(await reportOf('validAt=2016-10-04')).toMatchObject({ from: '2015-10-05', until: '2016-10-04' });
    expect(await agreementsOf('validAt=2016-10-04')).toHaveLength(1);
    expect(await agreementsOf('validAt=2016-10-05')).toEqual([]);
    expect(await agreementsOf('from=2015-10-05&until=2015-10-05')).toHaveLength(1);
  });

  it('names whoever had an interest, even if nobody named them; an interest of somebody who had left is none', async () => {
    await reports(rent, cirrus, { concerned: [] });
    expect(await agreementsOf()).toMatchObject([{ concerned: [{ person: flamand, isNamed: false }] }]);
    expect(await findingsOf()).toEqual([
      [{ kind: 'not-decided' }, { kind: 'concerned-not-named', personId: flamand.personId }],
    ]);
    await reports(advice, delta, { concerned: [], effectiveAt: '2015-11-02' });
    expect(await agreementsOf()).toMatchObject([{}, { concerned: [] }]);
  });

  it('carries an interest on to the company that absorbs the one in which it was', async () => {
    await publish(app.store, {
      type: 'membership.OrganisationSucceeded',
      data: {
        organisationId: String(alto),
        continuation: { how: 'absorption', successorIds: [String(delta)], heirId: String(delta) },
        on: '2015-11-01',
      },
    });
    await reports(rent, delta, { concerned: [], effectiveAt: '2015-10-31' });
    await reports(advice, delta, { concerned: [], effectiveAt: '2015-11-01' });
    expect(await agreementsOf()).toMatchObject([
      { agreementId: rent, concerned: [] },
      {
        agreementId: advice,
        concerned: [{ person: bocquet, isNamed: false, interests: [{ organisation: { organisationId: alto } }] }],
      },
    ]);
    await isVoted();
    expect((await governance.tries(...decision(advice))).body).toMatchObject({
      ...{ code: 'GOV_CONCERNED_TOOK_PART', required: `the abstention of ${bocquet.personId}` },
    });
    await governance.does(...decision(advice, bocquet.personId));
    await governance.does(...decision(rent));
  });

  it('follows an interest that is declared late, ended and corrected, and is asked for as it was known', async () => {
    await reports(rent, delta, { concerned: [] });
    app.clock.set('2016-12-05T10:00:00Z');
    const late = { nature: 'partner', declaredOn: '2016-12-01', effectiveAt: '2015-01-01', interestId: unknown };
    const fact = factIn(await declares(flamand, { organisationId: delta }, late));
    const first = await agreementsOf('from=2015-01-01&until=2015-12-31&validAt=2016-12-01');
    expect(first).toMatchObject([{ concerned: [{ person: flamand, interests: [{ declaredOn: '2016-12-01' }] }] }]);
    expect(first[0]?.['findings']).toContainEqual({ kind: 'interest-declared-after', personId: flamand.personId });
    const before = { concerned: [] };
    expect(await agreementsOf('from=2015-01-01&until=2015-12-31&validAt=2016-11-30')).toMatchObject([before]);
    expect(await agreementsOf('from=2015-01-01&until=2015-12-31&knownAt=2016-12-01')).toMatchObject([before]);
    app.clock.set('2016-12-07T10:00:00Z');
    const correct = (changes: object) => ({ fact, reason: 'Statuts de Delta', changes });
    await governance.does(`interests/${numelink}/correct-interest`, correct({ since: '2015-10-06' }));
    expect(await agreementsOf()).toMatchObject([before]);
    await governance.does(`interests/${numelink}/correct-interest`, correct({ since: '2015-09-01' }));
    await governance.does(`interests/${numelink}/end`, { interestId: unknown, effectiveAt: '2015-10-05' });
    expect(await agreementsOf()).toMatchObject([before]);
  });

  it('says what is missing: a vote with whoever was concerned, another body, a resolution that was taken back', async () => {
    await reports(rent, cirrus, { concerned: [] });
    await governance.does(`interests/${numelink}/end`, {
      interestId: await interestOf(cirrus),
      effectiveAt: '2015-01-01',
    });
    await isVoted({ for: 3, against: 152 });
    await governance.does(...decision(rent));
    expect(await agreementsOf()).toMatchObject([{ status: 'not-approved', findings: [] }]);
    const correction = { reason: 'Démenti', changes: { since: '2010-01-02' } };
    await governance.does(`interests/${numelink}/correct-interest`, { fact: interests['cirrus'], ...correction });
    expect(await agreementsOf()).toMatchObject([{ findings: [] }]);
    await declares(flamand, { organisationId: cirrus }, { nature: 'partner' });
    expect(await findingsOf()).toEqual([
      [
        { kind: 'concerned-not-named', personId: flamand.personId },
        { kind: 'concerned-took-part', personId: flamand.personId },
      ],
    ]);
    const byBoard = [{ kind: 'accounts', bodyKinds: ['board'] }];
    await governance.does(`statutes/${numelink}/adopt`, { clauses, decidedBy: byBoard, effectiveAt: '2016-01-01' });
    expect((await findingsOf())[0]).toContainEqual({ kind: 'decided-by-other-body' });
    await governance.does(`resolutions/${resolution}/void-tally`, { fact: await talliedBy(), reason: 'Une autre' });
    expect(await agreementsOf()).toMatchObject([{ status: 'pending', decision: { outcome: 'tabled' } }]);
    expect((await findingsOf())[0]).toContainEqual({ kind: 'resolution-void' });
  });

  /** The id of the interest in a company. */
  async function interestOf(organisationId: unknown): Promise<unknown> {
    const { body } = await governance.sees(`interests/${numelink}`);
    const all = body['interests'] as readonly { interestId: string; organisation: { organisationId?: string } }[];
    return all.find(({ organisation }) => organisation.organisationId === organisationId)?.interestId;
  }

  /** The event of the tally. */
  async function talliedBy(): Promise<unknown> {
    for await (const { id, type } of app.store.read(`governance.resolution-${resolution}` as never))
      if (type === 'governance.ResolutionDecided') return id;
    return undefined;
  }

  it('of an agreement with a director needs nobody else to be named', async () => {
    await governance.does(`interests/${numelink}/report-agreement`, {
      ...{ agreementId: rent, party: { person: montier }, subject: 'Prestation', effectiveAt: '2015-10-05' },
    });
    expect(await agreementsOf()).toMatchObject([
      { concerned: [{ person: montier, isNamed: true, interests: [] }], findings: [{ kind: 'not-decided' }] },
    ]);
  });

  it('says where somebody was named without an interest, or held nothing on that day', async () => {
    await reports(rent, delta, { concerned: [montier], effectiveAt: '2013-01-01' });
    const [agreement] = await agreementsOf('from=2013-01-01&until=2013-12-31');
    expect(agreement?.['findings']).toEqual([
      { kind: 'not-decided' },
      { kind: 'interest-not-declared', personId: montier.personId },
      { kind: 'not-in-office', personId: montier.personId },
    ]);
  });
});

describe('what the register of interests refuses', () => {
  it.each([
    ['nobody who administers the cluster', 'GOV_PERSON_NOT_DIRECTOR', { person: { personId: unknown, name: 'X' } }],
    [
      'an organisation that nobody registered',
      'GOV_ORGANISATION_ABSENT',
      { organisation: { organisationId: unknown } },
    ],
  ])('%s: %s', async (_what, code, more) => {
    const body = { person: bocquet, organisation: { organisationId: alto }, nature: 'director', ...more };
    const answer = await governance.tries(`interests/${numelink}/declare`, { ...body, effectiveAt: '2015-01-01' });
    expect(answer).toMatchObject({
      status: 409,
      body: { code, found: expect.any(String), required: expect.any(String) },
    });
  });

  it.each([
    ['an interest in nothing', 'declare', { person: bocquet, organisation: {}, nature: 'director' }],
    [
      'in two things',
      'declare',
      { person: bocquet, organisation: { organisationId: alto, name: 'x' }, nature: 'director' },
    ],
    ['of no kind', 'declare', { person: bocquet, organisation: { organisationId: alto }, nature: 'friend' }],
    ['an agreement with nobody', 'report-agreement', { party: {}, subject: 'x' }],
    ['cents that are none', 'report-agreement', { party: { name: 'x' }, subject: 'x', amountCents: 0.5 }],
  ])('%s is malformed', async (_what, verb, body) => {
    const answer = await governance.tries(`interests/${numelink}/${verb}`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'API_MALFORMED' } });
  });

  it.each(['from=2015-13-01', 'until=x', 'validAt=2015', 'year=2015', 'from=2016-01-01&until=2015-12-31'])(
    'a report with %s',
    async (query) => {
      expect((await governance.sees(`clusters/${numelink}/interests-report?${query}`)).status).toBe(400);
    },
  );

  it('an interest that is declared tomorrow, and an agreement of tomorrow', async () => {
    const body = { person: bocquet, organisation: { organisationId: alto }, nature: 'director' };
    const tomorrow = '2016-12-01';
    expect(
      (await governance.tries(`interests/${numelink}/declare`, { ...body, declaredOn: tomorrow })).body,
    ).toMatchObject({ code: 'API_DAY_AHEAD', found: tomorrow });
    const agreement = { party: { organisationId: alto }, subject: 'x', effectiveAt: tomorrow };
    expect((await governance.tries(`interests/${numelink}/report-agreement`, agreement)).body['code']).toBe(
      'API_DAY_AHEAD',
    );
  });

  it('a resolution that was not decided, or is of another cluster', async () => {
    await reports(rent, alto);
    expect((await governance.tries(...decision(rent, bocquet.personId))).body['code']).toBe('GOV_RESOLUTION_NOT_FOUND');
    await governance.hasMeeting();
    expect((await governance.tries(...decision(rent, bocquet.personId))).body).toMatchObject({
      ...{ code: 'GOV_RESOLUTION_NOT_DECIDED', found: 'tabled', required: 'adopted or rejected' },
    });
    await governance.does('bodies', {
      id: delta,
      clusterId: rhoneAlley,
      kind: 'board',
      name: 'CA',
      effectiveAt: '2010-01-01',
    });
    await governance.does('offices', {
      id: cirrus,
      bodyId: delta,
      kind: 'seat',
      title: 'Siège',
      effectiveAt: '2010-01-01',
    });
    await governance.does(`offices/${cirrus}/start-mandate`, {
      ...startMontier,
      tiedToClusterId: undefined,
      effectiveAt: '2015-06-24',
    });
    const elsewhere = { agreementId: rent, party: { person: montier }, subject: 'x', effectiveAt: '2015-10-05' };
    await governance.does(`interests/${rhoneAlley}/report-agreement`, elsewhere);
    const [, body] = decision(rent, montier.personId);
    expect((await governance.tries(`interests/${rhoneAlley}/decide-agreement`, body)).body).toMatchObject({
      ...{ code: 'GOV_RESOLUTION_OF_ANOTHER_CLUSTER', found: numelink, required: rhoneAlley },
    });
  });

  it('readers who do not read the files of the cluster', async () => {
    const seen = async (path: string, cluster: string) =>
      (await governance.sees(path, { as: 'operator', clusters: [cluster] })).status;
    for (const path of [`clusters/${numelink}/interests-report`, `interests/${numelink}`]) {
      expect(await seen(path, rhoneAlley)).toBe(403);
      expect(await seen(path, numelink)).toBe(200);
      expect((await governance.sees(path, { as: 'subscriber' })).status).toBe(403);
    }
    expect((await governance.sees(`clusters/${unknown}/interests-report`)).status).toBe(404);
  });
});
