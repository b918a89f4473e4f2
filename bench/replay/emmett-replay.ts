import pg from 'pg';
import { openEmmett, type EmmettStore } from '../peers.ts';
import { histories } from './register-history.ts';

const CONNECTIONS = 16;
const UPSERT = `insert into register (key, document) values ($1, $2)
  on conflict (key) do update set document = register.document || excluded.document`;

/** Emmett's store with memberships in it, and a table for the register. */
export async function openEmmettReplay(url: string, events: number) {
  const store = await openEmmett(url, CONNECTIONS);
  const seeded = await seed(store, events);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table register (key text primary key, document jsonb not null)');
  return {
    /** Its consumer in batches of 1,000 with one upsert an event, each processor from the beginning. */
    replay: async (round: number): Promise<number> => {
      await client.query('truncate register');
      await consume(store, `register-${String(round)}`);
      return seeded;
    },
    close: async (): Promise<void> => {
      await client.end();
      await store.close();
    },
  };
}

async function consume(store: EmmettStore, processorId: string): Promise<void> {
  const consumer = store.consumer({
    stopWhen: { noMessagesLeft: true },
    pulling: { batchSize: 1_000, pullingFrequencyInMs: 10 },
  });
  consumer.reactor({
    processorId,
    startFrom: 'BEGINNING',
    eachMessage: async ({ data }, { connection }) => {
      const { membershipId } = data as { readonly membershipId: string };
      await connection.client.query({ name: 'upsert', text: UPSERT, values: [membershipId, JSON.stringify(data)] });
    },
  });
  await consumer.start();
}

async function seed(store: EmmettStore, events: number): Promise<number> {
  let seeded = 0;
  for (const chunk of histories(events, CONNECTIONS * 2)) {
    await Promise.all(
      chunk.map((history) =>
        store.appendToStream(
          history.stream,
          history.events.map(({ type, data, metadata }) => ({ type, data, metadata })),
          { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' },
        ),
      ),
    );
    for (const { events: stored } of chunk) seeded += stored.length;
  }
  return seeded;
}
