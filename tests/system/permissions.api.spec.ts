import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/commands';
import { TestApplication } from '#libs/nest-kit/testing';
import { sampleBody } from '../support/sample-body.ts';
import { contexts } from '../../apps/platform/src/contexts.ts';

const ROLES: readonly Role[] = ['admin', 'operator', 'auditor', 'subscriber'];
const ID = '01500000-0000-7000-8000-000000000001';
/** A cluster that no sample speaks of. */
const FOREIGN = '01500000-0000-7000-8000-00000000000f';

const rows = contexts.flatMap(({ commands }) =>
  commands.flatMap(({ context, resource, rows: own }) =>
    own.map((row) => {
      const verb = row.verb === undefined ? '' : `/${ID}/${row.verb}`;
      const lacking = ROLES.filter((role) => !row.roles.includes(role));
      const path = `${context}/${resource}${verb}`;
      return { path, roles: row.roles, lacking, hasScope: row.scope !== undefined, body: sampleBody(row.body) };
    }),
  ),
);

/** The permitted roles of every command of every context: the rows of the permission tables. */
describe('permissions', () => {
  let app: TestApplication;
  let queries: readonly string[];
  beforeAll(async () => {
    app = await TestApplication.start(contexts, { RATE_LIMIT_PER_SECOND: '100000' });
    const { body } = await app.get('/openapi.json');
    queries = Object.entries(body['paths'] as Record<string, object>)
      .filter(([path, methods]) => path.startsWith('/api/') && 'get' in methods)
      .map(([path]) => path.replaceAll(/\{\w+\}/g, ID));
  });
  afterAll(async () => {
    await app.stop();
  });

  it.each(rows)('POST $path wants a token', async ({ path }) => {
    const answer = await app.post(path, {}, { headers: { authorization: '' } });
    expect(answer).toMatchObject({ status: 401, body: { code: 'API_UNAUTHENTICATED' } });
  });

  it.each(rows)('POST $path is forbidden to $lacking, and says who may', async ({ path, roles, lacking }) => {
    expect(lacking).not.toEqual([]);
    for (const role of lacking) {
      expect(await app.post(path, {}, { as: role })).toMatchObject({
        status: 403,
        body: { code: 'API_FORBIDDEN', found: [role], required: roles },
      });
    }
  });

  it.each(rows)('POST $path names an unknown member, and what is missing, at its place', async ({ path }) => {
    const { body } = await app.post(path, { 'sur/plus': true });
    const paths = (body['errors'] as readonly { readonly path: string }[]).map((error) => error.path);
    expect(paths).toContain('/sur~1plus');
    expect(paths).not.toContain('');
  });

  it.each(rows)('POST $path is open to $roles: what is wrong then is the request', async ({ path, roles }) => {
    for (const role of roles.filter((name) => name !== 'operator')) {
      // A body with an unknown member never gets past its schema.
      expect(await app.post(path, { surplus: true }, { as: role })).toMatchObject({
        status: 400,
        body: { code: 'API_MALFORMED' },
      });
    }
  });

  it.each(rows.filter(({ roles }) => roles.includes('operator')))(
    'POST $path is not for an operator of another cluster, nor for one of none',
    async ({ path, body }) => {
      for (const clusters of [[], [FOREIGN]]) {
        expect(await app.post(path, body, { as: 'operator', clusters })).toMatchObject({
          status: 403,
          body: { code: 'API_FORBIDDEN', found: clusters },
        });
      }
    },
  );

  it('an operator acts where a command says for which clusters, and nowhere else', () => {
    expect(rows.filter(({ roles, hasScope }) => roles.includes('operator') && !hasScope)).toEqual([]);
  });

  it('nothing was stored by any of these', async () => {
    expect(await app.store.status()).toEqual({ head: 0n, unsequenced: 0n });
  });

  it('every query of the API wants a token, but for the calendar of a private link, which finds nothing without its secret', async () => {
    expect(queries.length).toBeGreaterThan(20);
    const open: string[] = [];
    for (const path of queries) {
      const { status } = await app.get(path, { headers: { authorization: '' } });
      if (status !== 401) open.push(`${path}: ${String(status)}`);
    }
    expect(open).toEqual([expect.stringMatching(/^\/api\/v1\/events\/calendar-links\/[^/]+\/calendar: 404$/)]);
  });

  it.each([['/health/live'], ['/health/ready'], ['/openapi.json'], ['/asyncapi.json']])(
    '%s is open to anybody',
    async (path) => {
      expect(await app.get(path, { headers: { authorization: '' } })).toMatchObject({ status: 200 });
    },
  );
});
