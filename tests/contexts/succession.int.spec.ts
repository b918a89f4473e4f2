import { directBus } from '#libs/commands';
import { react } from '#libs/hosting';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { connectPool } from '#libs/postgres';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import {
  BEFORE,
  bigMerger,
  boardOf,
  clustr,
  companiesOf,
  company,
  IN_BOTH,
  IN_EACH,
  JOURNAL_OFFICIEL,
  league,
  mandate,
  newBureau,
  newPresidency,
  numelink,
  ORGANISATIONS,
  partners,
  PREDECESSORS,
  prepareBigMerger,
  presidencyOf,
  publish,
  since,
} from './support/big-merger.ts';
import { TestPlatform } from './support/test-platform.ts';

const membershipOf = (clusterId: string, n: number) => derivedId('membership', clusterId, company(n));
const all = Array.from({ length: ORGANISATIONS }, (_each, index) => index + 1);

/** One mandate had passed its limit before the effect, and no end was on record. */
const expiredMandate: unknown = {
  count: 1,
  listed: [expect.objectContaining({ code: 'GOV_MANDATE_EXPIRED' })],
};

interface Mandate {
  readonly mandateId: string;
  readonly since: string;
  readonly limit?: string;
  readonly until?: string;
  readonly cause?: string;
  readonly how: string;
}

