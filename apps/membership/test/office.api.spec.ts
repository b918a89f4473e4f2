import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipId } from '../src/domain/membership/membership.ts';
import { membershipContext } from '../src/membership.context.ts';
import { numelink, rhoneAlley, SIREN_OF_ESKER } from './facts.ts';

type Answer = Readonly<Record<string, unknown>>;
const organisation = (number: number) => countedUuid(number, 8);
const member = (number: number) => membershipId(numelink, organisation(number));
const [ESKER, LEAVER, NEWCOMER, APPLICANT] = [1, 2, 3, 4];

let app: TestApplication;
const sent = async (rest: string, body: object): Promise<Answer> => {
  const answer = await app.post(`membership/${rest}`, body);
  if (answer.status >= 300) throw new Error(`${rest}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const read = async (rest: string, as: object = {}) => app.get(`membership/${rest}`, as);
const moved = async (parameters: string) =>
  ((await read(`clusters/${numelink}/movements?${parameters}`)).body['items'] as readonly Answer[]).map(
    ({ name }) => name,
  );

/** Numélink on 1 July 2016: one member in default, one that leaves at the end of the year, one that has just joined, one that applied. */
beforeAll(async () => {
  app = await TestApplication.start([membershipContext]);
  app.clock.set('2016-07-01T10:00:00Z');
  await sent('clusters', { id: numelink, name: 'Numélink', seat: 'Saint-Étienne', effectiveAt: '2006-01-01' });
  for (const [index, name] of ['Esker', 'Leaver', 'Newcomer', 'Applicant'].entries())
    await sent('organisations', {
      ...{ id: organisation(index + 1), name, kind: 'company', effectiveAt: '2000-01-01' },
      ...(name === 'Esker' ? { siren: SIREN_OF_ESKER } : {}),
    });
  const policy = { amounts: [{ amountCents: 30_000 }], period: 'calendar-year', graceDays: 60, dueAfterDays: 30 };
  await sent(`fee-policies/${numelink}/set`, { ...policy, reminders: [30, 240], effectiveAt: '2015-01-01' });
  await sent(`colleges/${numelink}/open`, { college: 'companies', effectiveAt: '2015-01-01' });
  await sent(`colleges/${numelink}/set-admission-policy`, {
    ...{ college: 'companies', decidedBy: 'board', withinDays: 60, effectiveAt: '2015-01-01' },
  });
  const join = { clusterId: numelink, college: 'companies' };
  await sent('memberships', { ...join, organisationId: organisation(ESKER), effectiveAt: '2015-02-01' });
  await sent('memberships', { ...join, organisationId: organisation(LEAVER), effectiveAt: '2015-03-01' });
  await sent('memberships', { ...join, organisationId: organisation(NEWCOMER), effectiveAt: '2016-06-01' });
  await sent('applications', { ...join, organisationId: organisation(APPLICANT), effectiveAt: '2016-06-15' });
  await sent(`memberships/${member(LEAVER)}/end`, {
    clusterId: numelink,
    cause: 'resignation',
    effectiveAt: '2016-09-01',
  });
  await sent(`fees/${member(ESKER)}/call`, { effectiveAt: '2016-01-02' });
  await sent(`representatives/${member(ESKER)}/designate`, {
    ...{ person: { personId: countedUuid(1, 6), name: 'Armand Lulka' }, effectiveAt: '2015-02-01' },
  });
});
afterAll(() => app.stop());

describe('the file of a member', () => {
  it('has everything about it, as it is on a day', async () => {
    expect((await read(`memberships/${member(ESKER)}/file`)).body).toMatchObject({
      organisation: { name: 'Esker', siren: SIREN_OF_ESKER },
      membership: { status: 'active', since: '2015-02-01', college: 'companies' },
      lastStatusChangeOn: '2015-02-01',
      represented: { speaks: { person: { name: 'Armand Lulka' } } },
      fees: { status: 'in-default', outstandingCents: 30_000 },
      labels: [],
    });
    expect((await read(`memberships/${member(ESKER)}/file?validAt=2015-12-31`)).body).toMatchObject({
      fees: { status: 'none', fees: [] },
    });
  });

  it('is for those who read files of its cluster', async () => {
    const path = `memberships/${member(ESKER)}/file`;
    expect((await read(path, { as: 'subscriber' })).status).toBe(403);
    expect((await read(path, { as: 'operator', clusters: [rhoneAlley] })).status).toBe(403);
    expect((await read(path, { as: 'operator', clusters: [numelink] })).status).toBe(200);
  });
});

describe('what an office asks every day', () => {
  it.each([
    ['', ['Esker', 'Leaver', 'Newcomer']],
    ['what=joined', ['Newcomer']],
    ['what=joined&since=2014-12-31', ['Esker', 'Leaver', 'Newcomer']],
    ['what=leaving', ['Leaver']],
    ['what=left', []],
    ['what=left&validAt=2016-09-01', ['Leaver']],
    ['what=leaving&validAt=2016-09-01', []],
    ['what=in-default', ['Esker']],
    ['what=in-default&validAt=2016-02-01', []],
  ])('who moved: %s', async (parameters, names) => {
    expect((await moved(parameters)).toSorted()).toEqual(names);
  });

  it('with the days, why, and the last change', async () => {
    const { body } = await read(`clusters/${numelink}/movements?what=leaving`);
    expect(body['items']).toMatchObject([
      {
        name: 'Leaver',
        leavingOn: '2016-09-01',
        cause: 'resignation',
        isInDefault: false,
        lastStatusChangeOn: '2015-03-01',
      },
    ]);
  });

  it('what is due until a day, in the order of days', async () => {
    const deadlines = async (parameters: string) => {
      const { body } = await read(`clusters/${numelink}/deadlines?${parameters}`);
      return (body['items'] as readonly Answer[]).map(({ on, kind, name }) => [on, kind, name]);
    };
    expect(await deadlines('until=2016-12-31')).toEqual([
      ['2016-08-14', 'application-decision', 'Applicant'],
      ['2016-09-01', 'member-leaves', 'Leaver'],
      ['2016-09-28', 'fee-reminder', 'Esker'],
    ]);
    expect(await deadlines('validAt=2016-01-15&until=2016-03-31')).toEqual([
      ['2016-02-01', 'fee-due', 'Esker'],
      ['2016-03-02', 'fee-reminder', 'Esker'],
    ]);
    expect(await deadlines('until=2016-08-13')).toEqual([]);
  });
});
