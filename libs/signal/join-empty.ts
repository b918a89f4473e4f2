import { setTimeout as pause } from 'node:timers/promises';

/** A page of whatever a subscription brings, up to `next`. */
export interface SubscriptionPage {
  readonly events: readonly unknown[];
  readonly next: bigint;
}

export interface JoinEmptyOptions {
  /** How long a page without events may wait for one with some, in milliseconds. */
  readonly restMs: number;
  readonly signal: AbortSignal;
  /** Called for each page without events when it comes: there is nothing to do before its `next`. */
  readonly onEmpty: (next: bigint) => void;
}

/**
 * The pages of a subscription, those without events joined to what follows them: most pages hold nothing for most models, and a
 * checkpoint written for each of them would be most of what a system writes. Pages with events are yielded when they come. The
 * subscription ends with the iteration, so that nothing is left waiting at a quiet source.
 */
export async function* joinEmpty<Page extends SubscriptionPage>(
  subscribe: (signal: AbortSignal) => AsyncIterable<Page>,
  { restMs, signal, onEmpty }: JoinEmptyOptions,
): AsyncGenerator<Page> {
  const ended = new AbortController();
  const pages = subscribe(AbortSignal.any([signal, ended.signal]))[Symbol.asyncIterator]();
  let coming: Promise<IteratorResult<Page>> | undefined;
  let rest: Rest<Page> | undefined;
  try {
    for (;;) {
      coming ??= pages.next();
      const got = await (rest === undefined ? coming : Promise.race([coming, rest.over]));
      if (got !== 'rested') coming = undefined;
      if (got !== 'rested' && got.done !== true && got.value.events.length === 0) {
        rest = { page: got.value, over: rest?.over ?? pause(restMs, 'rested' as const, { ref: false }) };
        onEmpty(got.value.next);
        continue;
      }
      const { page } = rest ?? {};
      rest = undefined;
      if (got !== 'rested' && got.done !== true) yield got.value;
      else if (page !== undefined) yield page;
      if (got !== 'rested' && got.done === true) return;
    }
  } catch (error) {
    // What came before the fault was passed.
    if (rest !== undefined) yield rest.page;
    throw error;
  } finally {
    ended.abort();
    coming?.catch(() => undefined);
    await pages.return?.();
  }
}

/** Pages without events that were not yielded yet: one timer for all of them. */
interface Rest<Page> {
  /** The last of them. */
  readonly page: Page;
  readonly over: Promise<'rested'>;
}
