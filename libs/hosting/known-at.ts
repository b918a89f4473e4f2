import {
  atRevision,
  fits,
  type KnownBy,
  type LedgerRange,
  type Page,
  type PageRequest,
  type Projection,
  type ReadModelQuery,
  type RecordedChange,
  type Where,
} from '#libs/projections';
import { limitOf, pageOf, placeOfCursor } from './cursor.ts';
import { sortedPage, type Row } from './sorted-page.ts';

/** Stored documents among which are all that fit, or ever fitted, in key order; also those that are gone. */
export interface Candidates {
  find(key: string): Promise<object | undefined>;
  /** The first ones behind a key. Fewer than the limit: there are no more. */
  behind(key: string, where: readonly Where[], limit: number): Promise<readonly Row<object>[]>;
}

/** How many stored documents are read at once. */
const AT_ONCE = 500;

/**
 * Queries over a read model as it was known at an instant, or before a position. Each document is made of the events that were known then; a page is full unless it is the
 * last one. @throws TypeError for a model without an order, which keeps no events
 */
export function knownQuery<Document extends object>(
  { name, columns, asKnown }: Projection,
  known: KnownBy,
  candidates: Candidates,
): ReadModelQuery<Document> {
  if (asKnown === undefined) throw new TypeError(`${name} does not keep what it was made of`);
  const shownOf = (stored: object, key: string): Document | undefined => {
    const shown = asKnown(stored, key, known);
    return shown && atRevision<Document>(shown)?.document;
  };

  async function* rows(where: readonly Where[], after = ''): AsyncGenerator<Row<Document>> {
    for (let last = after; ;) {
      const found = await candidates.behind(last, where, AT_ONCE);
      for (const [key, stored] of found) {
        const document = shownOf(stored, key);
        if (document !== undefined && where.some((each) => fits(document, each, columns))) yield [key, document];
      }
      last = found.at(-1)?.[0] ?? last;
      if (found.length < AT_ONCE) return;
    }
  }

  async function firstOf(
    where: readonly Where[],
    after: string | undefined,
    atMost: number,
    keep?: (document: Document) => boolean,
  ) {
    const found: Row<Document>[] = [];
    for await (const row of rows(where, after)) if ((keep?.(row[1]) ?? true) && found.push(row) >= atMost) break;
    return found;
  }

  async function page(request: PageRequest<Document>): Promise<Page<Document>> {
    const where = [request.where ?? {}].flat();
    if (request.order !== undefined) return sortedPage(await firstOf(where, undefined, Infinity), request, columns);
    const { key } = request.after === undefined ? { key: undefined } : placeOfCursor(request.after);
    const limit = limitOf(request);
    const { items, ...next } = pageOf(await firstOf(where, key, limit + 1, request.keep), limit, ([placed]) => ({
      key: placed,
    }));
    return { items: items.map(([, document]) => document), ...next };
  }

  const find = async (key: string) => {
    const stored = await candidates.find(key);
    const document = stored && shownOf(stored, key);
    return document && { document, revision: undefined };
  };
  const all = async (where: Where) => (await firstOf([where], undefined, Infinity)).map(([, document]) => document);
  return {
    find,
    all,
    page,
    get: async (key) => (await find(key))?.document,
    count: async (where = {}) => (await all(where)).length,
  };
}

/** What was recorded in a range of documents that fit, or did at its beginning, in the order of the ledger. @throws TypeError for a model without an order */
export async function changesAmong(
  { name, columns, asKnown, changesIn }: Projection,
  where: Where,
  range: LedgerRange,
  candidates: Pick<Candidates, 'behind'>,
): Promise<readonly RecordedChange[]> {
  if (asKnown === undefined || changesIn === undefined)
    throw new TypeError(`${name} does not keep what it was made of`);
  const found = new Map<string, RecordedChange>();
  const isMeant = (stored: object, key: string): boolean =>
    [range.from, range.before].some((before) => {
      const known = asKnown(stored, key, { before });
      return known !== undefined && fits(known, where, columns);
    });
  for (let last = ''; ;) {
    const rows = await candidates.behind(last, [where], AT_ONCE);
    for (const [key, stored] of rows) {
      const changes = changesIn(stored, range);
      if (changes.length === 0 || !isMeant(stored, key)) continue;
      for (const change of changes) found.set(change.eventId, change);
    }
    last = rows.at(-1)?.[0] ?? last;
    if (rows.length < AT_ONCE) break;
  }
  return [...found.values()].sort((a, b) => (a.position < b.position ? -1 : 1));
}
