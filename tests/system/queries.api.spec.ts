import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { namesPersons, routeOf, type QueryRow, type QueryTable } from '#libs/hosting';
import { queryTablesOf } from '#libs/nest-kit';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const tables: readonly QueryTable[] = contexts.flatMap(queryTablesOf);
const rows = tables.flatMap((table) => table.rows.map((row) => ({ name: `${table.context}.${row.name}`, table, row })));
const pages = rows.filter(({ row }) => row.pages);

/** A route of the row with an id in the place of each parameter. */
const pathOf = (table: QueryTable, row: QueryRow): string => {
  const path = row.path.replace(':stream', `membership.cluster-${ID}`).replaceAll(/:[A-Za-z]+/g, ID);
  return `/${routeOf(table)}/${path}`;
};
const numeric = rows.flatMap((each) =>
  Object.entries(each.row.queryParameters.shape)
    .filter(([, schema]) => ['number', 'bigint'].includes(typeof (schema as z.ZodType).safeParse('7').data))
    .map(([parameter]) => ({ ...each, parameter })),
);
const required: Readonly<Record<string, string>> = {
  'membership.clusters.funding': 'year=2016&',
  'membership.clusters.volunteering': 'year=2016&',
  'audit.compare': 'left=2016-03-30&right=2016-03-31&',
  'governance.statutes.decision-rules': 'kind=budget&',
  'privacy.keys': `ids=${ID}/1&`,
  'membership.identifiers': 'identifier=552100554&',
  'membership.clusters.reciprocal-services': `for=${ID}&`,
};

