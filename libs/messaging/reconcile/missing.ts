import { leafHash, type EventStore, type LedgerRow } from '#libs/event-store';
import { frontierOf, recordOf, type TopicPublisher, type TopicRecord } from '../records/index.ts';
import type { RepairReport } from './finding.ts';
import type { LedgerPlace } from './ledger-range.ts';
import type { Spill } from './spill.ts';
import { REPAIRED_HEADERS } from './topic-copies.ts';

/**
 * Positions that seem to be missing, and those that were found under another position since: what is left of the first without
 * the second is missing. Both are kept in a spill, so that a lost topic costs no memory.
 */
export class MissingRecords {
  constructor(
    private readonly spill: Spill,
    private readonly size: number,
  ) {}

  async missing(place: LedgerPlace): Promise<void> {
    await this.#add(place.position, place);
  }

  async found(position: string, topic: string): Promise<void> {
    await this.#add(position, { found: position, topic });
  }

  /** In rising order, a range at a time. */
  async *ranges(): AsyncGenerator<readonly LedgerPlace[]> {
    for (const bucket of this.spill.buckets) {
      const missing = new Map<string, LedgerPlace>();
      for await (const line of this.spill.lines(bucket)) {
        const value = JSON.parse(line) as LedgerPlace | { readonly found: string; readonly topic: string };
        if (!('found' in value)) missing.set(value.position, value);
        else if (missing.get(value.found)?.topic === value.topic) missing.delete(value.found);
      }
      if (missing.size > 0) yield [...missing.values()];
    }
  }

  async #add(position: string, value: object): Promise<void> {
    this.spill.add(Number(BigInt(position) / BigInt(this.size)), JSON.stringify(value));
    await this.spill.relieve();
  }
}

const AT_ONCE = 200;
const BYTES_AT_ONCE = 512 * 1024;

/**
 * Publishes missing records, made from the ledger with their old place. They stand behind later ones in their partitions, which does
 * not delay consumers: they restore ledger order from what the records say.
 */
export class Repair {
  #batch: TopicRecord[] = [];
  #bytes = 0;
  /** Everything below it is on its topic: what is missing is published in rising order. */
  #settled = 0n;
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
  async publish(missing: readonly LedgerPlace[], signal: AbortSignal): Promise<void> {
    const places = new Map(missing.map((place) => [place.position, place]));
    const [from, last] = [BigInt(missing[0]?.position ?? 0), BigInt(missing.at(-1)?.position ?? -1)];
    for await (const rows of this.ledger.readLedger(from, { until: last + 1n, pageSize: AT_ONCE })) {
      signal.throwIfAborted();
      for (const row of rows) await this.#add(row, places.get(String(row.position)));
    }
    await this.#send();
  }

  async #add(row: LedgerRow, place: LedgerPlace | undefined): Promise<void> {
    if (place === undefined) return;
    if (!Buffer.from(row.leafHash).equals(leafHash(row.record, row.revision))) {
      if (this.#refused.length < this.refusedKept) this.#refused.push(place.position);
      return;
    }
    const { position } = row;
    if (this.#batch.length === 0) this.#settled = position;
    const frontier = frontierOf(place.frontier);
    const record = recordOf(row, { position, frontier, settled: this.#settled }, place.timestampMs);
    this.#batch.push({ ...record, headers: { ...record.headers, ...REPAIRED_HEADERS } });
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
