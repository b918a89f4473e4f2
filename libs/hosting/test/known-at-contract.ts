import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalog, type GrappeEvents } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { calendarDate, instant, streamName, type JsonObject } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { creates, projection, updates, type ReadModels, type Where } from '#libs/projections';
import { MemoryReadModels } from '../testing/memory-read-models.ts';

interface Named {
  readonly organisationId: string;
  readonly name: string;
  readonly since: string;
}

/** Organisations with their last names. */
export const knownNames = projection<GrappeEvents, Named>({
  name: 'membership.test-known',
  version: 1,
  order: catalog.order,
  columns: { name: { type: 'text', from: 'name' }, since: { type: 'date', from: 'since' } },
  indexes: [['name'], ['since']],
  key: 'organisationId',
  on: {
    'membership.OrganisationRegistered': creates(({ data: { organisationId, name, since } }) => {
      return { organisationId, name, since };
    }),
    'membership.OrganisationRenamed': updates((known, { data: { name, since } }) => ({ ...known, name, since })),
  },
});

interface Recorded {
  readonly year: number;
  readonly organisation: number;
  readonly type: string;
  readonly data: JsonObject;
}

const registered = (year: number, organisation: number, name: string): Recorded => {
  const data = { name, kind: 'company', since: '2010-01-01' };
  return { year, organisation, type: 'OrganisationRegistered', data };
};
const renamed = (year: number, organisation: number, name: string, since: string): Recorded => {
  return { year, organisation, type: 'OrganisationRenamed', data: { name, since } };
};
const factOf = (index: number): string => countedUuid(index, 0x5a);

/** One event a year, each on 10 January; facts are named by their place. */
const HISTORY: readonly Recorded[] = [
  registered(2011, 1, 'Alto'),
  registered(2012, 2, 'Boréa'),
  registered(2013, 3, 'Cima'),
  renamed(2014, 1, 'Alpha', '2012-06-01'),
  renamed(2015, 2, 'Beta', '2013-01-01'),
  // Corrected to another name, then a name of before recorded late, then corrected to another day.
  correction(2016, 1, 3, { name: 'Aleph', since: '2012-06-01' }),
  renamed(2017, 1, 'Ante', '2011-01-01'),
  correction(2018, 2, 4, undefined),
  correction(2019, 1, 3, { name: 'Aleph', since: '2010-06-01' }),
  correction(2020, 3, 2, undefined),
  renamed(2021, 2, 'Bis', '2020-01-01'),
];

function correction(year: number, organisation: number, fact: number, now: JsonObject | undefined): Recorded {
  const said = { fact: factOf(fact), reason: 'Erreur de saisie', on: '2012-06-01' };
  const of = fact === 2 ? 'OrganisationRegistered' : 'OrganisationRenamed';
  const was =
    of === 'OrganisationRegistered' ? registered(0, 3, 'Cima').data : renamed(0, 1, 'Alpha', '2012-06-01').data;
  const withId = (data: JsonObject): JsonObject => ({ organisationId: countedUuid(organisation), ...data });
  const data = { ...said, was: withId(was), ...(now === undefined ? {} : { now: withId(now) }) };
  return { year, organisation, type: `${of}${now === undefined ? 'Voided' : 'Corrected'}`, data };
}

/** Records the first events of the history. */
export async function recordHistory(store: EventStore, count = HISTORY.length): Promise<void> {
  for (const [index, { year, organisation, type, data }] of HISTORY.slice(0, count).entries()) {
    const organisationId = countedUuid(organisation);
    await store.append(streamName('membership', 'organisation', organisationId), 'any', [
      {
        id: countedUuid(index, 0x5a),
        type: `membership.${type}`,
        schemaVersion: catalog.currentVersion(`membership.${type}`) ?? 1,
        data: type.startsWith('OrganisationRe') && !('fact' in data) ? { organisationId, ...data } : data,
        metadata: {
          recordedAt: instant(`${String(year)}-01-10T10:00:00Z`),
          effectiveAt: calendarDate('2010-01-01'),
          actor: { id: 'spec' },
          correlationId: countedUuid(1),
          visibility: { kind: 'public' },
        },
      },
    ]);
  }
}

interface Harness {
  /** Over a store in which the whole history is recorded. */
  readonly readModels: Pick<ReadModels, 'of' | 'changes'>;
  close(): Promise<void>;
}

const CONDITIONS: readonly Where[] = [
  {},
  { name: 'Alpha' },
  { name: ['Aleph', 'Boréa'] },
  { name: [] },
  { since: { until: '2010-12-31' } },
  { since: { from: '2012-01-01' } },
  { name: 'Cima', since: '2010-01-01' },
];

