import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '#libs/postgres';
import { digestOf } from '../rebuild/digest.ts';
import { loadDocuments, writeChanges, type Changes } from './document-rows.ts';
import { prepareModel } from './model.ts';
import { placeOf } from './table.ts';
import { accounts } from '../test/accounts.ts';
import { Workbench } from '../test/bench.ts';

const place = placeOf(accounts);
const AWKWARD = [
  'tab\t',
  'line\nend',
  'return\r',
  'back\\slash',
  '\\N',
  '\\.',
  'quote"\'',
  'é😀',
  ' ',
  '{a,b}',
  'NULL',
];

describe.each([
  ['few documents, as values', 0],
  ['many documents, by copy', 400],
])('documents in a table: %s', (_what, others) => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await Workbench.open();
    await prepareModel(bench.pool, accounts);
  });
  afterAll(async () => {
    await bench.close();
  });

  const keys = [...AWKWARD, ...Array.from({ length: others }, (_, index) => `other ${String(index)}`)];
  const documentOf = (key: string, round: number) => ({
    name: key,
    round,
    nested: { list: [key, '\\', '\t', null, 0.1] },
  });
  const write = (changes: Partial<Changes>) =>
    inTransaction(bench.pool, (client) =>
      writeChanges(client, place, { keys: [], texts: [], replaced: [], removed: [], ...changes }),
    );

  it('come back as they were written, whatever stands in keys and members', async () => {
    await write({ keys, texts: keys.map((key) => JSON.stringify(documentOf(key, 1))) });
    const found = await loadDocuments(bench.pool, place, keys);
    expect(found).toEqual(new Map(keys.map((key) => [key, documentOf(key, 1)])));
  });

  it('are replaced and removed', async () => {
    const [gone, ...kept] = keys;
    await write({
      keys: kept,
      texts: kept.map((key) => JSON.stringify(documentOf(key, 2))),
      replaced: kept,
      removed: [gone ?? ''],
    });
    const found = await loadDocuments(bench.pool, place, keys);
    expect(found).toEqual(new Map(kept.map((key) => [key, documentOf(key, 2)])));
  });

  it('have a digest that follows content, not the way of storing', async () => {
    const before = await digestOf(bench.pool, place);
    const [first = ''] = AWKWARD.slice(1);
    const rewrite = (round: number) =>
      write({ keys: [first], texts: [JSON.stringify(documentOf(first, round))], replaced: [first] });
    await rewrite(3);
    expect(await digestOf(bench.pool, place)).not.toEqual(before);
    await rewrite(2);
    expect(await digestOf(bench.pool, place)).toEqual(before);
    expect(before.documents).toBe(BigInt(keys.length - 1));
  });
});

describe('the digest', () => {
  it('of an empty model is that of nothing, and distinguishes a key from a document', async () => {
    const bench = await Workbench.open();
    await prepareModel(bench.pool, accounts);
    const digest = async (...rows: readonly (readonly [string, string])[]) => {
      await bench.pool.query('delete from bank.open_accounts');
      for (const [key, text] of rows)
        await bench.pool.query({
          text: 'insert into bank.open_accounts (key, document) values ($1, $2)',
          values: [key, text],
        });
      return (await digestOf(bench.pool, place)).sha256;
    };
    expect(await digest()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const pairs = [
      await digest(['a', '{"x": 1}'], ['b', '{"x": 2}']),
      await digest(['a', '{"x": 2}'], ['b', '{"x": 1}']),
      await digest(['a', '{"x": 1}']),
      await digest(['b', '{"x": 1}']),
    ];
    expect(new Set(pairs).size).toBe(4);
    expect(await digest(['b', '{"x": 2}'], ['a', '{"x": 1}'])).toBe(pairs[0]);
    await bench.close();
  });
});

afterAll(() => Workbench.end());
