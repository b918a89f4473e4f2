import { isUuid } from '#libs/kernel';
import type { EventStore } from '#libs/event-store';
import type { TopicMessage, TopicPublisher } from '../records/index.ts';
import { Findings, type ReconcileReport, type RepairReport } from './finding.ts';
import { BatchStarts, ledgerPlaces, LedgerRange, type PartitionOf } from './ledger-range.ts';
import { MissingRecords, Repair } from './missing.ts';
import { Spill } from './spill.ts';
import { BEYOND, STRAYS, TopicCopies, type SpilledLine, type TopicCopy } from './topic-copies.ts';

/** The topics that are compared with a ledger. */
export interface ReconciledTopics {
  /** Everything on them from the beginning to their ends as of the call, each partition in the order of its offsets. */
  read(signal: AbortSignal): AsyncIterable<readonly TopicMessage[]>;
  /** The first position that the relay does not know to be acknowledged: what is behind it cannot be missing yet. */
  published(): Promise<bigint>;
  /** Called when there is something to repair; the publisher is closed afterwards. */
  publisher(): Promise<TopicPublisher>;
  /** The partition of a key, where that is known. */
  partitioning?(): Promise<PartitionOf>;
}

export interface ReconcileOptions {
  readonly ledger: Pick<EventStore, 'readLedger' | 'positionOf' | 'status'>;
  readonly topics: ReconciledTopics;
  /** Publishes what is missing. */
  readonly repair: boolean;
  /** Stops it at the next range; it then rejects with the reason. */
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: ReconcileProgress) => void) | undefined;
  /** Positions that are held in memory at once. Default: 8,192. */
  readonly rangeSize?: number | undefined;
  /** Characters that wait in memory before they go to files, about 600 bytes for each record beyond some ten thousand. */
  readonly buffered?: number | undefined;
  /** Findings of each kind that are named. Default: 100. */
  readonly keptOfEach?: number | undefined;
  /** Any steady clock, in milliseconds. */
  readonly nowMs?: (() => number) | undefined;
}

/** How far a phase is. */
export interface ReconcileProgress {
  readonly phase: 'topics' | 'ledger' | 'repair';
  readonly position: number;
  /** The expected total: topics may hold more records than the ledger has positions. */
  readonly target: number;
  readonly eventsPerSecond: number;
  /** Milliseconds at the present speed; undefined at the very beginning. */
  readonly estimatedMsLeft: number | undefined;
}

/**
 * Reads topics and ledger once each, from their beginnings to where they are now, and reports every difference. Records are put
 * into buckets of positions on disk, so that memory is bounded by one range of positions and not by the history, whatever the
 * partitions do to the order.
 * @throws MissingPosition when the ledger itself has a gap, and what reading, publishing and the disk reject with
 */
export async function reconcile(options: ReconcileOptions): Promise<ReconcileReport> {
  const spills = { records: spill(options), strays: spill(options), missing: spill(options) };
  try {
    return await new Reconciliation(options, spills).run();
  } finally {
    for (const each of Object.values(spills)) await each.close();
  }
}

function spill({ buffered }: ReconcileOptions): Spill {
  return new Spill(undefined, buffered);
}

const RANGE_SIZE = 8_192;
const KEPT = 100;

class Reconciliation {
  readonly #findings: Findings;
  readonly #missing: MissingRecords;
  readonly #size: number;
  #records = 0;
  #repairedBefore = 0;

  constructor(
    private readonly options: ReconcileOptions,
    private readonly spills: Readonly<Record<'records' | 'strays' | 'missing', Spill>>,
  ) {
    const { rangeSize = RANGE_SIZE, keptOfEach = KEPT } = options;
    this.#size = rangeSize;
    this.#findings = new Findings(keptOfEach);
    this.#missing = new MissingRecords(spills.missing, rangeSize);
  }

  async run(): Promise<ReconcileReport> {
    const { ledger, topics } = this.options;
    // In this order: what the relay has published by now is on the topics, whose ends are read after it.
    const published = await topics.published();
    const { head } = await ledger.status();
    const until = published < head ? published : head;
    await this.#readTopics(head);
    await this.#compare(head, until);
    const newer = await this.#beyond();
    await this.#placeStrays();
    const repair = await this.#settleMissing();
    return {
      ok: this.#findings.areTolerated,
      events: Number(until),
      records: this.#records,
      waiting: Number(head - until),
      newer,
      repairedBefore: this.#repairedBefore,
      counts: this.#findings.counts,
      findings: this.#findings.kept,
      ...(repair === undefined ? {} : { repair }),
    };
  }

