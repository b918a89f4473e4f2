import { setTimeout as pause } from 'node:timers/promises';
import type { LedgerPage } from '#libs/kernel';

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
export async function* joinEmpty(
  subscribe: (signal: AbortSignal) => AsyncIterable<LedgerPage>,
  { restMs, signal, onEmpty }: JoinEmptyOptions,
): AsyncGenerator<LedgerPage> {
  const ended = new AbortController();
  const pages = subscribe(AbortSignal.any([signal, ended.signal]))[Symbol.asyncIterator]();
  let coming: Promise<IteratorResult<LedgerPage>> | undefined;
  let rest: Rest | undefined;
  try {
    for (;;) {
      coming ??= pages.next();
      const got = await (rest === undefined ? coming : Promise.race([coming, rest.over]));
      if (got !== 'rested') coming = undefined;
      if (got !== 'rested' && got.done !== true && got.value.events.length === 0) {
        rest = { next: got.value.next, over: rest?.over ?? pause(restMs, 'rested' as const, { ref: false }) };
        onEmpty(got.value.next);
        continue;
      }
      const { next } = rest ?? {};
      rest = undefined;
      if (got !== 'rested' && got.done !== true) yield got.value;
      else if (next !== undefined) yield { events: [], next };
      if (got !== 'rested' && got.done === true) return;
    }
  } catch (error) {
    // What came before the fault was passed.
    if (rest !== undefined) yield { events: [], next: rest.next };
    throw error;
  } finally {
    ended.abort();
    coming?.catch(() => undefined);
    await pages.return?.();
  }
}

/** Pages without events that were not yielded yet: one timer for all of them. */
interface Rest {
  readonly next: bigint;
  readonly over: Promise<'rested'>;
}
