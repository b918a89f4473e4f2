import type { LedgerPage } from '#libs/kernel';

/**
 * What is left of a page for a consumer that has handled everything before `position`: delivery is at least once, and the
 * position of an event tells a repeat from a new one. The answer never moves a consumer back.
 */
export function withoutHandled(page: LedgerPage, position: bigint): LedgerPage {
  const first = page.events[0];
  const next = page.next > position ? page.next : position;
  if (first === undefined || first.position >= position) return { events: page.events, next };
  return { events: page.events.filter((event) => event.position >= position), next };
}