  async #readTopics(head: bigint): Promise<void> {
    const { topics, signal } = this.options;
    const advance = this.#meter('topics', Number(head));
    const copies = new TopicCopies(this.spills.records, this.#size, head);
    // Before the first record: so a user sees that it waits for the brokers.
    advance(0);
    for await (const messages of topics.read(signal)) {
      signal.throwIfAborted();
      await copies.add(messages);
      this.#records += messages.length;
      advance(messages.length);
    }
    signal.throwIfAborted();
    copies.end();
  }

  async #compare(head: bigint, until: bigint): Promise<void> {
    const { ledger, topics, signal } = this.options;
    const advance = this.#meter('ledger', Number(head));
    const starts = new BatchStarts();
    const partitionOf = await topics.partitioning?.();
    let bucket = 0;
    for await (const places of ledgerPlaces(ledger, head, this.#size)) {
      signal.throwIfAborted();
      const range = new LedgerRange(places, this.#findings, partitionOf);
      for await (const line of this.spills.records.lines(bucket)) {
        const spilled = JSON.parse(line) as SpilledLine;
        if ('disorder' in spilled) range.disorder(spilled.disorder);
        else if (!range.take(spilled.copy)) await this.#stray(spilled.copy);
      }
      for (const place of range.end(until, starts)) await this.#missing.missing(place);
      this.#repairedBefore += range.repaired;
      bucket += 1;
      advance(places.length);
    }
  }

  /** Records of positions that came while the topics were read; what lies beyond the ledger even now is a stray. */
  async #beyond(): Promise<number> {
    const { head } = await this.options.ledger.status();
    let newer = 0;
    for (const bucket of [STRAYS, BEYOND]) {
      for await (const line of this.spills.records.lines(bucket)) {
        const { copy } = JSON.parse(line) as { readonly copy: TopicCopy };
        if (copy.position !== undefined && BigInt(copy.position) < head) newer += 1;
        else await this.#stray(copy);
      }
    }
    return newer;
  }

  async #stray(copy: TopicCopy): Promise<void> {
    this.spills.strays.add(0, JSON.stringify(copy));
    await this.spills.strays.relieve();
  }

  /** A record whose position is wrong may still be known by its id. */
  async #placeStrays(): Promise<void> {
    for await (const line of this.spills.strays.lines(0)) {
      this.options.signal.throwIfAborted();
      const copy = JSON.parse(line) as TopicCopy;
      const { eventId: id, position: said, faults } = copy;
      const found = id !== undefined && isUuid(id) ? await this.options.ledger.positionOf(id) : undefined;
      if (found !== undefined) {
        const position = String(found);
        const place = `it says ${said === undefined ? 'no position' : `position ${said}`} and is the event of ${position}`;
        this.#findings.add('altered', copy, { ...copy, position }, [place, ...faults].join('; '));
        await this.#missing.found(position, copy.topic);
      } else if (said === undefined && id === undefined)
        this.#findings.add('unknown', copy, copy, 'it is no record of this system');
      else this.#findings.add('unknown', copy, copy, ['the ledger has no such event', ...faults].join('; '));
    }
  }

  async #settleMissing(): Promise<RepairReport | undefined> {
    const { ledger, topics, repair: asked, signal, keptOfEach = KEPT } = this.options;
    const repair = asked ? new Repair(ledger, () => topics.publisher(), keptOfEach) : undefined;
    const advance = this.#meter('repair', 0);
    try {
      for await (const missing of this.#missing.ranges()) {
        for (const place of missing)
          this.#findings.add('missing', { topic: place.topic }, place, 'it is in the ledger and not on its topic');
        await repair?.publish(missing, signal);
        if (asked) advance(missing.length);
      }
    } finally {
      await repair?.close();
    }
    return repair?.report;
  }

  /** Counts the events of a phase, and reports how far it is. */
  #meter(phase: ReconcileProgress['phase'], expected: number): (events: number) => void {
    const { onProgress, nowMs = () => performance.now() } = this.options;
    const began = nowMs();
    let position = 0;
    return (events) => {
      position += events;
      const elapsedMs = nowMs() - began;
      const target = Math.max(expected, position);
      const isRated = elapsedMs > 0 && position > 0;
      const eventsPerSecond = isRated ? Math.round((position * 1_000) / elapsedMs) : 0;
      const estimatedMsLeft = isRated ? Math.round((elapsedMs / position) * (target - position)) : undefined;
      onProgress?.({ phase, position, target, eventsPerSecond, estimatedMsLeft });
    };
  }
}
