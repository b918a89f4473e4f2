import type { EventStore } from '#libs/event-store';
import type { Projection, ReadModelQuery, ReadModels } from '#libs/projections';

/**
 * Facts of other contexts, as the own read models keep them. A decision that needs one waits (bounded) until its copy has
 * handled everything that was committed when the command came in, so that whatever was answered before is seen.
 */
export interface Copies {
  /** @throws ReadModelBehind, PositionsLate past the bound */
  of<Events extends object, Document extends object>(
    projection: Projection<Events, Document>,
  ): Promise<ReadModelQuery<Document>>;
  /**
   * Several copies as the ledger made them at one place in it, behind everything that was committed when the command came in; the same answers at any later
   * time. Of models with an `order`. @throws ReadModelBehind, PositionsLate past the bound
   */
  settled(projections: readonly Projection[]): Promise<SettledCopies>;
}

export interface SettledCopies {
  /** What stands before this position is in the copies, and nothing else. */
  readonly before: bigint;
  readonly models: Pick<ReadModels, 'of'>;
}

/** The copies for one command: the moment at which it came in is taken once, however often it is run. */
export function copiesFor(store: Pick<EventStore, 'sequencedHead'>, readModels: ReadModels): Copies {
  let head: Promise<bigint> | undefined;
  const waitFor = async (projections: readonly { readonly name: string }[]): Promise<bigint> => {
    head ??= store.sequencedHead();
    const committed = await head;
    if (committed > 0n) await Promise.all(projections.map((each) => readModels.waitFor(each, committed - 1n)));
    return committed;
  };
  return {
    of: async (projection) => {
      await waitFor([projection]);
      return readModels.of(projection);
    },
    settled: async (projections) => {
      const before = await waitFor(projections);
      return { before, models: { of: (projection) => readModels.of(projection, { before }) } };
    },
  };
}
