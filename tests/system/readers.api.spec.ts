import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/commands';
import { RESOURCES, routeOf, type QueryRow, type QueryTable, type Resource } from '#libs/hosting';
import { adminTable, queryTablesOf, servicesTable } from '#libs/nest-kit';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import {
  authorised,
  EMBARGO,
  establishReadings,
  KEPT_DRY_RUN,
  LINK_SECRET,
  other,
  own,
  placesOf,
  planNaming,
  published,
  SECRETS,
} from './support/two-readers.ts';

type Caller =
  | 'subscriber'
  | 'the person itself'
  | 'operator of the cluster'
  | 'operator of a predecessor'
  | 'operator of another'
  | 'auditor'
  | 'admin';

const CALLERS: Readonly<Record<Caller, TestRequest & { readonly as: Role }>> = {
  subscriber: { as: 'subscriber' },
  'the person itself': { as: 'subscriber', person: own.person },
  'operator of the cluster': { as: 'operator', clusters: [own.cluster] },
  'operator of a predecessor': { as: 'operator', clusters: [authorised.cluster] },
  'operator of another': { as: 'operator', clusters: [other.cluster] },
  auditor: { as: 'auditor' },
  admin: { as: 'admin' },
};
const callers = Object.keys(CALLERS) as readonly Caller[];
const everybody = callers;
/** For whom it is of their clusters: an administrator authorised the operators of a predecessor to act for it. */
const ofTheCluster: readonly Caller[] = ['operator of the cluster', 'operator of a predecessor'];
const insiders: readonly Caller[] = [...ofTheCluster, 'auditor', 'admin'];

/** Who may read what: the table of the design, in its own words. */
const TABLE: Readonly<Record<Resource, readonly Caller[]>> = {
  process: everybody,
  linked: everybody,
  register: everybody,
  members: everybody,
  companies: [...insiders, 'operator of another'],
  files: insiders,
  fees: insiders,
  funding: insiders,
  reviews: insiders,
  drafts: insiders,
  keys: ['the person itself', 'auditor', 'admin'],
  audit: insiders,
  system: ['auditor', 'admin'],
  upkeep: ['admin'],
};

/** What a person reads about itself, which may be anybody. */
const ABOUT_ONESELF: readonly Resource[] = ['keys', 'reviews'];

/** What only some readers know of; and to which line of the table it belongs. */
const SECRET: Readonly<Record<keyof typeof SECRETS, readonly Caller[]>> = {
  siren: TABLE.companies,
  figure: TABLE.companies,
  application: TABLE.files,
  attendance: TABLE.files,
  fee: TABLE.fees,
  representative: TABLE.files,
  funding: TABLE.funding,
  activity: TABLE.funding,
  subsidy: TABLE.funding,
  declaration: TABLE.files,
  interest: TABLE.files,
  title: TABLE.drafts,
  motives: TABLE.drafts,
  position: TABLE.drafts,
  privatePlan: TABLE.drafts,
  talk: TABLE.drafts,
  embargoed: ['auditor', 'admin'],
  key: TABLE.keys,
};
/** Things that others are not to know of, by their ids. */
const WITHHELD = new Map<string, readonly Caller[]>([
  [own.operation, TABLE.drafts],
  [KEPT_DRY_RUN, TABLE.drafts],
  [SECRETS.application, TABLE.files],
  [own.registration, TABLE.files],
]);

const read = contexts.flatMap(queryTablesOf).flatMap((table) => table.rows.map((row) => rowOf(table, row)));
const neverAsked = () => {
  throw new Error('these rows are not asked here');
};
const served = [adminTable(neverAsked), servicesTable([])];
const rows = [...read, ...served.flatMap((table) => table.rows.map((row) => rowOf(table, row)))];

function rowOf(table: QueryTable, row: QueryRow) {
  return { name: `${table.context}.${row.name}`, shows: row.shows, table, row };
}

/** Whom the table lets read a row: what is read of one's own cluster is for no operator where no cluster is named. */
function readersOf({ shows, isScoped }: QueryRow): readonly Caller[] {
  const isOfAny = TABLE[shows].includes('operator of another');
  return TABLE[shows].filter((caller) => !ofTheCluster.includes(caller) || isScoped || isOfAny);
}

const required: Readonly<Record<string, string>> = {
  'audit.compare': '?left=2016-03-30&right=2016-03-31',
  'events.calendar-links.calendar': `?secret=${LINK_SECRET}`,
  'privacy.keys': `?ids=${own.person}/1`,
  'governance.statutes.decision-rules': '?kind=budget',
  'membership.clusters.funding': '?year=2016',
  'membership.clusters.volunteering': '?year=2016',
  'membership.identifiers': '?identifier=552100554',
  'membership.clusters.reciprocal-services': `?for=${own.new}`,
};

