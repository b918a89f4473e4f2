import { contextOf, type LedgerPage, type RecordedEvent } from '#libs/kernel';
import { withoutHandled } from '../port.ts';
import type { ConsumeRequest, MessageSource } from '../port.ts';

/** What a consumer that tolerates repeats by their position has seen. */
export interface Seen {
  /** Each event once, in the order in which it came first. */
  readonly events: readonly RecordedEvent[];
  /** Where another consumer goes on. */
  readonly next: bigint;
  readonly pages: readonly LedgerPage[];
}

type Request = Omit<ConsumeRequest, 'signal'>;

/** Consumes until it has seen so many events, then lets go of the source. A `pause` makes it slow. */
export async function consume(
  source: MessageSource,
  request: Request,
  count: number,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<Seen> {
  const ended = new AbortController();
  const pages: LedgerPage[] = [];
  const events: RecordedEvent[] = [];
  let next = request.from;
  for await (const page of source.consume({ ...request, signal: ended.signal })) {
    pages.push(page);
    const fresh = withoutHandled(page, next);
    events.push(...fresh.events);
    next = fresh.next;
    if (events.length >= count) break;
    await pause();
  }
  ended.abort();
  return { events, next, pages };
}

export function positionsOf(events: readonly RecordedEvent[]): readonly bigint[] {
  return events.map(({ position }) => position);
}

export function ofContexts(events: readonly RecordedEvent[], ...contexts: readonly string[]): readonly RecordedEvent[] {
  return events.filter(({ type }) => contexts.includes(contextOf(type)));
}

/** The position of the first of these events: where a consumer begins that is to see no earlier one. */
export function startOf(events: readonly RecordedEvent[]): bigint {
  return events[0]?.position ?? 0n;
}
