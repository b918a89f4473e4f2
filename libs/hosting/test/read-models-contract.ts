import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#libs/event-store';
import type { ReadModelQuery, Where } from '#libs/projections';
import type { Register, Registered } from '../testing/register.ts';

/** A read model that holds the organisations of {@link registerSamples}. */
export interface ReadModelsHarness {
  readonly query: ReadModelQuery<Registered>;
  /** The keys in the order of registration, which is their order too. */
  readonly ids: readonly string[];
  close(): Promise<void>;
}

/** Registers the organisations that the contract asks for; gives their ids. */
export async function registerSamples(register: Register, store: EventStore): Promise<readonly string[]> {
  const registrations = [
    register.registration('Alto', 'company', '2014-01-01'),
    register.registration('Boréa', 'school', '2014-01-01'),
    register.registration('Cima Loire', 'company', '2015-01-01'),
    register.registration('Dorée', 'association', '2015-01-01'),
    register.registration('Élan Forez', 'company', '2016-02-29'),
  ];
  for (const { stream, event } of registrations) await store.append(stream, 'no-stream', [event]);
  return registrations.map(({ organisationId }) => organisationId);
}

/** What queries promise, whatever holds the documents. */
export function readModelsContract(name: string, open: () => Promise<ReadModelsHarness>): void {
  describe(`read models ${name}`, () => {
    let harness: ReadModelsHarness;
    beforeAll(async () => {
      harness = await open();
    });
    afterAll(() => harness.close());

    it('give a document by its key, and nothing for a key that is none', async () => {
      expect(await harness.query.get(String(harness.ids[4]))).toEqual({
        organisationId: harness.ids[4],
        name: 'Élan Forez',
        kind: 'company',
        since: '2016-02-29',
        length: 10,
        isLong: true,
      });
      expect(await harness.query.get('none')).toBeUndefined();
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
      [{ since: { from: '2015-01-01' } }, ['Cima Loire', 'Dorée', 'Élan Forez']],
      [{ since: { until: '2015-01-01' } }, ['Alto', 'Boréa', 'Cima Loire', 'Dorée']],
      [{ since: { from: '2014-01-02', until: '2016-02-28' } }, ['Cima Loire', 'Dorée']],
      [{ since: { from: '2016-03-01', until: '2014-01-01' } }, []],
      [{ length: { from: 5, until: 6 }, kind: 'school' }, ['Boréa']],
      [{ name: { contains: ['o'] } }, ['Alto', 'Boréa', 'Cima Loire', 'Dorée', 'Élan Forez']],
      [{ name: { contains: ['oré'] } }, ['Boréa', 'Dorée']],
      [{ name: { contains: ['oré', 'Do'] } }, ['Dorée']],
      [{ name: { contains: ['Élan'] }, kind: 'school' }, []],
      [{ name: { contains: ['Alt_'] } }, []],
      [{ name: { contains: ['A%o'] } }, []],
      [{ name: { contains: ['\\'] } }, []],
      [{ name: { contains: [] } }, ['Alto', 'Boréa', 'Cima Loire', 'Dorée', 'Élan Forez']],
      [{ kind: "company' or 1=1 --" }, []],
    ];

    it.each(named)('find by %j: %j, in key order, and count the same', async (where, names) => {
      expect((await harness.query.all(where)).map(({ name }) => name)).toEqual(names);
      expect(await harness.query.count(where)).toBe(names.length);
      const page = await harness.query.page({ where });
      expect(page.items.map(({ name }) => name)).toEqual(names);
      expect(page).not.toHaveProperty('next');
    });

    it('page through what fits any of several conditions, each document once, and nothing where there is none', async () => {
      const anyOf: readonly Where[] = [{ kind: 'school' }, { kind: 'company', since: { from: '2016-01-01' } }];
      const [first, second] = [
        await harness.query.page({ where: anyOf, limit: 1 }),
        await harness.query.page({ where: [...anyOf, { kind: [] }] }),
      ];
      expect(first.items.map(({ name }) => name)).toEqual(['Boréa']);
      expect(second.items.map(({ name }) => name)).toEqual(['Boréa', 'Élan Forez']);
      const rest = await harness.query.page({ where: anyOf, after: first.next });
      expect(rest.items.map(({ name }) => name)).toEqual(['Élan Forez']);
      const order = { column: 'since', descending: true };
      const ordered = await harness.query.page({ where: anyOf, order, limit: 1 });
      const behind = await harness.query.page({ where: anyOf, order, after: ordered.next });
      expect([...ordered.items, ...behind.items].map(({ name }) => name)).toEqual(['Élan Forez', 'Boréa']);
      expect((await harness.query.page({ where: [] })).items).toEqual([]);
    });

    it('count everything by default', async () => {
      expect(await harness.query.count()).toBe(5);
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
        const page = await harness.query.page({ where, limit, after });
        pages.push(page.items);
        after = page.next;
        if (after === undefined) break;
      }
      expect(pages.map(({ length }) => length)).toEqual(sizes);
      expect(pages.flat()).toEqual(await harness.query.all(where));
    });

    it.each([
      ['since', false, ['Alto', 'Boréa', 'Cima Loire', 'Dorée', 'Élan Forez']],
      ['since', true, ['Élan Forez', 'Dorée', 'Cima Loire', 'Boréa', 'Alto']],
      ['length', false, ['Alto', 'Boréa', 'Dorée', 'Cima Loire', 'Élan Forez']],
      ['name', false, ['Alto', 'Boréa', 'Cima Loire', 'Dorée', 'Élan Forez']],
      ['name', true, ['Élan Forez', 'Dorée', 'Cima Loire', 'Boréa', 'Alto']],
      ['length', true, ['Élan Forez', 'Cima Loire', 'Dorée', 'Boréa', 'Alto']],
    ])('in the order of %s (descending: %s): %j, in pages of any size', async (column, descending, names) => {
      for (const limit of [1, 2, 3, 5]) {
        const seen: string[] = [];
        for (let after: string | undefined; ;) {
          const page = await harness.query.page({ order: { column, descending }, limit, after });
          seen.push(...page.items.map(({ name }) => name));
          after = page.next;
          if (after === undefined) break;
        }
        expect(seen).toEqual(names);
      }
    });

    it.each([
      ['since', ['Boréa', 'Dorée']],
      ['name', ['Dorée', 'Boréa']],
    ])('what is searched in the order of %s, page by page', async (column, names) => {
      const request = { where: { name: { contains: ['oré'] } }, order: { column, descending: column === 'name' } };
      const first = await harness.query.page({ ...request, limit: 1 });
      const rest = await harness.query.page({ ...request, after: first.next });
      expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(names);
    });

    it('a cursor of key order is none of another order', async () => {
      const order = { column: 'since', descending: false };
      const { next } = await harness.query.page({ limit: 1 });
      const { next: ordered } = await harness.query.page({ limit: 1, order });
      const malformed = { body: { code: 'API_MALFORMED', errors: [{ path: '/after' }] } };
      await expect(harness.query.page({ order, after: next })).rejects.toMatchObject(malformed);
      await expect(harness.query.page({ after: ordered })).rejects.toMatchObject(malformed);
    });

    it('go on after a document that is gone, since the cursor is a place and no number', async () => {
      const between = Buffer.from(`${String(harness.ids[1])}x`).toString('base64url');
      const { items } = await harness.query.page({ after: between });
      expect(items.map(({ name }) => name)).toEqual(['Cima Loire', 'Dorée', 'Élan Forez']);
    });

    it.each([['%%%'], ['a b'], ['YQ=='], ['_']])('a cursor %j that no page gave is malformed', async (after) => {
      await expect(harness.query.page({ after })).rejects.toMatchObject({
        body: { code: 'API_MALFORMED', errors: [{ path: '/after' }] },
      });
    });
  });
}
