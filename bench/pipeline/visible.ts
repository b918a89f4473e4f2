import pg from 'pg';

const CHANNEL = 'bench_visible';

/** A notification holds at most 8,000 bytes, which are some two hundred keys. */
const TRIGGER = (table: string): string => `
  create function bench_visible() returns trigger language plpgsql as $$
  begin
    perform pg_notify('${CHANNEL}', string_agg(key, ',')) from
      (select key, (row_number() over () - 1) / 100 as part from written) as numbered group by part;
    return null;
  end $$;
  create trigger bench_visible after insert on ${table} referencing new table as written
    for each statement execute function bench_visible()`;

/**
 * Hears from the database which documents a table has, as soon as their transaction is committed and not before: nobody asks for
 * them, and while nothing is written nothing is done.
 */
export async function watchTable(url: string, table: string, onVisible: (key: string, atMs: number) => void) {
  const client = new pg.Client({ connectionString: url, application_name: 'bench watch' });
  await client.connect();
  await client.query(TRIGGER(table));
  client.on('notification', ({ payload = '' }) => {
    const atMs = performance.now();
    for (const key of payload.split(',')) onVisible(key, atMs);
  });
  await client.query(`listen ${CHANNEL}`);
  return client;
}
