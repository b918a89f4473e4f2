import type { ExpectedRevision } from '../port.ts';
import type { PreparedAppend } from '../prepare.ts';
import type { AppendJob } from './appender.ts';
import type { PreparedQueries } from './prepared-queries.ts';
import { commandKey, locksOf, STREAM_LOCKS, streamKey } from './stream-locks.ts';

/** The answer to a group's statement; see APPEND_FUNCTION. */
export interface GroupAnswer {
  /** Where the stream of each part stood, -1 for no stream; parts are numbered over the whole group. */
  readonly heads: readonly bigint[];
  /** The appends (by number, from 1) that hold event or command ids which are stored already. */
  readonly known: readonly number[];
}

const GROUP = 'select heads, known from store.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)';

/**
 * The same for one event alone, which is what a lone writer sends: a third of the work for the server. It looks before it has the
 * lock, which is enough for an append that asserts nothing: the index refuses another event at the same revision. For an answer that is
 * kept under the command, `answered` looks for itself.
 */
const SINGLE = `
  with locked as materialized (
    select pg_advisory_xact_lock_shared(${STREAM_LOCKS}, $9), pg_advisory_xact_lock(${STREAM_LOCKS}, $8)
  ), head as materialized (
    select coalesce((select e.revision from store.events e where e.stream = $1 order by e.revision desc limit 1), -1) as revision
      from locked
  ), known as materialized (
    select exists (select 1 from store.events e where e.event_id = $3)
        or ($6::uuid is not null and exists (select 1 from store.events e where e.command_id = $6))
        or ($6::uuid is not null and store.answered($6, $5::timestamptz)) as found
      from locked
  ), inserted as (
    insert into store.events (event_id, stream, revision, type, recorded_at, command_id, command_index, record)
    select $3, $1, h.revision + 1, $4, $5, $6, case when $6::uuid is not null then 0 end, $7
      from head h, known k
     where not k.found and case $2::bigint when -3 then true when -2 then h.revision >= 0 else h.revision = $2 end
  )
  select array[h.revision] as heads, case when k.found then array[1] else '{}' end as known from head h, known k`;

/** Sends a group of appends: one statement, one commit. */
export async function appendGroup(queries: PreparedQueries, jobs: readonly AppendJob[]): Promise<GroupAnswer> {
  const single = queries.prepared ? singleParameters(jobs) : undefined;
  const [answer] =
    single === undefined
      ? await queries.objects<GroupAnswer>('grappe_append', GROUP, groupParameters(jobs))
      : await queries.objects<GroupAnswer>('grappe_append_one', SINGLE, single);
  if (answer === undefined) throw new Error('an append gave no answer');
  return answer;
}

/** Expected revisions as the statements take them. */
const NUMBERS = { any: -3n, 'stream-exists': -2n, 'no-stream': -1n } as const;

function expectedNumber(expected: ExpectedRevision): bigint {
  return typeof expected === 'bigint' ? expected : NUMBERS[expected];
}

function singleParameters(jobs: readonly AppendJob[]): unknown[] | undefined {
  const [job, ...others] = jobs;
  const [part, ...parts]: readonly PreparedAppend[] = job?.appends ?? [];
  const [event, ...events] = part?.events ?? [];
  if (job === undefined || part === undefined || event === undefined) return undefined;
  if (others.length + parts.length + events.length > 0) return undefined;
  const { id, type, recordedAt, record } = event;
  return [
    part.stream,
    expectedNumber(part.expected),
    id,
    type,
    recordedAt,
    job.commandId,
    record,
    streamKey(part.stream),
    commandKey(job.commandId ?? ''),
  ];
}

/** A list for each column, so that a group becomes texts in one pass. */
function emptyColumns() {
  const column = (): string[] => [];
  return {
    streams: column(),
    appends: column(),
    expected: column(),
    locks: column(),
    parts: column(),
    offsets: column(),
    ids: column(),
    types: column(),
    times: column(),
    commands: column(),
    indexes: column(),
    records: column(),
  };
}

/** The twelve texts that `store.append` takes. Neither stream names, types nor ids can hold a comma. */
function groupParameters(jobs: readonly AppendJob[]): string[] {
  const columns = emptyColumns();
  jobs.forEach((job, index) => {
    addJob(columns, job, String(index + 1));
  });
  columns.locks.push(
    ...locksOf(
      jobs.flatMap(({ appends }) => appends),
      jobs.map(({ commandId }) => commandId),
    ).map(String),
  );
  const { records, ...others } = columns;
  return [...Object.values(others).map((column) => column.join(',')), records.join('\n')];
}

function addJob(columns: ReturnType<typeof emptyColumns>, { appends, commandId }: AppendJob, number: string): void {
  let commandIndex = 0;
  for (const { stream, expected, events } of appends) {
    columns.streams.push(stream);
    columns.appends.push(number);
    columns.expected.push(String(expectedNumber(expected)));
    const part = String(columns.streams.length);
    for (let offset = 1; offset <= events.length; offset += 1) columns.offsets.push(String(offset));
    for (const { id, type, recordedAt, record } of events) {
      columns.parts.push(part);
      columns.ids.push(id);
      columns.types.push(type);
      columns.times.push(recordedAt);
      columns.commands.push(commandId ?? '');
      columns.indexes.push(commandId === undefined ? '' : String(commandIndex));
      columns.records.push(record);
      commandIndex += 1;
    }
  }
}
