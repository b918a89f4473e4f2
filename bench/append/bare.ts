import { v7 } from 'uuid';
import pg from 'pg';
import { sampleData, sampleMetadata } from '../sample-events.ts';

const TABLE = `create table bare (
  seq bigserial primary key,
  id uuid not null,
  stream text collate "C" not null,
  revision bigint not null,
  type text not null,
  data jsonb not null,
  metadata jsonb not null,
  unique (stream, revision)
)`;
const INSERT = 'insert into bare (id, stream, revision, type, data, metadata) values ($1, $2, $3, $4, $5, $6)';

/** The baseline: what a table of events written by hand costs. Its unique constraint is the expected revision. */
export async function openBare(url: string, connections: number) {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  await pool.query(TABLE);
  return {
    append: async (stream: string, revision: number): Promise<void> => {
      const data = JSON.stringify(sampleData());
      const metadata = JSON.stringify(sampleMetadata());
      const values = [v7(), stream, revision, 'membership.MembershipRefused', data, metadata];
      await pool.query({ name: 'insert', text: INSERT, values });
    },
    /** One statement, one commit, many rows of the same bytes. */
    appendMany: async (streams: readonly string[], each: number): Promise<void> => {
      const rows = streams.flatMap((stream) =>
        Array.from({ length: each }, (_, revision) => [stream, revision, sampleData(), sampleMetadata()] as const),
      );
      await pool.query({
        name: 'insert-many',
        text: `insert into bare (id, stream, revision, type, data, metadata)
               select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::jsonb[], $6::jsonb[])`,
        values: [
          rows.map(() => v7()),
          rows.map(([stream]) => stream),
          rows.map(([, revision]) => revision),
          rows.map(() => 'membership.MembershipRefused'),
          rows.map(([, , data]) => JSON.stringify(data)),
          rows.map(([, , , metadata]) => JSON.stringify(metadata)),
        ],
      });
    },
    close: () => pool.end(),
  };
}
