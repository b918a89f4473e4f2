import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '#libs/postgres/testing';
import type { ReadModelQuery, Where } from './read-models.ts';
import type { Runtime } from './runtime.ts';
import { Register, startRuntime, type Registered } from './test/register.ts';

describe('read models over TypeORM', () => {
  const register = new Register();
  let database: TestDatabase;
  let runtime: Runtime;
  let query: ReadModelQuery<Registered>;
  let ids: readonly string[];

  beforeAll(async () => {
    ({ runtime, database } = await startRuntime([register.context()]));
    const registrations = [
      register.registration('Alto', 'company', '2014-01-01'),
      register.registration('Boréa', 'school', '2014-01-01'),
      register.registration('Cima Loire', 'company', '2015-01-01'),
      register.registration('Dorée', 'association', '2015-01-01'),
      register.registration('Élan Forez', 'company', '2016-02-29'),
    ];
    for (const { stream, event } of registrations) await runtime.store.append(stream, 'no-stream', [event]);
    ids = registrations.map(({ organisationId }) => organisationId);
    await runtime.settled();
    query = runtime.readModels.of(register.model);
  }, 60_000);
  afterAll(async () => {
    await runtime.stop();
    await database.drop();
  });

  it('give a document by its key, and nothing for a key that is none', async () => {
    expect(await query.get(String(ids[4]))).toEqual({
      organisationId: ids[4],
      name: 'Élan Forez',
      kind: 'company',
      since: '2016-02-29',
      length: 10,
      isLong: true,
    });
    expect(await query.get('none')).toBeUndefined();
  });

  const named: readonly (readonly [Where, readonly string[]])[] = [
    [{}, ['Alto', 'Boréa', 'Cima Loire', 'Dorée', 'Élan Forez']],
    [{ kind: 'company' }, ['Alto', 'Cima Loire', 'Élan Forez']],
    [{ kind: ['school', 'association'] }, ['Boréa', 'Dorée']],
    [{ kind: [] }, []],
    [{ kind: 'company', since: '2015-01-01' }, ['Cima Loire']],
    [{ length: 10 }, ['Cima Loire', 'Élan Forez']],
    [{ is_long: false }, ['Alto', 'Boréa', 'Dorée']],
    [{ kind: 'group' }, []],
    [{ kind: "company' or 1=1 --" }, []],
  ];

  it.each(named)('find by %j: %j, in key order, and count the same', async (where, names) => {
    expect((await query.all(where)).map(({ name }) => name)).toEqual(names);
    expect(await query.count(where)).toBe(names.length);
    const page = await query.page({ where });
    expect(page.items.map(({ name }) => name)).toEqual(names);
    expect(page).not.toHaveProperty('next');
  });

  it('count everything unless told', async () => {
    expect(await query.count()).toBe(5);
  });

  it.each([
    [1, {}, [1, 1, 1, 1, 1]],
    [2, {}, [2, 2, 1]],
    [5, {}, [5]],
    [0, {}, [1, 1, 1, 1, 1]],
    [2, { kind: 'company' }, [2, 1]],
    [3, { kind: 'company' }, [3]],
  ])('page by %i through %j: %j, each document once', async (limit, where, sizes) => {
    const pages: (readonly Registered[])[] = [];
    for (let after: string | undefined; ;) {
      const page = await query.page({ where, limit, after });
      pages.push(page.items);
      after = page.next;
      if (after === undefined) break;
    }
    expect(pages.map(({ length }) => length)).toEqual(sizes);
    expect(pages.flat()).toEqual(await query.all(where));
  });

  it('go on after a document that is gone, since the cursor is a place and no number', async () => {
    const between = Buffer.from(`${String(ids[1])}x`).toString('base64url');
    const { items } = await query.page({ after: between });
    expect(items.map(({ name }) => name)).toEqual(['Cima Loire', 'Dorée', 'Élan Forez']);
  });

  it.each([['%%%'], ['a b'], ['YQ=='], ['_']])('a cursor %j that no page gave is malformed', async (after) => {
    await expect(query.page({ after })).rejects.toMatchObject({
      body: { code: 'API_MALFORMED', errors: [{ path: '/after' }] },
    });
  });

  it('wait for a position, bounded', async () => {
    await runtime.readModels.waitFor(register.model, 4n);
    await expect(runtime.readModels.waitFor(register.model, 5n)).rejects.toMatchObject({
      name: 'ReadModelBehind',
      readModel: register.model.name,
      position: 5n,
    });
  });
});
