import type { Kept } from './rereading.ts';

/** How much is known: what was recorded until an instant, or what stands before a position of the ledger, which tells events of one instant apart. */
export type KnownBy = string | { readonly before: bigint };

/** Whether an event, as it is kept, was known then and read so. */
export function isKnownBy(kept: Kept, by: KnownBy): boolean {
  const { knownFrom, knownTo, correctedBy, takenBackBy, position, metadata } = kept;
  if (typeof by === 'string')
    return (knownFrom ?? metadata.recordedAt) <= by && (knownTo === undefined || by < knownTo);
  const isThere = BigInt(correctedBy?.position ?? position) < by.before;
  return isThere && (takenBackBy === undefined || by.before <= BigInt(takenBackBy.position));
}
