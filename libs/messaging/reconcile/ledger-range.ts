import type { EventStore } from '#libs/event-store';
import { frontierText, topicOf, type PublishedEvent } from '../records/index.ts';
import type { Findings } from './finding.ts';
import type { DisorderNote, TopicCopy } from './topic-copies.ts';

/** What the ledger says of a position, and so what its record has to say. */
export interface LedgerPlace {
  readonly position: string;
  readonly stream: string;
  readonly revision: string;
  readonly eventId: string;
  readonly epoch: string;
  /** The leaf hash in base64. */
  readonly leaf: string;
  readonly topic: string;
  readonly frontier: string;
  /** The highest recording instant so far, in milliseconds. */
  readonly timestampMs: number;
}

/**
 * The ledger from its beginning up to `until` in ranges of `size` positions, each position with its frontier.
 * @throws MissingPosition when the ledger itself has a gap
 */
export async function* ledgerPlaces(
  ledger: Pick<EventStore, 'readLedger'>,
  until: bigint,
  size: number,
): AsyncGenerator<readonly LedgerPlace[]> {
  const frontier = new Map<string, bigint>();
  let timestampMs = 0;
  let places: LedgerPlace[] = [];
  for await (const rows of ledger.readLedger(0n, { until, pageSize: Math.min(size, 1_000) })) {
    for (const { position, epoch, stream, revision, eventId, leafHash, record } of rows) {
      const { type, metadata } = JSON.parse(record) as Pick<PublishedEvent, 'type' | 'metadata'>;
      const topic = topicOf({ type, metadata });
      timestampMs = Math.max(timestampMs, Date.parse(metadata.recordedAt));
      places.push({
        position: String(position),
        epoch,
        stream,
        revision: String(revision),
        eventId,
        leaf: Buffer.from(leafHash).toString('base64'),
        topic,
        frontier: frontierText(frontier),
        timestampMs,
      });
      frontier.set(topic, position);
      if (places.length < size) continue;
      yield places;
      places = [];
    }
  }
  if (places.length > 0) yield places;
}

/** Where the broker's partitioner puts a key; undefined where that is not known. */
export type PartitionOf = (topic: string, key: string) => number | undefined;

interface Slot {
  readonly place: LedgerPlace;
  /** The first record of the position that is as it should be, on the topic where it should be. */
  first?: TopicCopy | undefined;
  altered?: true | undefined;
  repeated?: true | undefined;
}

/** A range of the ledger beside the records that say one of its positions. Its memory is the range, however many records come. */
export class LedgerRange {
  readonly #slots: readonly Slot[];
  readonly #from: bigint;
  #repaired = 0;

  constructor(
    places: readonly LedgerPlace[],
    private readonly findings: Findings,
    private readonly partitionOf: PartitionOf = () => undefined,
  ) {
    this.#slots = places.map((place) => ({ place }));
    this.#from = BigInt(places[0]?.position ?? 0);
  }

  /** How many records are in their place because a repair put them on their topic. */
  get repaired(): number {
    return this.#repaired;
  }

  /** Records of one partition come in the order of their offsets. False when it says a position whose event it is not. */
  take(copy: TopicCopy): boolean {
    const slot = this.#at(copy.position);
    if (slot === undefined || !isAbout(copy, slot.place)) return false;
    const { place } = slot;
    const isHere = copy.topic === place.topic;
    if (!isHere) this.findings.add('misplaced', copy, place, misplacedText(copy, place));
    const faults = [...copy.faults, ...this.#faults(copy, place)];
    if (faults.length > 0) {
      if (isHere) slot.altered = true;
      this.findings.add('altered', copy, place, faults.join('; '));
    } else if (isHere) this.#place(copy, slot);
    return true;
  }

  /** Comes after the record that it is about. */
  disorder(note: DisorderNote): void {
    const { place, first } = this.#at(note.position) ?? {};
    if (place === undefined || first === undefined || first.repaired === true) return;
    if (first.offset !== note.offset || first.partition !== note.partition || first.topic !== note.topic) return;
    const message = `it stands ${note.stands} position ${note.other} in its partition`;
    this.findings.add('out-of-order', first, place, message);
  }

  /** To be called when every record was given. Those of which nothing is on their topic; positions from `until` on may still be on their way. */
  end(until: bigint, starts: BatchStarts): readonly LedgerPlace[] {
    for (const { place, first, repeated } of this.#slots) {
      const position = BigInt(place.position);
      if (first !== undefined && first.repaired !== true) this.#judgeSettled(first, place, starts);
      // The record that repeats another was sent in another batch, which may have begun with it.
      if (first === undefined || first.repaired === true || repeated === true) starts.unknown(position);
    }
    const absent = this.#slots.filter(({ first, altered }) => first === undefined && altered === undefined);
    return absent.map(({ place }) => place).filter(({ position }) => BigInt(position) < until);
  }

  #place(copy: TopicCopy, slot: Slot): void {
    if (slot.first === undefined) {
      slot.first = copy;
      if (copy.repaired === true) this.#repaired += 1;
      return;
    }
    slot.repeated = true;
    const { partition, offset } = slot.first;
    const message = `it repeats the record at offset ${offset} of partition ${String(partition)}`;
    this.findings.add('duplicated', copy, slot.place, message);
  }

