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
}

/** The copies for one command: the moment at which it came in is taken once, however often it is run. */
export function copiesFor(store: Pick<EventStore, 'sequencedHead'>, readModels: ReadModels): Copies {
  let head: Promise<bigint> | undefined;
  return {
    of: async (projection) => {
      head ??= store.sequencedHead();
      const committed = await head;
      if (committed > 0n) await readModels.waitFor(projection, committed - 1n);
      return readModels.of(projection);
    },
  };
}
