import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipId } from '../src/domain/membership/membership.ts';
import { membershipContext } from '../src/membership.context.ts';
import { numelink, rhoneAlley, SIREN_OF_ESKER } from './facts.ts';
import { absorptionOfRhoneAlley, reportsOf, takeEffect } from './succession.ts';

type Answer = Readonly<Record<string, unknown>>;
const path = (rest: string) => `membership/${rest}`;
const organisation = (number: number) => countedUuid(number, 7);
const member = (number: number) => membershipId(numelink, organisation(number));
const [COMPANY, SCHOOL, UNIDENTIFIED, LATE] = [1, 2, 3, 4];

/** Numélink admits companies by its board; from 2015 on only companies that the law knows, by its assembly. */
let app: TestApplication;
const sent = async (rest: string, body: object): Promise<Answer> => {
  const answer = await app.post(path(rest), body);
  if (answer.status >= 300) throw new Error(`${rest}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const refused = async (rest: string, body: object) => {
  const answer = await app.post(path(rest), body);
  return { status: answer.status, ...answer.body };
};
const read = async (rest: string) => (await app.get(path(rest))).body;
const college = 'companies';
const policy = { college, kinds: ['company'], decidedBy: 'board', withinDays: 60 };
const apply = (number: number, effectiveAt: string) =>
  sent('applications', { clusterId: numelink, organisationId: organisation(number), college, effectiveAt });
const admission = (number: number, body: object) =>
  [`applications/${member(number)}/admit`, { clusterId: numelink, ...body }] as const;

beforeAll(async () => {
  app = await TestApplication.start([membershipContext]);
  app.clock.set('2016-01-01T10:00:00Z');
  await sent('clusters', { id: numelink, name: 'Numélink', seat: 'Saint-Étienne', effectiveAt: '2006-01-01' });
  const organisations = [
    { name: 'Esker', kind: 'company', siren: SIREN_OF_ESKER },
    { name: 'Télécom Saint-Étienne', kind: 'school' },
    { name: 'Inovaction', kind: 'company' },
    { name: 'Axess', kind: 'company' },
  ];
  for (const [index, each] of organisations.entries())
    await sent('organisations', { id: organisation(index + 1), ...each, effectiveAt: '2000-01-01' });
  await sent(`colleges/${numelink}/open`, { college, effectiveAt: '2010-01-01' });
  await sent(`colleges/${numelink}/set-admission-policy`, { ...policy, effectiveAt: '2010-01-01' });
  await sent(`colleges/${numelink}/set-admission-policy`, {
    ...{ ...policy, needsIdentifier: true, decidedBy: 'assembly' },
    effectiveAt: '2015-01-01',
  });
});
afterAll(() => app.stop());

describe('applications under two versions of an admission policy', () => {
  it('of the last day of the first are judged under it, of the next day under the second, which the verdict names', async () => {
    await apply(UNIDENTIFIED, '2014-12-31');
    expect(await read(`memberships/${member(UNIDENTIFIED)}`)).toMatchObject({
      status: 'applied',
      application: {
        on: '2014-12-31',
        judged: { policySince: '2010-01-01', admissible: true, decidedBy: 'board', decideBy: '2015-03-01' },
      },
    });
    await apply(LATE, '2015-01-01');
    expect(await read(`memberships/${member(LATE)}`)).toMatchObject({
      application: {
        judged: { policySince: '2015-01-01', admissible: false, found: 'no identifier', decidedBy: 'assembly' },
      },
    });
    await sent(...admission(UNIDENTIFIED, { effectiveAt: '2015-02-01' }));
    expect(await read(`memberships/${member(UNIDENTIFIED)}`)).toMatchObject({
      ...{ status: 'active', since: '2015-02-01', college, decidedBy: 'board' },
      application: { decidedBy: 'board', judged: { policySince: '2010-01-01' } },
    });
    expect(await refused(...admission(LATE, { effectiveAt: '2015-02-01' }))).toMatchObject({
      ...{ status: 409, code: 'MBR_NOT_ADMISSIBLE', found: 'no identifier' },
      required: expect.stringContaining('the policy of the college companies from 2015-01-01 on'),
    });
  });

  it('are admitted once what was missing is recorded for their day', async () => {
    const identifier = { identifier: '732 829 320', effectiveAt: '2014-06-01' };
    await sent(`organisations/${organisation(LATE)}/identify`, identifier);
    expect(await read(`memberships/${member(LATE)}`)).toMatchObject({ application: { judged: { admissible: true } } });
    const byBoard = { decidedBy: 'board', effectiveAt: '2015-02-01' };
    expect(await refused(...admission(LATE, byBoard))).toMatchObject({
      ...{ code: 'MBR_ANOTHER_ORGAN_DECIDES', found: 'board' },
    });
    await sent(...admission(LATE, { effectiveAt: '2015-02-01' }));
    expect(await read(`memberships/${member(LATE)}`)).toMatchObject({ decidedBy: 'assembly' });
  });

  it('are refused with the reason and the organ, which those see who read files', async () => {
    await apply(SCHOOL, '2015-03-01');
    const refusal = { clusterId: numelink, reason: 'A school', effectiveAt: '2015-04-01' };
    await sent(`applications/${member(SCHOOL)}/refuse`, refusal);
    expect(await read(`memberships/${member(SCHOOL)}`)).toMatchObject({
      status: 'refused',
      application: {
        ...{ refusedOn: '2015-04-01', reason: 'A school', decidedBy: 'assembly' },
        judged: { admissible: false, found: 'kind school', required: 'kind company' },
      },
    });
    const { status } = await app.get(path(`memberships/${member(SCHOOL)}`), { as: 'subscriber' });
    expect(status).toBe(404);
  });

  it('follow a policy that is recorded late or corrected, and as it was known then they do not', async () => {
    const before = new Date(app.clock.now()).toISOString();
    app.clock.set('2016-02-01T10:00:00Z');
    const late = { ...policy, kinds: ['school'], effectiveAt: '2014-07-01' };
    const { events } = await sent(`colleges/${numelink}/set-admission-policy`, late);
    const place = `memberships/${member(UNIDENTIFIED)}`;
    const judged = async (parameters: string) =>
      ((await read(`${place}${parameters}`))['application'] as Answer)['judged'];
    expect(await judged('')).toMatchObject({ policySince: '2014-07-01', admissible: false });
    expect(await judged(`?knownAt=${before}`)).toMatchObject({ policySince: '2010-01-01', admissible: true });
    const [{ id: fact }] = events as [{ readonly id: string }];
    const voiding = { fact, reason: 'Never adopted' };
    await sent(`colleges/${numelink}/void-admission-policy`, voiding);
    expect(await judged('')).toMatchObject({ policySince: '2010-01-01', admissible: true });
  });
});

describe('sponsors, for whom a policy asks', () => {
  const [applicant, first, second, third, apart] = [5, 6, 7, 8, 9];
  const schools = { college: 'schools', effectiveAt: '2014-01-01' };
  const byFirst = [organisation(first), organisation(second)];
  const asks = (sponsors: number, effectiveAt: string) =>
    sent(`colleges/${numelink}/set-admission-policy`, { ...schools, sponsors, decidedBy: 'board', effectiveAt });
  const applied = (body: object) =>
    [
      'applications',
      { clusterId: numelink, organisationId: organisation(applicant), college: 'schools', ...body },
    ] as const;

  beforeAll(async () => {
    for (const number of [applicant, first, second, third, apart])
      await sent('organisations', {
        ...{ id: organisation(number), name: `School ${String(number)}`, kind: 'school', effectiveAt: '2000-01-01' },
      });
    for (const [number, effectiveAt] of [[first, '2010-01-01'] as const, [second, '2010-01-01'], [third, '2014-06-01']])
      await sent('memberships', { clusterId: numelink, organisationId: organisation(Number(number)), effectiveAt });
    await sent(`colleges/${numelink}/open`, schools);
    await asks(2, '2014-01-01');
    await asks(3, '2014-09-01');
  });

  it.each<[string, readonly number[], object]>([
    [
      'too few',
      [first],
      { code: 'MBR_SPONSORS_MISSING', found: '1', required: expect.stringMatching(/^2: .*2014-01-01/) },
    ],
    ['one no member', [first, apart], { code: 'MBR_SPONSOR_UNFIT', found: expect.stringContaining('no member on') }],
    [
      'one not yet a member',
      [first, third],
      { code: 'MBR_SPONSOR_UNFIT', required: 'members of the cluster on 2014-03-10' },
    ],
    ['one twice', [first, first], { code: 'MBR_SPONSOR_UNFIT', found: expect.stringContaining('twice') }],
    ['itself', [first, applicant], { code: 'MBR_SPONSOR_UNFIT', found: expect.stringContaining('the applicant') }],
  ])('are refused with an application: %s', async (_why, sponsors, refusal) => {
    const ids = sponsors.map(organisation);
    expect(await refused(...applied({ sponsors: ids, effectiveAt: '2014-03-10' }))).toMatchObject({
      ...{ status: 409, ...refusal },
    });
  });

  it('of an application are judged under the version of its day, and the verdict says how many', async () => {
    await sent(...applied({ sponsors: byFirst, effectiveAt: '2014-03-10' }));
    const judged = { policySince: '2014-01-01', admissible: true, sponsors: { found: 2, required: 2 } };
    expect(await read(`memberships/${member(applicant)}`)).toMatchObject({
      application: { sponsors: byFirst, judged },
    });
    await sent(...admission(applicant, { effectiveAt: '2014-10-01' }));
    const after = { status: 'active', sponsors: byFirst, application: { judged } };
    expect(await read(`memberships/${member(applicant)}`)).toMatchObject(after);
    const { body } = await app.get(path(`memberships/${member(applicant)}`), { as: 'subscriber' });
    expect(body).not.toHaveProperty('sponsors');
  });

  it('may be named with the admission; without them it is refused', async () => {
    const of = { organisationId: organisation(apart), effectiveAt: '2014-09-01' };
    await sent(...applied(of));
    expect(await read(`memberships/${member(apart)}`)).toMatchObject({
      application: { judged: { admissible: false, found: '0 sponsors', sponsors: { found: 0, required: 3 } } },
    });
    expect(await refused(...admission(apart, { effectiveAt: '2014-10-01' }))).toMatchObject({
      ...{ code: 'MBR_SPONSORS_MISSING', found: '0' },
    });
    const sponsors = [...byFirst, organisation(third)];
    const { events } = await sent(...admission(apart, { sponsors, effectiveAt: '2014-10-01' }));
    expect(await read(`memberships/${member(apart)}`)).toMatchObject({ sponsors, application: { sponsors } });
    const [{ id: fact }] = events as [{ readonly id: string }];
    const changes = { sponsors: byFirst };
    const correction = { fact, changes, reason: 'Two only' };
    expect(await refused(`memberships/${member(apart)}/correct-admission`, correction)).toMatchObject({
      ...{ code: 'MBR_SPONSORS_MISSING', found: '2' },
    });
  });

  it('are asked for by no policy where the admission is under none', async () => {
    const old = { clusterId: numelink, organisationId: organisation(LATE + 6), effectiveAt: '2013-01-01' };
    const facts = { id: organisation(LATE + 6), name: 'An old member', kind: 'school', effectiveAt: '2000-01-01' };
    await sent('organisations', facts);
    await sent('memberships', old);
    expect(await read(`memberships/${member(LATE + 6)}`)).toMatchObject({ status: 'active' });
  });
});

describe('the colleges of a cluster', () => {
  it('are the only ones in which members are placed, while they are open', async () => {
    const place = { clusterId: numelink, organisationId: organisation(COMPANY), effectiveAt: '2015-05-01' };
    expect(await refused('memberships', { ...place, college: 'start-ups' })).toMatchObject({
      ...{ status: 404, code: 'MBR_COLLEGE_NOT_FOUND', found: 'start-ups', required: 'companies, schools' },
    });
    await sent(`colleges/${numelink}/close`, { college, effectiveAt: '2015-06-01' });
    expect(await refused('memberships', { ...place, college, effectiveAt: '2015-06-01' })).toMatchObject({
      ...{ status: 409, code: 'MBR_COLLEGE_CLOSED', found: 'closed from 2015-06-01 on' },
    });
    const { events } = await sent('memberships', { ...place, college, effectiveAt: '2015-05-31' });
    await sent(`colleges/${numelink}/open`, { college: 'start-ups', effectiveAt: '2015-01-01' });
    const [{ id: fact }] = events as [{ readonly id: string }];
    const correct = (changes: object) =>
      refused(`memberships/${member(COMPANY)}/correct-admission`, { fact, changes, reason: 'Typing error' });
    expect(await correct({ college: 'labs' })).toMatchObject({ code: 'MBR_COLLEGE_NOT_FOUND', found: 'labs' });
    expect(await correct({ since: '2015-06-01' })).toMatchObject({ code: 'MBR_COLLEGE_CLOSED' });
    expect(await correct({ college: 'start-ups' })).toMatchObject({ status: 200 });
  });

  it('are read with their state and the policy of the day', async () => {
    const shown = async (day: string) => (await read(`colleges/${numelink}?validAt=${day}`))['colleges'];
    expect(await shown('2014-12-31')).toMatchObject([
      { college, state: 'open', inForce: { since: '2010-01-01', decidedBy: 'board' } },
      { college: 'schools', state: 'open', inForce: { sponsors: 3 } },
      { college: 'start-ups', state: 'to-come' },
    ]);
    expect(await shown('2015-06-01')).toMatchObject([
      { college, state: 'closed' },
      { state: 'open' },
      { state: 'open' },
    ]);
  });
});

describe('members whom nobody could admit to the successor', () => {
  it('are its members all the same by a merger, which lists each with the reason', async () => {
    const [antennaId, on] = [countedUuid(1, 0x72), '2015-05-15'];
    await sent('clusters', { id: rhoneAlley, name: 'RhôneAlley', seat: 'Valence', effectiveAt: '2006-01-01' });
    await sent('antennas', { id: antennaId, clusterId: rhoneAlley, name: 'Vivarais', effectiveAt: '2010-01-01' });
    const admit = (number: number, more: object, effectiveAt = '2012-01-01') =>
      sent('memberships', { clusterId: rhoneAlley, organisationId: organisation(number), effectiveAt, ...more });
    for (const number of [11, 12, 13, 14, 15, 16])
      await sent('organisations', { id: organisation(number), name: String(number), kind: 'school' });
    await admit(11, { college });
    await admit(12, { college: 'labs' });
    await admit(13, { antennaId });
    await admit(14, {}, '2015-09-01');
    await admit(15, {});
    await admit(16, { college: 'schools' });
    await sent(`antennas/${antennaId}/close`, { clusterId: rhoneAlley, effectiveAt: '2014-01-01' });
    await takeEffect(app, { ...absorptionOfRhoneAlley, newAntennas: [], antennaMapping: [], effectiveOn: on });
    await app.react();
    const reference = (number: number) => `membership:${membershipId(rhoneAlley, organisation(number))}`;
    const [report] = await reportsOf(app);
    expect(report).toMatchObject({ toMove: 6, moved: 6, needConsent: 0, asItWas: { count: 5 } });
    const listed = [
      [11, 'MBR_NOT_ADMISSIBLE', 'kind school'],
      [12, 'MBR_COLLEGE_NOT_FOUND', 'labs'],
      [13, 'MBR_ANTENNA_CLOSED', 'closed on 2014-01-01'],
      [14, 'MBR_CLUSTER_SUCCEEDED', `admitted from 2015-09-01 on; its cluster ends on ${on}`],
      [16, 'MBR_SPONSORS_MISSING', '0'],
    ] as const;
    expect(report?.asItWas?.listed.map((each) => [each.reference, each.code, each.found]).toSorted()).toEqual(
      listed.map(([number, code, found]) => [reference(number), code, found]).toSorted(),
    );
    const { body } = await app.get(path(`clusters/${numelink}/members?validAt=2015-10-01`));
    const ids = (body['items'] as readonly Answer[]).map(({ organisationId }) => organisationId);
    expect(ids).toEqual(expect.arrayContaining([11, 12, 13, 14, 15, 16].map(organisation)));
  });
});
