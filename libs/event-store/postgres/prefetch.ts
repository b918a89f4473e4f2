/**
 * Yields what `load` gives, page after page, with the next page on its way while the consumer works on this one: never more
 * than one ahead. `load` says where the next page begins, or undefined after the last one.
 */
export async function* prefetched<Page>(
  start: bigint | undefined,
  load: (from: bigint) => Promise<Page>,
  following: (page: Page, from: bigint) => bigint | undefined,
): AsyncGenerator<Page> {
  let ahead = start === undefined ? undefined : begin(load, start);
  for (let from = start; from !== undefined && ahead !== undefined;) {
    const page: Page = await ahead;
    from = following(page, from);
    ahead = from === undefined ? undefined : begin(load, from);
    yield page;
  }
}

/** A page that is not awaited any more may fail without an unhandled rejection. */
function begin<Page>(load: (from: bigint) => Promise<Page>, from: bigint): Promise<Page> {
  const page = load(from);
  page.catch(() => undefined);
  return page;
}
