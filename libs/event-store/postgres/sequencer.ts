import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { MissingPosition } from '#libs/kernel';
import { StaleEpoch, type Lease } from '#libs/postgres';
import type { LatchedSignal } from '#libs/signal';
import { Gaps } from './gaps.ts';

/** The lease under which positions are given; its holder is the sequencer of the database. */
export const SEQUENCER_LEASE = 'event-store.sequencer';

export interface SequencerOptions {
  /** The most events that get their position in one statement. */
  readonly batch: number;
  /** How long it waits for a signal before it looks by itself, in milliseconds. */
  readonly pollMs: number;
  /** Called with the number of positions after each round that gave some. */
  readonly onSequenced: (head: bigint) => void;
}

interface Round {
  readonly fenced: boolean;
  readonly reached: bigint | null;
  readonly taken: bigint;
  readonly given: bigint;
  readonly filled: readonly bigint[];
  readonly waiting: readonly bigint[];
  readonly new_starts: readonly bigint[];
  readonly new_ends: readonly bigint[];
  readonly xmin: bigint;
  readonly horizon: bigint | null;
}

const ROUND = 'select * from store.sequence($1, $2, $3, $4, $5, $6, $7)';

const START = `
  with known as (
    select s.mark, s.head from store.sequencer s
  ), given as (
    select l.seq, lag(l.seq, 1, k.mark) over (order by l.seq) as before
      from known k join store.ledger l on l.seq > k.mark
  )
  select (select mark from known) as mark,
         (select head from known) as head,
         coalesce((select max(position) + 1 from store.ledger), 0) as next,
         (select max(seq) from given) as reached,
         array(select before + 1 from given where seq > before + 1 order by seq) as starts,
         array(select seq - 1 from given where seq > before + 1 order by seq) as ends`;

const STORE_MARK = `
  update store.sequencer s set mark = $1, head = $2
    from grappe.leases l where l.name = $3 and l.epoch = $4 and l.holder is not null and s.head <= $2`;

/**
 * How long it lets events gather after a round: the most it adds to a position's delay, and what a round costs is shared by so
 * many more. The shorter time holds while events come singly.
 */
const GATHER_MS = { single: 3, many: 8 };
/** So many events in a round still count as coming singly. */
const SINGLE_EVENTS = 3n;
/** How far the mark moves before it is stored; it only shortens the next start. */
const MARK_EVERY = 1_000n;

/**
 * Gives committed events their dense positions (see SEQUENCE_FUNCTION for the rules). Everything it knows beside the ledger
 * can be found again: it is recomputed whenever the lease is taken.
 */
export class Sequencer {
  readonly #gaps = new Gaps();
  #waiting: readonly bigint[] = [];
  #next = 0n;
  #high = 0n;
  #storedMark = 0n;

  private constructor(
    private readonly pool: pg.Pool,
    private readonly lease: Lease,
    private readonly options: SequencerOptions,
  ) {}

  /** Works until aborted. @throws StaleEpoch when the lease was taken over, MissingPosition when the ledger's end is gone */
  static async work(
    pool: pg.Pool,
    lease: Lease,
    options: SequencerOptions,
    signal: AbortSignal,
    appended: LatchedSignal,
  ): Promise<void> {
    const sequencer = new Sequencer(pool, lease, options);
    await sequencer.#start();
    options.onSequenced(sequencer.#next);
    while (!signal.aborted) await sequencer.#turn(appended, signal);
    await sequencer.#storeMark();
  }

  async #turn(appended: LatchedSignal, signal: AbortSignal): Promise<void> {
    const { taken, given } = await this.#round();
    if (given > 0n) this.options.onSequenced(this.#next);
    if (taken >= BigInt(this.options.batch)) return;
    if (this.#mark - this.#storedMark >= MARK_EVERY || (given === 0n && this.#mark > this.#storedMark))
      await this.#storeMark();
    if (given > 0n) await delay(given > SINGLE_EVENTS ? GATHER_MS.many : GATHER_MS.single);
    await appended.wait(signal, this.options.pollMs);
  }

  async #start(): Promise<void> {
    const { rows } = await this.pool.query<{
      mark: bigint;
      head: bigint;
      next: bigint;
      reached: bigint | null;
      starts: bigint[];
      ends: bigint[];
    }>(START);
    const [known] = rows;
    if (known === undefined) throw new Error('store.sequencer has no row');
    if (known.next < known.head) throw new MissingPosition(known.next);
    this.#next = known.next;
    this.#high = known.reached ?? known.mark;
    this.#storedMark = known.mark;
    // Taken after the look: a transaction that may still fill these gaps has a lower id.
    const { rows: ids } = await this.pool.query<{ horizon: bigint }>(
      'select pg_current_xact_id()::text::bigint as horizon',
    );
    this.#gaps.add(known.starts, known.ends, ids[0]?.horizon ?? 0n);
  }

  async #round(): Promise<Round> {
    const gaps = this.#gaps.all;
    const { rows } = await this.pool.query<Round>(ROUND, [
      this.lease.name,
      this.lease.epoch,
      this.#next,
      this.#high,
      [...gaps.map(({ start }) => start), ...this.#waiting],
      [...gaps.map(({ end }) => end), ...this.#waiting],
      this.options.batch,
    ]);
    const [round] = rows;
    if (round?.fenced !== true) throw new StaleEpoch(this.lease.name, this.lease.epoch, undefined);
    this.#gaps.fill(round.filled);
    this.#gaps.forget(round.xmin);
    if (round.horizon !== null) this.#gaps.add(round.new_starts, round.new_ends, round.horizon);
    this.#waiting = round.waiting;
    this.#high = round.reached ?? this.#high;
    this.#next += round.given;
    return round;
  }

  /** Every number up to here has its position or will never have an event. */
  get #mark(): bigint {
    const open = [this.#gaps.lowest, ...this.#waiting].filter((seq) => seq !== undefined);
    return open.reduce((low, seq) => (seq - 1n < low ? seq - 1n : low), this.#high);
  }

  async #storeMark(): Promise<void> {
    const mark = this.#mark;
    await this.pool.query(STORE_MARK, [mark, this.#next, this.lease.name, this.lease.epoch]);
    this.#storedMark = mark;
  }
}
