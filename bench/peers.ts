import { createRequire } from 'node:module';
import type { Pool } from 'pg';

/** Of Emmett's event store, what is measured here. Types of our own: its packages are installed only for a benchmark. */
export interface EmmettStore {
  appendToStream(
    stream: string,
    events: readonly EmmettEvent[],
    options: { readonly expectedStreamVersion: bigint | 'STREAM_DOES_NOT_EXIST' },
  ): Promise<unknown>;
  consumer(options: {
    readonly stopWhen: { readonly noMessagesLeft: boolean };
    readonly pulling: { readonly batchSize: number; readonly pullingFrequencyInMs: number };
  }): EmmettConsumer;
  readonly schema: { migrate(): Promise<unknown> };
  close(): Promise<void>;
}

export interface EmmettEvent {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

export interface EmmettConsumer {
  reactor(options: {
    readonly processorId: string;
    readonly startFrom: 'BEGINNING';
    readonly eachMessage: (message: EmmettEvent, context: EmmettContext) => Promise<void>;
  }): unknown;
  start(): Promise<unknown>;
  close(): Promise<unknown>;
}

/** The handler's connection, inside the transaction of its checkpoint. */
export interface EmmettContext {
  readonly connection: {
    readonly client: { query(query: { name: string; text: string; values: unknown[] }): Promise<unknown> };
  };
}

interface EmmettPostgres {
  getPostgreSQLEventStore(url: string, options: { readonly connectionOptions: { readonly pool: Pool } }): EmmettStore;
}

interface PeerPg {
  Pool: new (options: { readonly connectionString: string; readonly max: number }) => Pool;
}

const load = createRequire(import.meta.url);

/** Emmett's store with as many connections as it has writers; its schema is made. */
export async function openEmmett(url: string, connections: number): Promise<EmmettStore> {
  const emmett = load('@event-driven-io/emmett-postgresql') as EmmettPostgres;
  const { Pool } = load('pg') as PeerPg;
  const pool = new Pool({ connectionString: url, max: connections });
  const store = emmett.getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  return {
    appendToStream: (stream, events, options) => store.appendToStream(stream, events, options),
    consumer: (options) => store.consumer(options),
    schema: store.schema,
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
}
