import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import type { EventMap, Projection } from '../projection.ts';
import { foldBatches, lawful } from './given.ts';
import { recorded, type Happened } from './happened.ts';

/**
 * The property every read model has: however the same events are cut into batches, the documents are the same. Live runs cut
 * them by arrival and rebuilds by thousands, so a read model without it differs from its own rebuild. Of a history those events count
 * that the read model takes.
 */
export function chunkingDoesNotMatter<Events extends EventMap, Document extends object>(
  projection: Projection<Events, Document>,
  anyHistory: fc.Arbitrary<readonly Happened<Events>[]>,
  numRuns = 200,
): void {
  it(`${projection.name}: however the events are cut, they give the same documents`, () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 20 });
    fc.assert(
      fc.property(anyHistory, cuts, (history, sizes) => {
        const events = recorded(lawful(projection, history));
        expect(sorted(foldBatches(projection, cut(events, sizes)))).toEqual(sorted(foldBatches(projection, [events])));
      }),
      { numRuns, seed: propertySeed() },
    );
  });
}

/** Batches of these sizes, and one of what is left. */
export function cut<Item>(items: readonly Item[], sizes: readonly number[]): readonly (readonly Item[])[] {
  const batches: (readonly Item[])[] = [];
  let from = 0;
  for (const size of sizes) {
    batches.push(items.slice(from, from + size));
    from += size;
  }
  return [...batches, items.slice(from)];
}

function sorted(documents: ReadonlyMap<string, object>): readonly (readonly [string, string])[] {
  return [...documents]
    .map(([key, document]) => [key, JSON.stringify(document)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
