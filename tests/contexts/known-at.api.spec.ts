import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { auditContext } from '../../apps/audit/src/audit.context.ts';
import { governanceContext } from '../../apps/governance/src/governance.context.ts';
import { clauses, createBoard, createPresidency } from '../../apps/governance/test/governance.fixtures.ts';
import { incubationContext } from '../../apps/incubation/src/incubation.context.ts';
import { membershipId } from '../../apps/membership/src/domain/membership/membership.ts';
import { membershipContext } from '../../apps/membership/src/membership.context.ts';
import { mergersContext } from '../../apps/mergers/src/mergers.context.ts';
import { inFavour, planFor } from './support/merger-desk.ts';

const cluster = createBoard.clusterId;
const company = countedUuid(1, 0x31);
const [incubator, partner] = [countedUuid(2, 0x31), countedUuid(3, 0x31)];
const office = createPresidency.id;
const membership = membershipId(cluster, company);
const operationId = countedUuid(4, 0x31);
const operation = `mergers/operations/${operationId}`;
const otherCluster = countedUuid(5, 0x31);
const [first, second] = ['Catherine Bocquet', 'Patrick Montier'].map((name, index) => {
  return { personId: countedUuid(index + 10, 0x31), name };
});

/**
 * A fact of 20 June 2014 that was recorded in 2015, corrected in 2016 to another value and day, and in 2017 to a third day. `says` has its two values
 * as they are read.
 */
interface Twice {
  readonly states: readonly [path: string, body: object];
  readonly corrects: string;
  readonly day: string;
  readonly to: object;
  readonly says: readonly [string, string];
}

const facts: Readonly<Record<string, Twice>> = {
  mandate: {
    states: [
      `governance/offices/${office}/start-mandate`,
      { mandateId: countedUuid(20, 0x31), person: first, how: 'elected', effectiveAt: '2014-06-20' },
    ],
    corrects: `governance/offices/${office}/correct-mandate`,
    day: 'since',
    to: { person: second },
    says: ['Catherine Bocquet', 'Patrick Montier'],
  },
  membership: {
    states: [
      'membership/memberships',
      { clusterId: cluster, organisationId: company, college: 'companies', effectiveAt: '2014-06-20' },
    ],
    corrects: `membership/memberships/${membership}/correct-admission`,
    day: 'since',
    to: { college: 'start-ups' },
    says: ['companies', 'start-ups'],
  },
  partnership: {
    states: [
      'incubation/partners',
      {
        id: partner,
        incubatorId: incubator,
        class: 'sector-body',
        holder: { kind: 'organisation', id: company },
        effectiveAt: '2014-06-20',
      },
    ],
    corrects: `incubation/partners/${partner}/correct-joining`,
    day: 'since',
    to: { class: 'private-group' },
    says: ['sector-body', 'private-group'],
  },
  vote: {
    states: [`${operation}/record-vote`, { clusterId: cluster, tally: inFavour, effectiveAt: '2014-06-20' }],
    corrects: `${operation}/correct-vote`,
    day: 'on',
    to: { tally: { ...inFavour, for: 61, against: 4 } },
    says: ['60', '61'],
  },
};

type Document = Readonly<Record<string, unknown>>;
const items = ({ body }: TestAnswer): readonly Document[] => (body['items'] ?? []) as readonly Document[];

/** What is read, by whom, of which fact, and where the values stand in the answer: nothing where the fact does not hold. */
const reads: readonly (readonly [string, keyof typeof facts, (answer: TestAnswer) => readonly string[]])[] = [
  [
    `governance/offices/${office}/holders`,
    'mandate',
    ({ body }) => (body['holders'] as { person: { name: string } }[]).map(({ person: { name } }) => name),
  ],
  [
    `audit/offices/${office}/holders`,
    'mandate',
    ({ body }) => (body['holders'] as { name: string }[]).map(({ name }) => name),
  ],
  [
    `membership/clusters/${cluster}/members`,
    'membership',
    (answer) => items(answer).map(({ college }) => String(college)),
  ],
  [
    `membership/memberships/${membership}`,
    'membership',
    ({ status, body }) => (status === 200 && body['status'] === 'active' ? [String(body['college'])] : []),
  ],
  [
    'membership/memberships',
    'membership',
    (answer) => items(answer).flatMap(({ status, college }) => (status === 'active' ? [String(college)] : [])),
  ],
  [
    `incubation/partners/${partner}`,
    'partnership',
    ({ status, body }) => (status === 200 && body['status'] === 'partner' ? [String(body['class'])] : []),
  ],
  [
    'incubation/partners',
    'partnership',
    (answer) => items(answer).flatMap(({ status, class: its }) => (status === 'partner' ? [String(its)] : [])),
  ],
  [
    `${operation}/votes`,
    'vote',
    (answer) => items(answer).map(({ tally }) => String((tally as { readonly for: number }).for)),
  ],
];

type Does = (path: string, body: object) => Promise<TestAnswer>;

/** Two clusters whose boards have adopted a plan to merge: the assemblies may vote. */
async function adoptsPlan(app: TestApplication, does: Does): Promise<void> {
  const effectiveAt = '2012-01-10';
  await does('membership/clusters', { id: otherCluster, name: "Clust'R", seat: 'Lyon', effectiveAt: '2006-01-01' });
  for (const id of [cluster, otherCluster])
    await does(`governance/statutes/${id}/adopt`, { clauses, effectiveAt: '2010-01-01' });
  const participants = [cluster, otherCluster].map((clusterId) => ({ clusterId, role: 'founding' }));
  await does('mergers/operations', {
    id: operationId,
    kind: 'fusion-creation',
    title: 'Fusion',
    participants,
    effectiveAt,
  });
  const plan = planFor(countedUuid(6, 0x31));
  await does(`${operation}/draft-plan`, { plan, effectiveAt });
  const { body } = await app.get(operation);
  const planHash = (body['plan'] as { readonly hash: string }).hash;
  for (const clusterId of [cluster, otherCluster])
    await does(`${operation}/adopt-plan`, { clusterId, planHash, effectiveAt });
}