function placesIn({ name, table, row }: (typeof rows)[number]) {
  const [resource = '', rest] = row.path.split(/\/:[a-zA-Z]+/);
  const ids = rest === undefined ? [''] : placesOf(`${table.context}/${resource}`).map((id) => `/${id}`);
  return ids.map((id) => ({
    id: id.slice(1),
    path: `/${routeOf(table)}/${resource}${id}${rest ?? ''}${required[name] ?? ''}`,
  }));
}

describe('who may read what', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts, { RATE_LIMIT_PER_SECOND: '100000' });
    await establishReadings(app);
  });
  afterAll(() => app.stop());
  const ask = ({ method }: QueryRow, path: string, caller: Caller) =>
    method === 'GET' ? app.get(path, CALLERS[caller]) : app.post(path, {}, CALLERS[caller]);

  it.each(rows)('$name shows $shows: the table knows its readers', ({ row }) => {
    expect(RESOURCES).toHaveProperty(row.shows);
    const asking = ABOUT_ONESELF.includes(row.shows) ? callers : readersOf(row);
    const roles = new Set(asking.map((caller) => CALLERS[caller].as));
    expect(row.may === 'public' ? 'public' : [...row.may].sort()).toEqual(
      row.shows === 'process' || row.shows === 'linked' ? 'public' : [...roles].sort(),
    );
    for (const resource of Object.values(row.parts)) expect(TABLE).toHaveProperty(resource);
  });

  it.each(read)('$name answers to those of the table; for others 403, or 404 where they may not know', async (each) => {
    for (const { id, path } of placesIn(each)) {
      for (const caller of callers) {
        const isForRole = each.row.may !== 'public' && each.row.may.includes(CALLERS[caller].as);
        const isKnown = WITHHELD.get(id)?.includes(caller) ?? true;
        const [sees, unknown] = [readersOf(each.row).includes(caller), isForRole && !isKnown];
        const { status } = await ask(each.row, path, caller);
        expect([caller, path, status]).toEqual([caller, path, unknown ? 404 : sees ? 200 : 403]);
      }
    }
  });

  it.each(read.filter(({ row }) => Object.keys(row.parts).length > 0))(
    '$name leaves out the members that are for fewer readers',
    async (each) => {
      const found = new Set<string>();
      for (const { path } of placesIn(each)) {
        for (const caller of callers) {
          const { status, body } = await ask(each.row, path, caller);
          const items = each.row.pages ? (body['items'] as readonly object[]) : [body];
          if (status !== 200) continue;
          for (const [part, resource] of Object.entries(each.row.parts)) {
            const there = items.some((item) => memberAt(item, part) !== undefined);
            if (there) found.add(part);
            if (!TABLE[resource].includes(caller))
              expect([caller, path, part, there]).toEqual([caller, path, part, false]);
          }
        }
      }
      // Else the samples have nothing to leave out.
      expect([...found].sort()).toEqual(Object.keys(each.row.parts).sort());
    },
  );

  it.each(callers)('%s: no answer has what is not for it, and some answer has what is', async (caller) => {
    const texts: string[] = [];
    for (const each of read) {
      for (const { path } of placesIn(each)) {
        const { status, body } = await ask(each.row, path, caller);
        if (status === 200) texts.push(JSON.stringify(body));
      }
    }
    for (const [name, secret] of Object.entries(SECRETS)) {
      const isShown = texts.some((text) => text.includes(secret));
      expect([name, isShown]).toEqual([name, SECRET[name as keyof typeof SECRETS].includes(caller)]);
    }
  });

  it('a company reads about itself what others do not', async () => {
    const authorization = `Bearer ${await app.tokenOf({ roles: ['subscriber'], organisations: [own.new, own.newcomer] })}`;
    const text = async (path: string) => JSON.stringify((await app.get(path, { headers: { authorization } })).body);
    expect(await text(`membership/organisations/${own.new}`)).toContain(SECRETS.siren);
    expect(await text(`membership/clusters/${own.cluster}/members`)).toContain(SECRETS.siren);
    expect(await text('membership/memberships')).toContain(SECRETS.application);
    expect(await text(`membership/memberships/${SECRETS.application}`)).toContain(SECRETS.application);
  });

  it('a filter shows what it finds: by SIREN, companies are found by those who read it', async () => {
    const path = `membership/organisations?siren=${SECRETS.siren}`;
    const statuses = await Promise.all(callers.map(async (caller) => (await app.get(path, CALLERS[caller])).status));
    expect(statuses).toEqual([403, 403, 200, 200, 200, 200, 200]);
  });

  it('filters and pages of a list give nothing away of what is not in it', async () => {
    const items = async (path: string, caller: Caller) => {
      const { body } = await app.get(path, CALLERS[caller]);
      return (body['items'] as readonly object[]).length;
    };
    for (const path of ['mergers/operations?status=drafted', 'membership/memberships?status=applied']) {
      expect(await items(path, 'subscriber')).toBe(0);
      expect(await items(path, 'operator of another')).toBe(0);
      for (const caller of ofTheCluster) expect(await items(path, caller)).toBe(1);
      expect(await items(path, 'auditor')).toBe(1);
    }
    const { body } = await app.get('mergers/operations?limit=1', CALLERS.subscriber);
    expect(body).not.toHaveProperty('next');
  });

  it('on its day everybody reads a published plan, and operators of the cluster the events about it', async () => {
    const planFor = async (caller: Caller) =>
      (await app.get(`mergers/operations/${published.operation}`, CALLERS[caller])).body['plan'];
    const typesFor = async (caller: Caller) => {
      const { body } = await app.get(`audit/timeline/${own.cluster}?limit=500`, CALLERS[caller]);
      return new Set((body['items'] as readonly { readonly type: string }[]).map(({ type }) => type));
    };
    const before = app.clock.now();
    expect(await planFor('subscriber')).toBeUndefined();
    expect(await planFor('operator of the cluster')).toBeDefined();
    expect(await typesFor('operator of the cluster')).not.toContain('membership.ClusterNamed');
    app.clock.set(`${EMBARGO}T09:00:00Z`);
    const plan = { embargoUntil: EMBARGO, plan: { motives: SECRETS.privatePlan } };
    expect(await planFor('subscriber')).toMatchObject(plan);
    expect(await typesFor('operator of the cluster')).toContain('membership.ClusterNamed');
    app.clock.set(before);
  });

  it('a stream goes on behind an event that is under embargo', async () => {
    const path = `audit/streams/membership.cluster-${own.cluster}`;
    await app.post(`membership/clusters/${own.cluster}/fall-dormant`, { effectiveAt: '2017-01-01' });
    const typesFor = async (caller: Caller, limit: number) => {
      const types: string[] = [];
      for (let from: unknown = '0'; typeof from === 'string';) {
        const { body } = await app.get(`${path}?limit=${String(limit)}&from=${from}`, CALLERS[caller]);
        types.push(...(body['items'] as readonly { readonly type: string }[]).map(({ type }) => type));
        from = body['next'];
      }
      return types;
    };
    const whole = await typesFor('auditor', 1);
    expect(whole.slice(-2)).toEqual(['membership.ClusterNamed', 'membership.ClusterFellDormant']);
    for (const limit of [1, 2, 500])
      expect(await typesFor('operator of the cluster', limit)).toEqual(
        whole.filter((type) => type !== 'membership.ClusterNamed'),
      );
  });

  it('the refusal of a command tells an operator of another nothing of an operation, not even whether there is one', async () => {
    const refusalOf = async (id: string) => {
      const body = { by: 'x', statement: 'y' };
      const answer = await app.post(`mergers/operations/${id}/log-position`, body, CALLERS['operator of another']);
      const { instance: _instance, ...rest } = answer.body;
      return { status: answer.status, ...rest };
    };
    expect(await refusalOf(own.operation)).toEqual(await refusalOf(other.operation));
    expect(await refusalOf(own.operation)).toMatchObject({ status: 403, required: [] });
  });

  it('a name under embargo that stands in a plan is shown by no read to whom the plan is not for', async () => {
    const [name, path] = ['SECRETNAME', `membership/clusters/${own.cluster}/name`];
    expect((await app.post(path, { name, embargoUntil: EMBARGO, effectiveAt: '2018-01-01' })).status).toBe(200);
    const body = { plan: planNaming(name), effectiveAt: '2018-01-01' };
    expect((await app.post(`mergers/operations/${own.operation}/draft-plan`, body)).status).toBe(200);
    for (const caller of callers) {
      const answers = read.flatMap((each) => placesIn(each).map(({ path: asked }) => ask(each.row, asked, caller)));
      const isShown = (await Promise.all(answers)).some((answer) => JSON.stringify(answer.body).includes(name));
      expect([caller, isShown]).toEqual([caller, TABLE.drafts.includes(caller)]);
    }
  });
});

function memberAt(item: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], item);
}
