import { leafHash, type EventStore, type LedgerRow } from '#libs/event-store';
import { frontierOf, recordOf, type TopicPublisher, type TopicRecord } from '../records/index.ts';
import type { MissingRecord } from './missing.ts';
import type { RepairReport } from './report.ts';
import { REPAIRED_HEADERS } from './repaired.ts';

const AT_ONCE = 200;
const BYTES_AT_ONCE = 512 * 1024;

/**
 * Publishes records that are missing, made from the ledger with their place of old: consumers find ledger order by what the
 * records say, so that they stand behind later ones in their partitions holds nobody up who knows of positions.
 */
export class Repair {
  #batch: TopicRecord[] = [];
  #bytes = 0;
  #first = 0n;
  #publisher: TopicPublisher | undefined;
  #published = 0;
  readonly #refused: string[] = [];

  constructor(
    private readonly ledger: Pick<EventStore, 'readLedger'>,
    private readonly connect: () => Promise<TopicPublisher>,
    private readonly refusedKept: number,
  ) {}

  get report(): RepairReport {
    return { published: this.#published, refused: this.#refused };
  }

  async close(): Promise<void> {
    await this.#publisher?.close();
  }

  /** In rising order. Resolves when all of them are acknowledged. @throws what the publisher rejects with, MissingPosition */
  async publish(missing: readonly MissingRecord[], signal: AbortSignal): Promise<void> {
    for (const run of runs(missing)) {
      const from = BigInt(run[0]?.position ?? 0);
      const until = from + BigInt(run.length);
      for await (const rows of this.ledger.readLedger(from, { until, pageSize: AT_ONCE })) {
        signal.throwIfAborted();
        for (const row of rows) await this.#add(row, run[Number(row.position - from)]);
      }
    }
    await this.#send();
  }

  async #add(row: LedgerRow, place: MissingRecord | undefined): Promise<void> {
    if (place === undefined) return;
    if (!Buffer.from(row.leafHash).equals(leafHash(row.record, row.revision))) {
      if (this.#refused.length < this.refusedKept) this.#refused.push(place.position);
      return;
    }
    if (this.#batch.length === 0) this.#first = row.position;
    this.#batch.push(repairedRecord(row, place, this.#first));
    this.#bytes += row.record.length;
    if (this.#batch.length >= AT_ONCE || this.#bytes >= BYTES_AT_ONCE) await this.#send();
  }

  async #send(): Promise<void> {
    if (this.#batch.length === 0) return;
    this.#publisher ??= await this.connect();
    await this.#publisher.publish(this.#batch);
    this.#published += this.#batch.length;
    this.#batch = [];
    this.#bytes = 0;
  }
}

/** Everything below the first of a batch is on its topic by then: what is missing is published in rising order. */
function repairedRecord(row: LedgerRow, place: MissingRecord, settled: bigint): TopicRecord {
  const { position } = row;
  const record = recordOf(row, { position, frontier: frontierOf(place.frontier), settled }, place.timestampMs);
  return { ...record, headers: { ...record.headers, ...REPAIRED_HEADERS } };
}

/** Consecutive positions are read at once. */
function* runs(missing: readonly MissingRecord[]): Generator<readonly MissingRecord[]> {
  let run: MissingRecord[] = [];
  for (const record of missing) {
    const last = run.at(-1);
    if (last !== undefined && BigInt(record.position) !== BigInt(last.position) + 1n) {
      yield run;
      run = [];
    }
    run.push(record);
  }
  if (run.length > 0) yield run;
}