  #faults(copy: TopicCopy, place: LedgerPlace): readonly string[] {
    const faults: string[] = [];
    if (copy.leaf !== undefined && copy.leaf !== place.leaf)
      faults.push(`its headers and body give the leaf hash ${hex(copy.leaf)}, the ledger holds ${hex(place.leaf)}`);
    if (copy.epoch !== place.epoch) faults.push(`ce_ledgerepoch is ${String(copy.epoch)} and not ${place.epoch}`);
    if (copy.frontier !== place.frontier)
      faults.push(`ce_frontier is ${String(copy.frontier)} and not ${place.frontier}`);
    const partition = this.partitionOf(place.topic, place.stream);
    if (copy.topic === place.topic && partition !== undefined && partition !== copy.partition)
      faults.push(`its key belongs into partition ${String(partition)}`);
    return faults;
  }

  #judgeSettled(first: TopicCopy, place: LedgerPlace, starts: BatchStarts): void {
    const settled = BigInt(first.settled ?? 0);
    if (starts.isStart(settled, BigInt(place.position))) return;
    this.findings.add('altered', first, place, `ce_settled is ${String(settled)}, where no batch of the relay began`);
  }

  #at(position: string | undefined): Slot | undefined {
    return position === undefined ? undefined : this.#slots[Number(BigInt(position) - this.#from)];
  }
}

/** Altered in one place a record still is the one of its position; what agrees in nothing else says a wrong position. */
function isAbout({ eventId, stream, revision, leaf }: TopicCopy, place: LedgerPlace): boolean {
  const isThere = stream === place.stream && revision === place.revision;
  return isThere || eventId === place.eventId || leaf === place.leaf;
}

function misplacedText(copy: TopicCopy, place: LedgerPlace): string {
  const restricted = place.topic.includes('.restricted.') && !copy.topic.includes('.restricted.');
  return `${restricted ? 'it is restricted and everybody can read it here: ' : ''}it belongs on ${place.topic}`;
}

function hex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}

/**
 * Judges what records say is settled: the first position of the batch in which they were sent, which is a position whose own
 * record says the same. The last two beginnings count, because batches of a send that failed in part may overlap those of the
 * send after it; and so does every position of late whose own word is not known. What it takes for good is true in any case: a
 * settled position below its own is never a promise that was not kept once nothing is missing.
 */
export class BatchStarts {
  #current: bigint | undefined;
  #before: bigint | undefined;
  #doubtful: { readonly from: bigint; readonly to: bigint } | undefined;

  /** Positions come in rising order. False when no batch began at `settled`. */
  isStart(settled: bigint, position: bigint): boolean {
    if (settled === this.#current || settled === this.#before) return true;
    if (settled !== position && !this.#isDoubtful(settled)) {
      this.unknown(position);
      return false;
    }
    this.#before = this.#current;
    this.#current = settled;
    if (this.#doubtful !== undefined && (this.#before ?? -1n) > this.#doubtful.to) this.#doubtful = undefined;
    return true;
  }

  /** The record of this position is not there, or cannot be trusted: a batch may have begun with it. */
  unknown(position: bigint): void {
    this.#doubtful = { from: this.#doubtful?.from ?? position, to: position };
  }

  #isDoubtful(settled: bigint): boolean {
    return this.#doubtful !== undefined && settled >= this.#doubtful.from && settled <= this.#doubtful.to;
  }
}