describe('every read of every context', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts, { RATE_LIMIT_PER_SECOND: '10000' });
    for (const name of ['Alto', 'Boréa']) {
      const cluster = { kind: 'cluster', name, nameKind: 'final', seat: 'Lyon', departments: ['69'] };
      expect((await app.post('membership/clusters', cluster)).status).toBe(201);
    }
  });
  afterAll(() => app.stop());
  const ask = (table: QueryTable, row: QueryRow, parameters: string) => {
    const url = `${pathOf(table, row)}?${parameters}`;
    return row.method === 'GET' ? app.get(url) : app.post(url, {});
  };
  const refusedAt = (path: string) => ({
    status: 400,
    body: { code: 'API_MALFORMED', errors: [{ path, message: expect.any(String) }] },
  });

  it('is there', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(pages.length).toBeGreaterThan(10);
    expect(numeric.length).toBeGreaterThan(pages.length + 3);
  });

  it('says of personal answers that nobody stores them, of the others that they are asked for again', async () => {
    const personal = rows.filter(({ row }) => namesPersons(row)).map(({ name }) => name);
    expect(personal).toEqual([
      'membership.representatives.get',
      'membership.memberships.representatives',
      'membership.memberships.file',
      'governance.offices.list',
      'governance.offices.get',
      'governance.offices.holders',
      'governance.roles.list',
      'governance.roles.get',
      'governance.elections.list',
      'governance.elections.get',
      'governance.bodies.composition',
      'governance.clusters.deadlines',
      'governance.clusters.declarations',
      'governance.interests.get',
      'governance.clusters.interests-report',
      'governance.meetings.minutes',
      'governance.resolutions.extract',
      'governance.seat-plans.list',
      'governance.seat-plans.get',
      'mergers.operations.get',
      'mergers.operations.dry-run',
      'mergers.operations.dissolution',
      'mergers.operations.effect',
      'mergers.dry-runs.get',
      'incubation.incubators.get',
      'incubation.selections.applications',
      'incubation.selections.applications.get',
      'incubation.accompaniments.get',
      'incubation.sessions.get',
      'audit.timeline.get',
      'audit.provenance.partner-seat.get',
      'audit.compare',
      'audit.history.get',
      'audit.offices.holders',
      'audit.offices.intervals',
      'audit.clusters.offices',
      'audit.events',
      'audit.streams.get',
      'privacy.keys',
      'events.communities.get',
      'events.registrants.list',
      'events.registrants.get',
    ]);
    const controlOf = async (path: string) => (await app.get(path)).headers['cache-control'];
    expect(await controlOf('governance/offices')).toBe('no-store');
    expect(await controlOf('membership/clusters')).toBe('private, no-cache');
    expect(await controlOf('/health/live')).toBeUndefined();
  });

  it.each(rows)('$name refuses an unknown parameter by its name', async ({ name, table, row }) => {
    const answer = await ask(table, row, `${required[name] ?? ''}surplus=x`);
    expect(answer).toMatchObject(refusedAt('/surplus'));
  });

  const knows = ({ row }: (typeof rows)[number]): boolean => row.knows || 'knownAt' in row.queryParameters.shape;
  it('every read of the domain but the dry run can be asked as of what was known', () => {
    const domain = rows.filter(({ name }) => /^(membership|governance|incubation|events|mergers)[.]/.test(name));
    expect(domain.length).toBeGreaterThan(20);
    expect(domain.filter((row) => !knows(row)).map(({ name }) => name)).toEqual([
      'governance.seat-plans.what-if',
      'mergers.operations.dry-run',
      // A conflict of interest that was not known then would open what it closes.
      ...['incubation.selections.applications', 'incubation.selections.applications.get', 'incubation.selections.get'],
    ]);
  });

  it.each(rows.filter((row) => !knows(row)))(
    '$name refuses knownAt, which it does not take',
    async ({ name, table, row }) => {
      const answer = await ask(table, row, `${required[name] ?? ''}knownAt=2016-03-31`);
      expect(answer).toMatchObject(refusedAt('/knownAt'));
    },
  );

  it.each(rows)('$name refuses a parameter that stands twice', async ({ name, table, row }) => {
    const answer = await ask(table, row, `${required[name] ?? ''}readToken=x&readToken=y`);
    expect(answer).toMatchObject(refusedAt('/readToken'));
    expect(answer.body['errors']).toMatchObject([{ message: 'repeated; send it once' }]);
  });

  it.each(pages)('$name refuses a cursor of another list', async ({ table, row }) => {
    const { body } = await app.get('membership/clusters?limit=1&state=active');
    expect(body['next']).toEqual(expect.any(String));
    for (const after of [String(body['next']), 'Zm9v', 'x.Zm9v']) {
      expect(await ask(table, row, `after=${after}`)).toMatchObject(refusedAt('/after'));
    }
    expect((await app.get(`membership/clusters?state=active&after=${String(body['next'])}`)).status).toBe(200);
  });

  it.each(pages)('$name is a file as well, or says why not', async ({ name, table, row }) => {
    const url = `${pathOf(table, row)}?${required[name] ?? ''}`;
    const page = await app.get(url);
    for (const accept of ['text/csv', 'application/x-ndjson']) {
      const file = await app.get(url, { headers: { accept, 'export-reason': 'x' } });
      expect(file.status).toBe(page.status);
      const isFile = file.status === 200 && (table.exports !== undefined || !namesPersons(row));
      expect(String(file.headers['content-type']).startsWith(accept)).toBe(isFile);
    }
    if (!namesPersons(row) || table.exports === undefined) return;
    const silent = await app.get(url, { headers: { accept: 'text/csv' } });
    expect(silent).toMatchObject(refusedAt('Export-Reason'));
  });

  it('no list with persons is a file where nobody records that', () => {
    const unrecorded = pages.filter(({ table, row }) => namesPersons(row) && table.exports === undefined);
    expect(unrecorded.map(({ name }) => name)).toEqual(['incubation.selections.applications', 'audit.timeline.get']);
  });

  it('a cursor and a read token of before a restore are refused by name', async () => {
    const { body } = await app.get('membership/clusters?limit=1&state=active');
    const cursor = `deadbeef${String(body['next']).slice('deadbeef'.length)}`;
    const token = Buffer.from(JSON.stringify({ l: 'deadbeef-0000-4000-8000-000000000000', e: null })).toString(
      'base64url',
    );
    for (const [name, value] of Object.entries({ after: cursor, readToken: token })) {
      const answer = await app.get(`membership/clusters?state=active&${name}=${value}`);
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'API_RESTORED_SINCE', errors: [{ path: `/${name}` }] },
      });
    }
  });

  it.each(pages)('$name refuses a limit out of range', async ({ table, row }) => {
    for (const limit of ['0', '501', '1.5', 'all'])
      expect(await ask(table, row, `limit=${limit}`)).toMatchObject(refusedAt('/limit'));
  });

  it.each(numeric)('$name takes $parameter in plain digits only', async ({ name, table, row, parameter }) => {
    for (const text of [
      '1e2',
      '0x10',
      '0b1',
      '%201',
      '1%20',
      '%2B1',
      '+1',
      '-1',
      '01',
      '1.0',
      '',
      'Infinity',
      '%D9%A1',
    ])
      expect(await ask(table, row, `${required[name] ?? ''}${parameter}=${text}`)).toMatchObject(
        refusedAt(`/${parameter}`),
      );
  });

  it.each(rows.filter(({ row }) => row.method === 'GET' && row.path.includes(':')))(
    '$name does not find what is not there, and refuses what is no id at its place',
    async ({ name: ofRow, table, row }) => {
      const unknown = `${pathOf(table, row)}?${required[ofRow] ?? ''}`;
      expect(await app.get(unknown)).toMatchObject({ status: 404, body: { code: 'API_NOT_FOUND' } });
      const [, name = ''] = /:(\w+)/.exec(row.path) ?? [];
      expect(await app.get(unknown.replace(/(membership\.cluster-)?01890a5d[^/]*/, 'none'))).toMatchObject(
        refusedAt(`/${name}`),
      );
    },
  );

  it.each(rows)('$name refuses a read token that is none', async (each) => {
    const answer = await ask(each.table, each.row, `${required[each.name] ?? ''}readToken=x`);
    expect(answer).toMatchObject(refusedAt('/readToken'));
  });

  it.each(rows)('$name is for those whom its row names, and for nobody without a token', async ({ table, row }) => {
    const url = pathOf(table, row);
    const { status } = await app.get(url, { headers: { authorization: '' } });
    expect([401, 404, 405]).toContain(status);
    for (const as of ['admin', 'operator', 'auditor', 'subscriber'] as const) {
      if (row.may === 'public' || row.may.includes(as)) continue;
      const answer = row.method === 'POST' ? await app.post(url, {}, { as }) : await app.get(url, { as });
      expect(answer).toMatchObject({ status: 403, body: { code: 'API_FORBIDDEN' } });
    }
  });
});
