import { isUuid } from '#libs/kernel';
import { BatchStarts } from './batch-starts.ts';
import type { TopicCopy } from './copy.ts';
import { FINDING_KINDS, Findings, isTolerated, type Finding } from './finding.ts';
import { ledgerPlaces, type LedgerPlace } from './ledger-place.ts';
import { missingFinding, strayFinding, unknownFinding } from './located.ts';
import { Meter, type ReconcilePhase } from './meter.ts';
import { MissingRecords } from './missing.ts';
import type { ReconcileOptions } from './options.ts';
import { Repair } from './repair.ts';
import type { ReconcileReport, RepairReport } from './report.ts';
import { Spill } from './spill.ts';
import { Stretch, type PartitionOf } from './stretch.ts';
import { BEYOND, STRAYS, TopicSpill, type SpilledLine } from './topic-spill.ts';

const STRETCH = 8_192;
const KEPT = 100;

/**
 * Reads topics and ledger once each, from their beginnings to where they are now, and tells every difference. Records are put
 * into buckets of positions on disk, so that memory is bounded by one stretch of positions and not by the history, whatever the
 * partitions do to the order.
 * @throws MissingPosition when the ledger itself has a gap, and what reading, publishing and the disk reject with
 */
export async function reconcile(options: ReconcileOptions): Promise<ReconcileReport> {
  const { folder, buffered } = options;
  const [records, strays, missing] = [1, 2, 3].map(() => new Spill(folder, buffered)) as [Spill, Spill, Spill];
  try {
    return await new Reconciliation(options, { records, strays, missing }).run();
  } finally {
    for (const spill of [records, strays, missing]) await spill.close();
  }
}

interface Spills {
  readonly records: Spill;
  readonly strays: Spill;
  readonly missing: Spill;
}

interface Comparing {
  /** Positions from here on may still be on their way. */
  readonly until: bigint;
  readonly starts: BatchStarts;
  readonly partitionOf: PartitionOf | undefined;
}

class Reconciliation {
  readonly #findings: Findings;
  readonly #missing: MissingRecords;
  readonly #size: number;
  #records = 0;
  #repairedBefore = 0;

  constructor(
    private readonly options: ReconcileOptions,
    private readonly spills: Spills,
  ) {
    this.#size = options.stretch ?? STRETCH;
    this.#findings = new Findings(options.keptOfEach ?? KEPT);
    this.#missing = new MissingRecords(spills.missing, this.#size);
  }

  async run(): Promise<ReconcileReport> {
    const { ledger, topics } = this.options;
    // In this order: what the relay has published by now is on the topics whose ends are asked for after it.
    const published = await topics.published();
    const { head } = await ledger.status();
    const until = published < head ? published : head;
    await this.#readTopics(head);
    await this.#compare(head, until);
    const newer = await this.#beyond();
    await this.#placeStrays();
    const repair = await this.#settleMissing();
    return {
      ok: FINDING_KINDS.every((kind) => isTolerated(kind) || this.#findings.count(kind) === 0),
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
    const meter = this.#meter('topics', Number(head));
    const sorted = new TopicSpill(this.spills.records, this.#size, head);
    // Before the first record: brokers that are silent are seen to be what it waits for.
    this.#tell(meter, 0);
    for await (const messages of topics.read(signal)) {
      signal.throwIfAborted();
      await sorted.add(messages);
      this.#records += messages.length;
      this.#tell(meter, messages.length);
    }
    signal.throwIfAborted();
    sorted.end();
  }

  async #compare(head: bigint, until: bigint): Promise<void> {
    const { ledger, signal } = this.options;
    const meter = this.#meter('ledger', Number(head));
    const starts = new BatchStarts();
    const partitionOf = await this.options.topics.partitioning?.();
    let bucket = 0;
    for await (const places of ledgerPlaces(ledger, head, this.#size)) {
      signal.throwIfAborted();
      await this.#compareStretch(places, bucket, { until, starts, partitionOf });
      bucket += 1;
      this.#tell(meter, places.length);
    }
  }

  async #compareStretch(
    places: readonly LedgerPlace[],
    bucket: number,
    { until, starts, partitionOf }: Comparing,
  ): Promise<void> {
    const missing: LedgerPlace[] = [];
    const hearer = {
      finding: (finding: Finding) => this.#findings.add(finding),
      stray: (copy: TopicCopy) => this.spills.strays.add(0, JSON.stringify(copy)),
      missing: (place: LedgerPlace) => missing.push(place),
      repaired: () => (this.#repairedBefore += 1),
    };
    const stretch = new Stretch(places, hearer, partitionOf);
    for await (const line of this.spills.records.lines(bucket)) {
      const spilled = JSON.parse(line) as SpilledLine;
      if ('disorder' in spilled) stretch.disorder(spilled.disorder);
      else stretch.copy(spilled.copy);
      await this.spills.strays.relieve();
    }
    stretch.end(until, starts);
    for (const place of missing) await this.#missing.missing(place);
  }

  /** Records of positions that came while the topics were read; what lies beyond the ledger even now is a stray. */
  async #beyond(): Promise<number> {
    const { head } = await this.options.ledger.status();
    let newer = 0;
    for (const bucket of [STRAYS, BEYOND]) {
      for await (const line of this.spills.records.lines(bucket)) {
        const { copy } = JSON.parse(line) as { readonly copy: TopicCopy };
        if (copy.position !== undefined && BigInt(copy.position) < head) newer += 1;
        else this.spills.strays.add(0, JSON.stringify(copy));
        await this.spills.strays.relieve();
      }
    }
    return newer;
  }

  /** A record whose position is wrong may still be told by its id. */
  async #placeStrays(): Promise<void> {
    for await (const line of this.spills.strays.lines(0)) {
      this.options.signal.throwIfAborted();
      const copy = JSON.parse(line) as TopicCopy;
      const position = await this.#positionOf(copy.id);
      if (position === undefined) this.#findings.add(unknownFinding(copy));
      else {
        this.#findings.add(strayFinding(copy, position));
        await this.#missing.found(position, copy.topic);
      }
    }
  }

  async #positionOf(id: string | undefined): Promise<bigint | undefined> {
    return id !== undefined && isUuid(id) ? await this.options.ledger.positionOf(id) : undefined;
  }

  async #settleMissing(): Promise<RepairReport | undefined> {
    const { repair: asked, signal } = this.options;
    const repair = asked ? this.#repair() : undefined;
    const meter = this.#meter('repair', 0);
    try {
      for await (const missing of this.#missing.stretches()) {
        for (const record of missing) this.#findings.add(missingFinding(record));
        await repair?.publish(missing, signal);
        if (asked) this.#tell(meter, missing.length);
      }
    } finally {
      await repair?.close();
    }
    return repair?.report;
  }

  #repair(): Repair {
    const { ledger, topics, keptOfEach = KEPT } = this.options;
    return new Repair(ledger, () => topics.publisher(), keptOfEach);
  }

  #meter(phase: ReconcilePhase, target: number): Meter {
    return new Meter(phase, target, this.options.nowMs ?? (() => performance.now()));
  }

  #tell(meter: Meter, events: number): void {
    this.options.onProgress?.(meter.advance(events));
  }
}
