import type { Pool } from '#libs/postgres';
import { isStreamName } from '#libs/kernel';
import { reachable } from '../postgres/unavailable.ts';
import type { SequencedLook } from '../ledger-signal.ts';
import type { KurrentLog, LogPosition, LogRecord } from './kurrent-log.ts';

/** The last row of the ledger, and where its event stands in the log. */
interface LedgerEnd extends LogPosition {
  readonly position: bigint;
  readonly eventId: string;
}

const END = `
  select seq as position, event_id as "eventId", commit_position as commit, prepare_position as prepare
    from store.events order by seq desc limit 1`;

/** How far the ledger goes; undefined while it is empty. It is its own checkpoint in the log: no second number can disagree. */
export async function ledgerEnd(pool: Pool): Promise<LedgerEnd | undefined> {
  const { rows } = await reachable(() => pool.query<LedgerEnd>(END));
  return rows[0];
}

/** The committed events that the ledger does not hold yet, to the end of the log as it is now. @throws StoreUnavailable */
export async function* ledgerTail(log: KurrentLog, end: LedgerEnd | undefined): AsyncGenerator<LogRecord> {
  for await (const record of log.from(end)) if (isStreamName(record.stream) && isAfter(record.log, end)) yield record;
}

/** Looks for the event that is the log's last at the first look: once the ledger holds it, it holds what came before. */
export function sequencedLook(log: KurrentLog, pool: Pool): () => Promise<SequencedLook> {
  let last: Promise<LogPosition | undefined> | undefined;
  return async () => {
    const awaited = await (last ??= lastEvent(log));
    const end = await ledgerEnd(pool);
    return { head: headAt(end), late: awaited !== undefined && isAfter(awaited, end) };
  };
}

/** One record as a rule; more are read only where a stream that is none of the store's was written last. */
async function lastEvent(log: KurrentLog): Promise<LogPosition | undefined> {
  for (const limit of [1, undefined])
    for await (const record of log.fromEnd(limit)) if (isStreamName(record.stream)) return record.log;
  return undefined;
}

/** The number of positions. */
export function headAt(end: LedgerEnd | undefined): bigint {
  return end === undefined ? 0n : end.position + 1n;
}

function isAfter(one: LogPosition, other: LogPosition | undefined): boolean {
  if (other === undefined) return true;
  return one.commit > other.commit || (one.commit === other.commit && one.prepare > other.prepare);
}
