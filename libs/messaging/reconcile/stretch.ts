import type { TopicCopy } from './copy.ts';
import type { BatchStarts } from './batch-starts.ts';
import type { Finding } from './finding.ts';
import type { LedgerPlace } from './ledger-place.ts';
import { findingOf } from './located.ts';

/** A disorder as it is kept until the records of its position are known. */
export interface DisorderNote {
  readonly position: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly stands: 'behind' | 'before';
  readonly other: string;
}

interface Slot {
  /** The first record of the position that is as it should be, on the topic where it should be. */
  first?: TopicCopy | undefined;
  altered?: true | undefined;
  repeated?: true | undefined;
}

export interface StretchHearer {
  readonly finding: (finding: Finding) => void;
  /** It says a position whose event it is not. */
  readonly stray: (copy: TopicCopy) => void;
  /** Nothing of that position is on its topic. */
  readonly missing: (place: LedgerPlace) => void;
  readonly repaired: () => void;
}

/** Where the broker's partitioner puts a key; undefined where that is not known. */
export type PartitionOf = (topic: string, key: string) => number | undefined;

/** A stretch of the ledger beside the records that say one of its positions. Its memory is the stretch, however many records come. */
export class Stretch {
  readonly #slots: Slot[];
  readonly #from: bigint;

  constructor(
    private readonly places: readonly LedgerPlace[],
    private readonly hearer: StretchHearer,
    private readonly partitionOf: PartitionOf = () => undefined,
  ) {
    this.#slots = places.map(() => ({}));
    this.#from = places[0]?.position ?? 0n;
  }

  /** Records of one partition come in the order of their offsets. */
  copy(copy: TopicCopy): void {
    const { place, slot } = this.#at(copy.position);
    if (place === undefined || slot === undefined || !isAbout(copy, place)) this.hearer.stray(copy);
    else this.#judge(copy, place, slot);
  }

  /** Comes after the record that it is about. */
  disorder(note: DisorderNote): void {
    const { place, slot } = this.#at(note.position);
    const first = slot?.first;
    if (place === undefined || first === undefined || first.repaired === true) return;
    if (first.offset !== note.offset || first.partition !== note.partition || first.topic !== note.topic) return;
    const message = `it stands ${note.stands} position ${note.other} in its partition`;
    this.hearer.finding(findingOf('out-of-order', first, place, message));
  }

  /** To be called when every record was given; positions from `until` on may still be on their way. */
  end(until: bigint, starts: BatchStarts): void {
    for (const [index, place] of this.places.entries()) {
      const { first, altered, repeated } = this.#slots[index] ?? {};
      if (first !== undefined && first.repaired !== true) this.#judgeSettled(first, place, starts);
      // The record that repeats another was sent in another batch, which may have begun with it.
      if (first === undefined || first.repaired === true || repeated === true) starts.unknown(place.position);
      if (first === undefined && altered === undefined && place.position < until) this.hearer.missing(place);
    }
  }

  #judge(copy: TopicCopy, place: LedgerPlace, slot: Slot): void {
    const faults = [...copy.faults, ...this.#faults(copy, place)];
    if (copy.topic !== place.topic)
      this.hearer.finding(findingOf('misplaced', copy, place, misplacedText(copy, place)));
    if (faults.length > 0) {
      if (copy.topic === place.topic) slot.altered = true;
      this.hearer.finding(findingOf('altered', copy, place, faults.join('; ')));
    } else if (copy.topic === place.topic) this.#good(copy, place, slot);
  }

  #good(copy: TopicCopy, place: LedgerPlace, slot: Slot): void {
    if (slot.first === undefined) {
      slot.first = copy;
      if (copy.repaired === true) this.hearer.repaired();
      return;
    }
    slot.repeated = true;
    const { partition, offset } = slot.first;
    const message = `it repeats the record at offset ${offset} of partition ${String(partition)}`;
    this.hearer.finding(findingOf('duplicated', copy, place, message));
  }

  #faults(copy: TopicCopy, place: LedgerPlace): readonly string[] {
    const faults: string[] = [];
    if (copy.leaf !== undefined && copy.leaf !== place.leaf)
      faults.push(`its headers and body give the leaf hash ${hex(copy.leaf)}, the ledger holds ${hex(place.leaf)}`);
    if (copy.frontier !== place.frontier)
      faults.push(`ce_frontier is ${String(copy.frontier)} and not ${place.frontier}`);
    const partition = this.partitionOf(place.topic, place.stream);
    if (copy.topic === place.topic && partition !== undefined && partition !== copy.partition)
      faults.push(`its key belongs into partition ${String(partition)}`);
    return faults;
  }

  #judgeSettled(first: TopicCopy, place: LedgerPlace, starts: BatchStarts): void {
    const settled = BigInt(first.settled ?? 0);
    if (starts.isStart(settled, place.position)) return;
    const message = `ce_settled is ${String(settled)}, where no batch of the relay began`;
    this.hearer.finding(findingOf('altered', first, place, message));
  }

  #at(position: string | undefined): { readonly place?: LedgerPlace | undefined; readonly slot?: Slot | undefined } {
    if (position === undefined) return {};
    const index = Number(BigInt(position) - this.#from);
    return { place: this.places[index], slot: this.#slots[index] };
  }
}

/** Altered in one place a record still is the one of its position; what agrees in nothing else says a wrong position. */
function isAbout({ id, stream, revision, leaf }: TopicCopy, place: LedgerPlace): boolean {
  return id === place.eventId || leaf === place.leaf || (stream === place.stream && revision === place.revision);
}

function misplacedText(copy: TopicCopy, place: LedgerPlace): string {
  const restricted = place.topic.includes('.restricted.') && !copy.topic.includes('.restricted.');
  return restricted
    ? `it is restricted and everybody can read it here: it belongs on ${place.topic}`
    : `it belongs on ${place.topic}`;
}

function hex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}
