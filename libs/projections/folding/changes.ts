import type { JsonObject } from '#libs/kernel';
import type { Kept, KeptCorrection } from './rereading.ts';

/** Positions of the ledger: from the first one on, up to the one that is not in it any more. */
export interface LedgerRange {
  readonly from: bigint;
  readonly before: bigint;
}

/** What was recorded in a range of the ledger and has a part in a document. */
export interface RecordedChange {
  readonly eventId: string;
  readonly type: string;
  readonly position: bigint;
  readonly recordedAt: string;
  /** The day of legal effect of the fact, also where a correction has said it. */
  readonly effectiveAt: string;
  readonly data: JsonObject;
  /** The fact that it corrects or voids. */
  readonly fact?: string;
}

/** The changes of a document in a range, made of the events that it keeps. */
export function changesOf(kepts: readonly Kept[], { from, before }: LedgerRange): readonly RecordedChange[] {
  const isWithin = ({ position }: Pick<KeptCorrection, 'position'>): boolean =>
    from <= BigInt(position) && BigInt(position) < before;
  const corrections = new Set(kepts.flatMap(({ correctedBy }) => correctedBy?.id ?? []));
  return kepts.flatMap((kept): readonly RecordedChange[] => {
    const { correctedBy, takenBackBy, knownFrom, knownTo } = kept;
    const first = correctedBy ?? kept;
    const recordedAt = knownFrom ?? kept.metadata.recordedAt;
    const stated = isWithin(first) ? [changeBy(kept, first, recordedAt)] : [];
    // A fact that was corrected in its place is a correction, which is in the list already.
    const isVoided = takenBackBy !== undefined && !corrections.has(takenBackBy.id) && isWithin(takenBackBy);
    return isVoided ? [...stated, changeBy(kept, takenBackBy, knownTo ?? recordedAt)] : stated;
  });
}

function changeBy(kept: Kept, { id, type, position }: KeptCorrection, recordedAt: string): RecordedChange {
  const { effectiveAt } = kept.metadata;
  const change = { eventId: id, type, position: BigInt(position), recordedAt, effectiveAt, data: kept.data };
  return id === kept.id ? change : { ...change, fact: kept.id };
}