/** What every way through the succession has to end in. */
function theWholeEffect(platformOf: () => TestPlatform): void {
  const members = (clusterId: string, day: string) =>
    platformOf().get(`membership/clusters/${clusterId}/counts?validAt=${day}&since=${BEFORE}`);

  it('counts: 115 and 115 members become 200', async () => {
    for (const clusterId of PREDECESSORS) {
      expect((await members(clusterId, BEFORE)).body).toMatchObject({ members: IN_EACH });
      expect((await members(clusterId, JOURNAL_OFFICIEL)).body).toMatchObject({
        members: 0,
        joins: 0,
        leaves: IN_EACH,
      });
    }
    expect((await members(league, JOURNAL_OFFICIEL)).body).toMatchObject({
      members: ORGANISATIONS,
      before: 0,
      joins: ORGANISATIONS,
      leaves: 0,
    });
  });

  it('origins: everybody is a member once, with each line by which they came', async () => {
    const register = await platformOf().all(`membership/memberships?clusterId=${league}`, 150);
    const found = new Map(
      register.map((document) => [
        document['organisationId'],
        (document['origins'] as readonly Record<string, unknown>[]).toSorted((a, b) =>
          String(a['memberSince']) < String(b['memberSince']) ? -1 : 1,
        ),
      ]),
    );
    expect([register.length, found.size]).toEqual([ORGANISATIONS, ORGANISATIONS]);
    for (const n of all) {
      const expected = PREDECESSORS.filter((clusterId) => companiesOf[clusterId]?.includes(n)).map((clusterId) => ({
        clusterId,
        membershipId: membershipOf(clusterId, n),
        memberSince: since(clusterId),
        operationId: bigMerger.operationId,
      }));
      expect(found.get(company(n))).toEqual(expected);
    }
    expect([...found.values()].filter((origins) => origins.length === 2)).toHaveLength(IN_BOTH);
  });

  it('the old memberships have ended with the place where they went on', async () => {
    for (const clusterId of PREDECESSORS) {
      const register = await platformOf().all(`membership/memberships?clusterId=${clusterId}`, 100);
      const ended = register.map(({ status, until, succession }) => ({ status, until, succession }));
      const numbers = (companiesOf[clusterId] ?? []).map((n) => ({
        status: 'succeeded',
        until: JOURNAL_OFFICIEL,
        succession: {
          operationId: bigMerger.operationId,
          successorClusterId: league,
          successorMembershipId: membershipOf(league, n),
          on: JOURNAL_OFFICIEL,
        },
      }));
      const byId = (a: (typeof ended)[number], b: (typeof ended)[number]) =>
        JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
      expect(ended.toSorted(byId)).toEqual(numbers.toSorted(byId));
    }
  });

  it('the ledger moves each membership once', async () => {
    const succeeded = await platformOf().events('membership.MembershipSucceeded');
    expect(new Set(succeeded.map(({ data }) => data['membershipId'])).size).toBe(2 * IN_EACH);
    expect(succeeded).toHaveLength(2 * IN_EACH);
    const begun = await platformOf().events('membership.MemberTransferred');
    const added = await platformOf().events('membership.MembershipOriginAdded');
    expect([begun.length, added.length]).toEqual([ORGANISATIONS, IN_BOTH]);
    expect(new Set(begun.map(({ data }) => data['membershipId'])).size).toBe(ORGANISATIONS);
  });

  it('the clusters: one stands, two have gone on in it', async () => {
    expect((await platformOf().get(`membership/clusters/${league}`)).body).toMatchObject({
      name: 'Digital League',
      state: 'active',
      operationId: bigMerger.operationId,
    });
    for (const clusterId of PREDECESSORS)
      expect((await platformOf().get(`membership/clusters/${clusterId}`)).body).toMatchObject({ state: 'succeeded' });
  });

  it('mandates: those of the predecessors have ended, each for its own reason', async () => {
    const mandatesOf = async (officeId: string) =>
      ((await platformOf().get(`governance/offices/${officeId}`)).body['mandates'] as readonly Mandate[]).map(
        ({ mandateId, until, cause }) => ({ mandateId, until, cause }),
      );
    expect(await mandatesOf(presidencyOf(numelink))).toEqual([
      { mandateId: mandate('first of Numélink'), until: JOURNAL_OFFICIEL, cause: 'succession' },
      { mandateId: mandate('expired'), until: '2015-07-01', cause: 'expiry' },
    ]);
    expect(await mandatesOf(presidencyOf(clustr))).toEqual([
      { mandateId: mandate("first of Clust'R"), until: JOURNAL_OFFICIEL, cause: 'succession' },
    ]);
    for (const clusterId of PREDECESSORS)
      expect((await platformOf().get(`governance/bodies/${boardOf(clusterId)}`)).body).toMatchObject({
        abolished: { on: JOURNAL_OFFICIEL, cause: 'succession', operationId: bigMerger.operationId },
      });
  });

  it('mandates: two co-presidents have begun, up to the limit', async () => {
    const { body } = await platformOf().get(`governance/offices/${newPresidency}`);
    expect(body).toMatchObject({ clusterId: league, bodyId: newBureau });
    expect(body['mandates']).toMatchObject(
      [1, 2].map((n) => ({
        mandateId: mandate(`co-president ${String(n)}`),
        how: 'transitional',
        since: JOURNAL_OFFICIEL,
        limit: '2017-03-31',
      })),
    );
    expect(body['mandates']).toHaveLength(2);
  });

  it('the seat of the cluster has passed to the successor; that of a company stays', async () => {
    const { body } = await platformOf().get(`incubation/partners/${partners.cluster}`);
    expect(body).toMatchObject({ status: 'partner', holder: { kind: 'cluster', id: league } });
    expect(body['holders']).toEqual([
      { holder: { kind: 'cluster', id: clustr }, from: '2015-06-01', to: JOURNAL_OFFICIEL },
      {
        holder: { kind: 'cluster', id: league },
        from: JOURNAL_OFFICIEL,
        to: null,
        operationId: bigMerger.operationId,
      },
    ]);
    expect(body['seat']).toMatchObject({ since: '2015-07-01' });
    const company1 = await platformOf().get(`incubation/partners/${partners.company}`);
    expect(company1.body).toMatchObject({ holder: { kind: 'organisation', id: company(1) }, holders: [{ to: null }] });
  });

  it('four contexts have reported, each once', async () => {
    const { body } = await platformOf().get(`mergers/operations/${bigMerger.operationId}`);
    const references = body['references'] as readonly { readonly context: string }[];
    expect(references.toSorted((a, b) => (a.context < b.context ? -1 : 1))).toEqual([
      { context: 'events', toMove: 0, moved: 0, merged: 0, needConsent: 0 },
      { context: 'governance', toMove: 5, moved: 5, merged: 0, needConsent: 0, asItWas: expiredMandate },
      { context: 'incubation', toMove: 1, moved: 1, merged: 0, needConsent: 0 },
      { context: 'membership', toMove: 2 * IN_EACH, moved: 2 * IN_EACH, merged: IN_BOTH, needConsent: 0 },
    ]);
    expect(await platformOf().events('mergers.ReferencesMoved')).toHaveLength(4);
  });

  it('every read model is what a rebuild makes of the ledger', async () => {
    expect(await platformOf().modelsThatDiffer()).toEqual([]);
  });
}

