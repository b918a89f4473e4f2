import { expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { MemoryEventStore, MemoryKeyRing } from '#libs/event-store/memory';
import { collect, ContractSamples, sealing } from '#libs/event-store/testing';
import type { LedgerPage } from '#libs/kernel';
import { recordOf } from '../records/index.ts';
import { arrivalOf, pagesOf, type Paging } from './received.ts';

it('a consumer of topics gets everything before a text whose key is missing, then its error', async () => {
  const samples = new ContractSamples(0x52);
  const [keyRing, persons] = [new MemoryKeyRing(), [samples.id(), samples.id(), samples.id()]];
  const personal = sealing(keyRing);
  const store = new MemoryEventStore(catalog, undefined, personal);
  const mandates = persons.map((person) => samples.mandateOf(person, 'Paul Durand'));
  await store.append(samples.office(), 'no-stream', mandates);
  const rows = (await collect(store.readLedger(0n))).flat();
  const arrivals = rows.map((row) => {
    const { position } = row;
    const place = { position, frontier: new Map(), settled: position };
    const record = recordOf(row, place, 0);
    return arrivalOf({ ...record, partition: 0, offset: position, timestampMs: 0 });
  });
  const read = async (paging: Partial<Paging> = {}) => {
    const pages: LedgerPage[] = [];
    try {
      for await (const page of pagesOf({ arrivals, next: 3n }, { catalog, personal, ...paging })) pages.push(page);
    } catch (error) {
      return { pages, error };
    }
    return { pages };
  };
  const idsIn = ({ pages }: { readonly pages: readonly LedgerPage[] }) =>
    pages.map(({ events, next }) => [...events.map(({ id }) => id), next]);
  const [first, second, third] = mandates.map(({ id }) => id);

  expect(idsIn(await read())).toEqual([[first, second, third, 3n]]);
  keyRing.lose(persons[1] ?? '');
  for (const pageSize of [1_000, 3, 2, 1]) {
    const found = await read({ pageSize });
    expect(idsIn(found)).toEqual([[first, 1n]]);
    expect(found.error).toMatchObject({ name: 'UnknownKey', bound: `${String(second)}/data/person/name` });
  }
  expect(idsIn(await read({ asStored: true }))).toEqual([[first, second, third, 3n]]);
});
