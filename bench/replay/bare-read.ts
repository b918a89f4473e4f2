import pg from 'pg';

const FETCH = 5_000;

/** The baseline: the same events in position order through a cursor, with nothing done to them. Answers how many there were. */
export async function bareRead(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`declare all_events no scroll cursor for
      select l.position, e.stream, e.revision, e.type, e.record
      from store.ledger l join store.events e using (seq) order by l.position`);
    let read = 0;
    for (;;) {
      const { rowCount } = await client.query(`fetch ${String(FETCH)} from all_events`);
      if (rowCount === null || rowCount === 0) return read;
      read += rowCount;
    }
  } finally {
    await client.end();
  }
}
