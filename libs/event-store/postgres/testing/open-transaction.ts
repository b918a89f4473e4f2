import type pg from 'pg';
import { catalog } from '#libs/contracts';
import type { ProposedEvent, StreamName } from '#libs/kernel';
import { EventCodec } from '../../index.ts';

/** A writer of its own that stands between number and commit for as long as a test wants. */
export interface OpenTransaction {
  readonly client: pg.PoolClient;
  /** Writes an event as another program would: number taken, not committed. `seq` only where a test picks the number itself. */
  insert(stream: StreamName, revision: number, event: ProposedEvent, seq?: bigint): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export async function openTransaction(pool: pg.Pool): Promise<OpenTransaction> {
  const codec = new EventCodec(catalog);
  const client = await pool.connect();
  await client.query('begin');
  const end = async (how: 'commit' | 'rollback'): Promise<void> => {
    await client.query(how);
    client.release();
  };
  return {
    client,
    insert: async (stream, revision, event, seq) => {
      const { id, type, recordedAt, record } = codec.encode(stream, event);
      const values = [id, stream, revision, type, recordedAt, record];
      const [column, parameter] = seq === undefined ? ['', ''] : [', seq', ', $7'];
      await client.query(
        `insert into store.events (event_id, stream, revision, type, recorded_at, record${column})
         values ($1, $2, $3, $4, $5, $6${parameter})`,
        seq === undefined ? values : [...values, seq],
      );
    },
    commit: () => end('commit'),
    rollback: () => end('rollback'),
  };
}
