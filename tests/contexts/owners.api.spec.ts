import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { auditContext } from '../../apps/audit/src/audit.context.ts';
import { governanceContext } from '../../apps/governance/src/governance.context.ts';
import { createBoard, createPresidency, startBocquet } from '../../apps/governance/test/governance.fixtures.ts';
import { incubationContext } from '../../apps/incubation/src/incubation.context.ts';
import { membershipContext } from '../../apps/membership/src/membership.context.ts';

const cluster = createBoard.clusterId;
const [company, applicant] = [countedUuid(1, 0x41), countedUuid(2, 0x41)];
const [antenna, role] = [countedUuid(3, 0x41), countedUuid(4, 0x41)];
const [incubator, partner] = [countedUuid(5, 0x41), countedUuid(6, 0x41)];
const begun = { effectiveAt: '2010-01-01' };

/** How much somebody reads on a day of what a cluster, a body and an incubator have. */
type Things = Readonly<Record<'members' | 'applications' | 'antennas' | 'presidents' | 'directors' | 'seats', number>>;
const ALL: Things = { members: 1, applications: 1, antennas: 1, presidents: 1, directors: 1, seats: 1 };

describe('what belongs to something', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start([membershipContext, governanceContext, incubationContext, auditContext], {
      RATE_LIMIT_PER_SECOND: '10000',
    });
    app.clock.set('2020-06-01T10:00:00Z');
    await does('membership/clusters', { id: cluster, name: 'Numélink', seat: 'Saint-Étienne', ...begun });
    for (const id of [company, applicant])
      await does('membership/organisations', { id, name: 'Esker', kind: 'company', ...begun });
    await app.react();
    await does('membership/memberships', { clusterId: cluster, organisationId: company, ...begun });
    await does('membership/applications', { clusterId: cluster, organisationId: applicant, ...begun });
    await does('membership/antennas', { id: antenna, clusterId: cluster, name: 'Roanne', ...begun });
    await does('governance/bodies', { ...createBoard, ...begun });
    await does('governance/offices', { ...createPresidency, ...begun });
    await does(`governance/offices/${createPresidency.id}/start-mandate`, { ...startBocquet, ...begun });
    await does('governance/roles', {
      id: role,
      clusterId: cluster,
      title: 'Direction',
      person: startBocquet.person,
      ...begun,
    });
    await does('incubation/incubators', { id: incubator, name: 'Le Bivouac', site: 'Clermont-Ferrand', ...begun });
    const holder = { kind: 'cluster', id: cluster };
    await does('incubation/partners', { id: partner, incubatorId: incubator, class: 'sector-body', holder, ...begun });
  });
  afterAll(() => app.stop());

  async function does(path: string, body: object): Promise<string> {
    const answer = await app.post(path, body);
    expect([path, answer.status, answer.body['code']]).toEqual([
      path,
      answer.status < 300 ? answer.status : 200,
      undefined,
    ]);
    const [event] = answer.body['events'] as readonly { readonly id: string }[];
    return event?.id ?? '';
  }

  const countOf = ({ body }: TestAnswer, list = 'items'): number => (body[list] as readonly unknown[]).length;

  /** As each context shows it. */
  async function shownOn(day: string): Promise<Things> {
    const at = `validAt=${day}`;
    const see = (path: string): Promise<TestAnswer> => app.get(path, { as: 'auditor' });
    const roles = (await see(`governance/roles?clusterId=${cluster}`)).body['items'] as readonly { until?: string }[];
    return {
      members: countOf(await see(`membership/clusters/${cluster}/members?${at}`)),
      applications: countOf(await see(`membership/memberships?clusterId=${cluster}&status=applied&${at}`)),
      antennas: countOf(await see(`membership/antennas?state=open&${at}`)),
      presidents: countOf(await see(`governance/offices/${createPresidency.id}/holders?${at}`), 'holders'),
      directors: roles.filter(({ until }) => until === undefined || day < until).length,
      seats: countOf(await see(`incubation/partners?status=partner&${at}`)),
    };
  }

  /** As the audit side shows it, which knows no applications. */
  async function auditedOn(day: string): Promise<Things> {
    const { body } = await app.get(`audit/compare?left=${day}&right=${day}`, { as: 'auditor' });
    const count = (section: string): number => (body[section] as { counts: { left: number } }).counts.left;
    return {
      members: count('members'),
      applications: (await shownOn(day)).applications,
      antennas: count('antennas'),
      presidents: count('mandates'),
      directors: count('roles'),
      seats: count('partnerSeats'),
    };
  }

  const expectOn = async (day: string, expected: Things): Promise<void> => {
    expect([day, await shownOn(day)]).toEqual([day, expected]);
    expect([day, await auditedOn(day)]).toEqual([day, expected]);
  };

  it.each<[string, string, string, Partial<Things>]>([
    [
      'a body that is abolished',
      `governance/bodies/${createBoard.id}/abolish`,
      `governance/bodies/${createBoard.id}/void-abolition`,
      { presidents: 0 },
    ],
    [
      'an incubator that is dissolved',
      `incubation/incubators/${incubator}/dissolve`,
      `incubation/incubators/${incubator}/void-dissolution`,
      { seats: 0 },
    ],
    [
      'a cluster that is dissolved',
      `membership/clusters/${cluster}/dissolve`,
      `membership/clusters/${cluster}/void-dissolution`,
      { members: 0, applications: 0, antennas: 0, presidents: 0, directors: 0, seats: 0 },
    ],
  ])('ends with %s, also ahead, and goes on where that is taken back', async (_what, ends, voids, gone) => {
    for (const day of ['2018-01-01', '2030-01-01']) {
      const fact = await does(ends, { effectiveAt: day });
      await app.react();
      await expectOn('2017-12-31', ALL);
      await expectOn(day, { ...ALL, ...gone });
      await does(voids, { fact, reason: 'Décision annulée' });
      await app.react();
      await expectOn(day, ALL);
    }
  });

  it('has ended as it was known then, and goes on as it is known now', async () => {
    const fact = await does(`membership/clusters/${cluster}/dissolve`, { reason: 'Vote', effectiveAt: '2019-01-01' });
    app.clock.set('2021-06-01T10:00:00Z');
    await does(`membership/clusters/${cluster}/void-dissolution`, { fact, reason: 'Décision annulée' });
    await app.react();
    const members = async (knownAt: string): Promise<number> =>
      countOf(await app.get(`membership/clusters/${cluster}/members?validAt=2020-01-01${knownAt}`));
    expect([await members('&knownAt=2020-12-31'), await members('')]).toEqual([0, 1]);
    const { body } = await app.get('audit/compare?left=2020-01-01@2020-12-31&right=2020-01-01', { as: 'auditor' });
    expect(body).toMatchObject({ members: { counts: { left: 0, right: 1 }, added: [{ changed: 'knowledge' }] } });
  });
});