let prepared: TestDatabase;
const copies = new Set<TestDatabase>();

async function copy(): Promise<TestDatabase> {
  const database = await createTestDatabase({ template: prepared.name });
  copies.add(database);
  return database;
}

beforeAll(async () => {
  const platform = await TestPlatform.start();
  prepared = platform.database;
  await prepareBigMerger(platform);
  // Nobody may be connected to a database that is copied.
  await platform.halt();
});
afterAll(async () => {
  for (const database of [...copies, prepared]) await database.drop();
});

describe('a merger of 200 members', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await TestPlatform.start(await copy());
    await publish(platform);
    await platform.untilSettled();
  });
  afterAll(() => platform.halt());

  theWholeEffect(() => platform);

  it('every stream folds', async () => {
    const lines: object[] = [];
    for await (const line of platform.platform.runtime.admin.foldStreams(AbortSignal.timeout(60_000))) lines.push(line);
    expect(lines.at(-1)).toMatchObject({ kind: 'result', result: { unfoldable: [] } });
  });

  it('handled again by every process manager it says nothing new', async () => {
    const { runtime } = platform.platform;
    const { head } = await runtime.store.status();
    await publish(platform);
    const [effect] = await platform.events('mergers.SuccessionTookEffect');
    if (effect === undefined) throw new Error('the merger took effect');
    const { contexts } = await import('../../apps/platform/src/contexts.ts');
    const managers = contexts
      .flatMap(({ processManagers }) => processManagers)
      .filter(({ on }) => on.includes(effect.type));
    expect(managers.length).toBeGreaterThanOrEqual(3);
    const { unitOfWork, readModels, clock, ids } = runtime;
    const services = { bus: directBus(runtime), unitOfWork, readModels, clock, ids };
    for (const manager of managers) await react(manager, effect, services);
    await platform.untilSettled();
    expect((await runtime.store.status()).head).toBe(head);
  });
});

describe('a merger whose platform is stopped as soon as the effect is answered', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    const database = await copy();
    const first = await TestPlatform.start(database);
    await publish(first);
    await first.halt();
    platform = await TestPlatform.start(database);
    await platform.untilSettled();
  });
  afterAll(() => platform.halt());

  theWholeEffect(() => platform);
});

describe('a merger in whose middle the database cuts every connection', () => {
  let platform: TestPlatform;
  let movedBefore: number;
  beforeAll(async () => {
    const database = await copy();
    const first = await TestPlatform.start(database);
    await publish(first);
    movedBefore = await cutOnceSomeMoved(database);
    await first.halt();
    platform = await TestPlatform.start(database);
    await platform.untilSettled();
  });
  afterAll(() => platform.halt());

  it('had moved some and not all', () => {
    expect(movedBefore).toBeGreaterThan(0);
    expect(movedBefore).toBeLessThan(2 * IN_EACH);
  });

  theWholeEffect(() => platform);
});

/** Ends every connection to the database at the first sight of a moved membership; gives how many had moved. */
async function cutOnceSomeMoved({ url, name }: TestDatabase): Promise<number> {
  const pool = connectPool(url, { max: 1 });
  try {
    let moved = 0;
    const look = `select count(*) n from store.events where type = 'membership.MembershipSucceeded'`;
    const isMoved = async (): Promise<boolean> => {
      moved = Number((await pool.query<{ n: string }>(look)).rows[0]?.n);
      return moved > 0;
    };
    await eventually('a membership has moved', isMoved, { deadlineMs: 120_000 });
    await pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [name],
    );
    return moved;
  } finally {
    await pool.end();
  }
}
