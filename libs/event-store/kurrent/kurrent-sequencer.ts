import type pg from 'pg';
import type { AllStreamResolvedEvent, AllStreamSubscription } from '@kurrent/kurrentdb-client';
import { isStreamName, isUuid } from '#libs/kernel';
import { StaleEpoch, type Lease } from '#libs/postgres';
import { LatchedSignal } from '#libs/signal';
import { StoreUnavailable } from '../errors.ts';
import { leafHash } from '../leaf-hash.ts';
import { asPortError, ForeignEvent, LedgerDiverged } from './kurrent-errors.ts';
import { asLogRecord, type KurrentLog, type LogPosition, type LogRecord } from './kurrent-log.ts';
import { headAt, ledgerEnd } from './ledger-tail.ts';

export interface KurrentSequencerOptions {
  /** The most events that get their position in one statement. */
  readonly batch: number;
  /** Called with the number of positions after each round that gave some. */
  readonly onSequenced: (head: bigint) => void;
}

/** An event on its way into the ledger. */
interface SequencedEvent extends LogRecord {
  readonly text: string;
  readonly recordedAt: string;
}

/**
 * Rows of both tables in one statement, if the lease is still of that epoch; its row stays locked until the end, so that no takeover
 * falls between. A position that exists already, an event id or a revision twice, break the statement and change nothing.
 */
const GIVE = `
  with fence as materialized (
    select 1 from grappe.leases l where l.name = $1 and l.epoch = $2 and l.holder is not null for share
  ), given as materialized (
    select $3::bigint + g.nr - 1 as position, g.*
      from unnest($4::uuid[], $5::text[], $6::bigint[], $7::text[], $8::timestamptz[], $9::bigint[], $10::bigint[],
                  $11::text[], $12::bytea[]) with ordinality
           as g(event_id, stream, revision, type, recorded_at, commit_position, prepare_position, record, leaf_hash, nr)
     where exists (select 1 from fence)
  ), events as (
    insert into store.events
      (seq, event_id, stream, revision, type, recorded_at, commit_position, prepare_position, record)
    select position, event_id, stream, revision, type, recorded_at, commit_position, prepare_position, record from given
  ), ledger as (
    insert into store.ledger (position, seq, leaf_hash) select position, position, leaf_hash from given
  )
  select exists (select 1 from fence) as fenced,
         pg_notify('grappe_store_head', (select max(position) + 1 from given)::text)`;

/**
 * Gives positions in the order of $all: the server's log has one order, and a reader of it never sees a record before an earlier one,
 * so the n-th event of the log is position n and a ledger made anew from it is the same. The ledger's last row says where
 * to go on. Nothing is skipped: an event that is not the store's own stops it.
 */
export class KurrentSequencer {
  #next = 0n;

  private constructor(
    private readonly log: KurrentLog,
    private readonly pool: pg.Pool,
    private readonly lease: Lease,
    private readonly options: KurrentSequencerOptions,
  ) {}

  /** Works until aborted. @throws StaleEpoch, LedgerDiverged, ForeignEvent, StoreUnavailable */
  static async work(
    log: KurrentLog,
    pool: pg.Pool,
    lease: Lease,
    options: KurrentSequencerOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const sequencer = new KurrentSequencer(log, pool, lease, options);
    const after = await sequencer.#start();
    options.onSequenced(sequencer.#next);
    const subscription = log.subscribe(after, options.batch);
    try {
      for await (const batch of batches(subscription, options.batch, signal)) await sequencer.#give(batch);
    } finally {
      await subscription.unsubscribe().catch(() => undefined);
    }
  }

  /** Where to go on, once the last event of the ledger was found where the ledger says. */
  async #start(): Promise<LogPosition | undefined> {
    const end = await ledgerEnd(this.pool);
    this.#next = headAt(end);
    if (end === undefined) return undefined;
    let found = 'the end of the log';
    for await (const { id } of this.log.from(end, 1)) found = `event ${id}`;
    const required = `event ${end.eventId}`;
    if (found !== required) throw new LedgerDiverged(end.position, found, required);
    return end;
  }

  async #give(records: readonly LogRecord[]): Promise<void> {
    const events = records.filter(({ stream }) => isStreamName(stream)).map(ownEvent);
    if (events.length === 0) return;
    const { rows } = await this.pool.query<{ fenced: boolean }>(GIVE, [
      this.lease.name,
      this.lease.epoch,
      this.#next,
      ...columns(events),
    ]);
    if (rows[0]?.fenced !== true) throw new StaleEpoch(this.lease.name, this.lease.epoch, undefined);
    this.#next += BigInt(events.length);
    this.options.onSequenced(this.#next);
  }
}

function columns(events: readonly SequencedEvent[]): readonly unknown[][] {
  return [
    events.map(({ id }) => id),
    events.map(({ stream }) => stream),
    events.map(({ revision }) => revision),
    events.map(({ type }) => type),
    events.map(({ recordedAt }) => recordedAt),
    events.map(({ log }) => log.commit),
    events.map(({ log }) => log.prepare),
    events.map(({ text }) => text),
    events.map(({ text, revision }) => Buffer.from(leafHash(text, revision))),
  ];
}

/** @throws ForeignEvent */
function ownEvent(record: LogRecord): SequencedEvent {
  const { id, stream, revision, type, text } = record;
  const foreign = (found: string): ForeignEvent => new ForeignEvent(stream, revision, found);
  if (text === undefined || !isUuid(id) || !isStreamName(stream)) throw foreign('JSON instead of bytes');
  const recordedAt = recordedAtOf(text, { id, stream, type });
  if (recordedAt === undefined) throw foreign('a text that is no record of this event');
  return { ...record, text, recordedAt };
}

/** The recording instant in a record, if the record is of the event that carries it. */
function recordedAtOf(text: string, expected: Readonly<Record<string, string>>): string | undefined {
  try {
    const record = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (Object.entries(expected).some(([name, value]) => record[name] !== value)) return undefined;
    const { metadata } = record;
    if (typeof metadata !== 'object' || metadata === null || !('recordedAt' in metadata)) return undefined;
    return typeof metadata.recordedAt === 'string' ? metadata.recordedAt : undefined;
  } catch {
    return undefined;
  }
}

/** The records of a subscription as they come, until aborted. @throws StoreUnavailable when it ends or breaks */
async function* batches(
  subscription: AllStreamSubscription,
  most: number,
  signal: AbortSignal,
): AsyncGenerator<readonly LogRecord[]> {
  let broken: unknown;
  const changed = new LatchedSignal();
  const breaks = (error: unknown): void => {
    broken = error ?? new StoreUnavailable('the subscription to KurrentDB ended');
    changed.raise();
  };
  subscription.on('error', breaks).on('end', breaks).on('close', breaks);
  subscription.on('readable', () => {
    changed.raise();
  });
  while (!signal.aborted) {
    const batch = takeBuffered(subscription, most);
    if (batch.length > 0) yield batch;
    else if (broken !== undefined) throw asPortError(broken);
    else await changed.wait(signal);
  }
}

function takeBuffered(subscription: AllStreamSubscription, most: number): readonly LogRecord[] {
  const batch: LogRecord[] = [];
  while (batch.length < most) {
    const resolved = subscription.read() as AllStreamResolvedEvent | null;
    if (resolved === null) break;
    if (resolved.event !== undefined) batch.push(asLogRecord(resolved.event));
  }
  return batch;
}
