/**
 * Works on several items at once and gives the results in the order of the items. At most so many are under way, whatever waits, so that a file of any
 * length takes as much memory as a short one. Where the items end in a fault, it comes behind the results of those before it.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void> {
  const underWay: Promise<Result>[] = [];
  const given = ended(items);
  try {
    for await (const item of given.items) {
      underWay.push(started(work(item)));
      const [first] = underWay.length < atOnce ? [] : underWay.splice(0, 1);
      if (first !== undefined) yield await first;
    }
    for (const result of underWay.splice(0)) yield await result;
    if ('error' in given.fault) throw given.fault.error;
  } finally {
    await Promise.allSettled(underWay);
  }
}

/** The items up to a fault, and the fault apart. */
function ended<Item>(items: AsyncIterable<Item>): {
  readonly items: AsyncIterable<Item>;
  readonly fault: { error?: unknown };
} {
  const fault: { error?: unknown } = {};
  const iterator = items[Symbol.asyncIterator]();
  const next = async (): Promise<IteratorResult<Item>> => {
    try {
      return await iterator.next();
    } catch (error) {
      fault.error = error;
      return { done: true, value: undefined };
    }
  };
  const close = async (): Promise<IteratorResult<Item>> => {
    await iterator.return?.();
    return { done: true, value: undefined };
  };
  return { items: { [Symbol.asyncIterator]: () => ({ next, return: close }) }, fault };
}

/** Whoever waits for it hears of its failure; nobody does while an earlier one is awaited. */
function started<Result>(result: Promise<Result>): Promise<Result> {
  result.catch(() => undefined);
  return result;
}
