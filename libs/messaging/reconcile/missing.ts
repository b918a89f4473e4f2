import type { LedgerPlace } from './ledger-place.ts';
import type { Spill } from './spill.ts';

/** A position whose record is on no topic, with what its record has to say of its place. */
export interface MissingRecord {
  readonly position: string;
  readonly topic: string;
  readonly stream: string;
  readonly eventId: string;
  readonly frontier: string;
  readonly timestampMs: number;
}

/**
 * Positions that seem to be missing, and those that were found under another position since: what is left of the first without
 * the second is missing. Both are kept in a spill, so that a lost topic costs no memory.
 */
export class MissingRecords {
  constructor(
    private readonly spill: Spill,
    private readonly size: number,
  ) {}

  async missing({ position, topic, stream, eventId, frontier, timestampMs }: LedgerPlace): Promise<void> {
    const record: MissingRecord = { position: String(position), topic, stream, eventId, frontier, timestampMs };
    this.spill.add(this.#bucket(position), JSON.stringify(record));
    await this.spill.relieve();
  }

  async found(position: bigint, topic: string): Promise<void> {
    this.spill.add(this.#bucket(position), JSON.stringify({ found: String(position), topic }));
    await this.spill.relieve();
  }

  /** In rising order, a stretch at a time. */
  async *stretches(): AsyncGenerator<readonly MissingRecord[]> {
    for (const bucket of this.spill.buckets) {
      const missing = new Map<string, MissingRecord>();
      for await (const line of this.spill.lines(bucket)) {
        const value = JSON.parse(line) as MissingRecord | { readonly found: string; readonly topic: string };
        if (!('found' in value)) missing.set(value.position, value);
        else if (missing.get(value.found)?.topic === value.topic) missing.delete(value.found);
      }
      if (missing.size > 0) yield [...missing.values()];
    }
  }

  #bucket(position: bigint): number {
    return Number(position / BigInt(this.size));
  }
}
