import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import type { AnyHandler } from '../projection.ts';
import { FoldDocuments } from './fold-documents.ts';
import { recorded } from '../testing/index.ts';
import { credited } from '../test/histories.ts';

const [event] = recorded([credited('a', 1)]);
const handler: AnyHandler = { does: 'upserts', keys: () => [], evolve: () => undefined };
const touching = (key: string) => (event === undefined ? [] : [{ event, handler, keys: [key] }]);

type Step =
  | { readonly do: 'set'; readonly key: string; readonly n: number }
  | { readonly do: 'remove'; readonly key: string }
  | { readonly do: 'flush' }
  | { readonly do: 'putBy' }
  | { readonly do: 'evict' };

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('set' as const), key, n: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flush' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('putBy' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('evict' as const) }) },
);

/** A table that refuses what a database would refuse: a copy over a document that is there, a removal of one that is not. */
class Table {
  readonly rows = new Map<string, string>();

  write({ keys, texts, replaced, removed }: ReturnType<FoldDocuments['flush']>): void {
    for (const gone of [...replaced, ...removed]) expect(this.rows.delete(gone)).toBe(true);
    keys.forEach((added, index) => {
      expect(this.rows.has(added)).toBe(false);
      this.rows.set(added, texts[index] ?? '');
    });
  }

  load(keys: readonly string[]): Map<string, object> {
    const found = keys.filter((wanted) => this.rows.has(wanted));
    return new Map(found.map((wanted) => [wanted, JSON.parse(this.rows.get(wanted) ?? '') as object]));
  }
}

describe('the documents of a rebuild', () => {
  it('whatever is written, put by, forgotten and asked for again: the table ends up with what was set', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const documents = new FoldDocuments(true);
        const table = new Table();
        const model = new Map<string, object>();
        const known = (wanted: string): void => {
          const unknown = documents.unknown(touching(wanted));
          documents.add(unknown, table.load(unknown));
        };
        for (const taken of steps) {
          if (taken.do === 'flush') table.write(documents.flush());
          else if (taken.do === 'putBy') documents.putBy(0);
          else if (taken.do === 'evict') documents.evict(0);
          else {
            known(taken.key);
            expect(documents.get(taken.key)).toEqual(model.get(taken.key));
            const document = taken.do === 'set' ? { n: taken.n } : undefined;
            documents.set(taken.key, document);
            if (document === undefined) model.delete(taken.key);
            else model.set(taken.key, document);
          }
        }
        table.write(documents.flush());
        expect(table.load([...table.rows.keys()])).toEqual(model);
        expect(table.rows.size).toBe(model.size);
      }),
      { numRuns: 500, seed: propertySeed() },
    );
  });

  it('counts what it holds, and holds nothing once everything is forgotten', () => {
    const documents = new FoldDocuments(true);
    documents.set('a', { text: 'x'.repeat(1_000) });
    documents.set('gone', undefined);
    documents.flush();
    expect(documents.size).toBeGreaterThan(1_000);
    expect(documents.size).toBeLessThan(1_400);
    documents.evict(0);
    expect(documents.size).toBe(0);
  });
});