/** What a read as of an instant promises: it answers as the model would have answered then. */
export function knownAtContract(name: string, open: () => Promise<Harness>): void {
  describe(`read models ${name}, as of an instant`, () => {
    let harness: Harness;
    beforeAll(async () => {
      harness = await open();
    });
    afterAll(() => harness.close());

    it.each(HISTORY.map(({ year }, index) => [year, index + 1]))(
      'at the end of %i answer as they did after %i events',
      async (year, count) => {
        const store = new MemoryEventStore(catalog);
        await recordHistory(store, count);
        const then = new MemoryReadModels(store).of(knownNames);
        const known = harness.readModels.of(knownNames, `${String(year)}-12-31T22:59:59.999Z`);
        for (const where of CONDITIONS) {
          expect(await known.all(where)).toEqual(await then.all(where));
          expect(await known.count(where)).toBe(await then.count(where));
          for (const order of [undefined, { column: 'since', descending: true }])
            for (const limit of [1, 2, 50]) {
              const [asked, found] = [{ where, order, limit }, await then.page({ where, order, limit })];
              expect(await known.page(asked)).toEqual(found);
              if (found.next === undefined) continue;
              const next = { ...asked, after: found.next };
              expect(await known.page(next)).toEqual(await then.page(next));
            }
        }
        for (const id of [1, 2, 3, 4].map((each) => countedUuid(each)))
          expect(await known.get(id)).toEqual(await then.get(id));
        await store.close();
      },
    );

    it.each(HISTORY.map((_event, index) => index + 1))(
      'before position %i answer as they did, whatever the instants',
      async (count) => {
        const store = new MemoryEventStore(catalog);
        await recordHistory(store, count);
        const then = new MemoryReadModels(store).of(knownNames);
        const known = harness.readModels.of(knownNames, { before: BigInt(count) });
        for (const where of CONDITIONS) expect(await known.all(where)).toEqual(await then.all(where));
        await store.close();
      },
    );

    it('tell what was recorded in a range of documents that fit at its beginning or its end, in its order', async () => {
      const recordedIn = async (where: Where, from: bigint, before: bigint) => {
        const changes = await harness.readModels.changes(knownNames, where, { from, before });
        return changes.map(({ position, type, fact, recordedAt }) => {
          return [Number(position), type.replace('membership.Organisation', ''), fact, recordedAt.slice(0, 4)];
        });
      };
      expect(await recordedIn({}, 4n, 8n)).toEqual([
        [4, 'Renamed', undefined, '2015'],
        [5, 'RenamedCorrected', factOf(3), '2016'],
        [6, 'Renamed', undefined, '2017'],
        [7, 'RenamedVoided', factOf(4), '2018'],
      ]);
      // Corrected again later: what it was in between is not lost.
      expect(await recordedIn({ name: 'Alpha' }, 5n, 6n)).toEqual([[5, 'RenamedCorrected', factOf(3), '2016']]);
      expect(await recordedIn({ name: 'Nobody' }, 0n, 11n)).toEqual([]);
      expect(await recordedIn({}, 9n, 10n)).toEqual([[9, 'RegisteredVoided', factOf(2), '2020']]);
    });

    it('answer with everything as without an instant, and nothing of what is gone', async () => {
      const now = harness.readModels.of(knownNames);
      expect(await now.all({})).toEqual([
        { organisationId: countedUuid(1), name: 'Ante', since: '2011-01-01' },
        { organisationId: countedUuid(2), name: 'Bis', since: '2020-01-01' },
      ]);
      expect(await harness.readModels.of(knownNames, '2022-01-01T00:00:00.000Z').all({})).toEqual(await now.all({}));
      expect(await now.count()).toBe(2);
      expect(await now.get(countedUuid(3))).toBeUndefined();
    });

    it('fill a page with what a condition on the document keeps', async () => {
      const keep = ({ name: own }: Named) => own !== 'Ante';
      for (const knownAt of [undefined, '2015-12-31T22:59:59.999Z']) {
        const page = await harness.readModels.of(knownNames, knownAt).page({ keep, limit: 1 });
        expect(page.items).toHaveLength(1);
        const every = await harness.readModels.of(knownNames, knownAt).all({});
        const kept = every.filter(keep);
        expect(page.items).toEqual(kept.slice(0, 1));
        expect(page.next === undefined).toBe(kept.length === 1);
      }
    });
  });
}