/** By day, what held as known at the end of 2015, of 2016 and of 2017: none, the first value, or the second. */
const INSTANTS: readonly (readonly [string, readonly (0 | 1 | undefined)[]])[] = [
  ['2013-12-31', [undefined, 1, undefined]],
  ['2014-03-01', [undefined, 1, 1]],
  ['2014-12-31', [0, 1, 1]],
];

describe('a fact that is corrected twice', () => {
  let app: TestApplication;

  beforeAll(async () => {
    const contexts = [membershipContext, governanceContext, incubationContext, mergersContext, auditContext];
    app = await TestApplication.start(contexts, { RATE_LIMIT_PER_SECOND: '10000' });
    const does = async (path: string, body: object): Promise<TestAnswer> => {
      const answer = await app.post(path, body);
      expect([path, answer.status, answer.body['code']]).toEqual([
        path,
        answer.status < 300 ? answer.status : 200,
        undefined,
      ]);
      return answer;
    };
    app.clock.set('2015-01-10T10:00:00Z');
    const begun = { effectiveAt: '2006-01-01' };
    await does('membership/clusters', { id: cluster, name: 'Numélink', seat: 'Saint-Étienne', ...begun });
    await does('membership/organisations', { id: company, name: 'Esker', kind: 'company', ...begun });
    await app.react();
    await does('governance/bodies', { ...createBoard, ...begun });
    await does('governance/offices', { ...createPresidency, ...begun });
    await does('incubation/incubators', { id: incubator, name: 'Le Bivouac', site: 'Clermont-Ferrand', ...begun });
    await adoptsPlan(app, does);
    const stated = new Map<string, string>();
    for (const [name, { states }] of Object.entries(facts)) {
      const [event] = (await does(...states)).body['events'] as readonly { readonly id: string }[];
      stated.set(name, event?.id ?? '');
    }
    for (const [year, day, isFirst] of [
      [2016, '2013-06-20', true],
      [2017, '2014-01-20', false],
    ] as const) {
      app.clock.set(`${String(year)}-01-10T10:00:00Z`);
      for (const [name, fact] of Object.entries(facts)) {
        const changes = { ...(isFirst ? fact.to : {}), [fact.day]: day };
        await does(fact.corrects, { fact: stated.get(name), reason: 'Procès-verbal retrouvé', changes });
      }
    }
  });
  afterAll(() => app.stop());

  const table = reads.flatMap(([path, name, shown]) =>
    INSTANTS.map(([validAt, expected]) => [path, validAt, expected, facts[name]?.says ?? [], shown] as const),
  );

  it.each(table)('is read from %s on %s as it was known', async (path, validAt, expected, says, shown) => {
    const ask = async (knownAt: string): Promise<readonly string[]> =>
      shown(await app.get(`${path}?validAt=${validAt}${knownAt}`, { as: 'auditor' }));
    const years = ['2015', '2016', '2017'];
    const known = await Promise.all(years.map((year) => ask(`&knownAt=${year}-12-31`)));
    const right = expected.map((which) => (which === undefined ? [] : [String(says[which])]));
    expect(known).toEqual(right);
    expect(await ask('')).toEqual(right.at(-1));
  });

  it('leaves counts that add up, and are those of the lists, on each day as known at each instant', async () => {
    const days = ['2013-06-19', '2013-06-20', '2014-01-20', '2014-06-20', '2015-01-01'];
    for (const knownAt of ['2014-12-31', '2015-12-31', '2016-12-31', '2017-12-31'])
      for (const validAt of days)
        for (const since of days.filter((day) => day <= validAt)) {
          const asked = `clusters/${cluster}/counts?validAt=${validAt}&since=${since}&knownAt=${knownAt}`;
          const { status, body } = await app.get(`membership/${asked}`);
          if (status === 404) continue;
          const { members, before, joins, leaves } = body as Record<string, number>;
          expect(members).toBe(Number(before) + Number(joins) - Number(leaves));
          const list = `clusters/${cluster}/members?validAt=${validAt}&knownAt=${knownAt}`;
          expect(items(await app.get(`membership/${list}`))).toHaveLength(Number(members));
        }
  });

  it('is not there before it was known', async () => {
    for (const path of [`membership/memberships/${membership}`, `incubation/partners/${partner}`])
      expect((await app.get(`${path}?knownAt=2014-12-31`)).status).toBe(404);
  });

  it('has three versions on the audit side', async () => {
    const { body } = await app.get(`audit/history/${countedUuid(20, 0x31)}`, { as: 'auditor' });
    const [{ versions } = { versions: [] }] = body['items'] as readonly { versions: readonly object[] }[];
    expect(versions).toMatchObject([
      { validFrom: '2014-06-20', value: { person: { name: 'Catherine Bocquet' } } },
      { validFrom: '2013-06-20', value: { person: { name: 'Patrick Montier' } } },
      { validFrom: '2014-01-20', value: { person: { name: 'Patrick Montier' } }, knownTo: null },
    ]);
  });
});
