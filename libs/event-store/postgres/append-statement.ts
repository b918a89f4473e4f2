import type pg from 'pg';
import type { ExpectedRevision } from '../port.ts';
import type { PreparedAppend } from '../prepare.ts';
import type { AppendJob } from './appender.ts';
import { codeOf } from './unavailable.ts';

/** What a group's statement says; see APPEND_FUNCTION. */
export interface GroupAnswer {
  /** Where the stream of each part stood, -1 for no stream; parts are numbered over the whole group. */
  readonly heads: readonly bigint[];
  /** The appends (by number, from 1) that hold event or command ids which are stored already. */
  readonly known: readonly number[];
}

const GROUP = 'select heads, known from store.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)';

/** The same for one event alone, which is what a lone writer sends: a third of the work for the server. */
const SINGLE = `
  with head as materialized (
    select coalesce((select e.revision from store.events e where e.stream = $1 order by e.revision desc limit 1), -1) as revision
  ), known as materialized (
    select exists (select 1 from store.events e where e.event_id = $3)
        or ($6::uuid is not null and exists (select 1 from store.events e where e.command_id = $6)) as found
  ), inserted as (
    insert into store.events (event_id, stream, revision, type, recorded_at, command_id, command_index, record)
    select $3, $1, h.revision + 1, $4, $5, $6, case when $6::uuid is not null then 0 end, $7
      from head h, known k
     where not k.found and case $2::bigint when -3 then true when -2 then h.revision >= 0 else h.revision = $2 end
  )
  select array[h.revision] as heads, case when k.found then array[1] else '{}' end as known from head h, known k`;

/** What a server says that does not know a prepared statement, or knows it already: a pooler changed connections between. */
const NOT_PREPARED: readonly string[] = ['26000', '42P05'];

/** Sends groups of appends, as prepared statements as long as the connection is the same from one to the next. */
export class AppendStatement {
  #prepared = true;

  constructor(private readonly pool: pg.Pool) {}

  async run(jobs: readonly AppendJob[]): Promise<GroupAnswer> {
    const single = singleParameters(jobs);
    if (single !== undefined && this.#prepared) return this.#send('grappe_append_one', SINGLE, single, jobs);
    return this.#send('grappe_append', GROUP, groupParameters(jobs), jobs);
  }

  async #send(name: string, text: string, values: unknown[], jobs: readonly AppendJob[]): Promise<GroupAnswer> {
    try {
      const { rows } = await this.pool.query<GroupAnswer>(this.#prepared ? { name, text, values } : { text, values });
      const [answer] = rows;
      if (answer === undefined) throw new Error('an append gave no answer');
      return answer;
    } catch (error) {
      if (!this.#prepared || !NOT_PREPARED.includes(codeOf(error) ?? '')) throw error;
      this.#prepared = false;
      return this.run(jobs);
    }
  }
}

/** Expected revisions as the statements take them: -3 any, -2 an existing stream, -1 none. */
export function expectedNumber(expected: ExpectedRevision): bigint {
  switch (expected) {
    case 'any':
      return -3n;
    case 'stream-exists':
      return -2n;
    case 'no-stream':
      return -1n;
    default:
      return expected;
  }
}

function singleParameters(jobs: readonly AppendJob[]): unknown[] | undefined {
  const [job, ...others] = jobs;
  const [part, ...parts]: readonly PreparedAppend[] = job?.appends ?? [];
  const [event, ...events] = part?.events ?? [];
  if (job === undefined || part === undefined || event === undefined) return undefined;
  if (others.length + parts.length + events.length > 0) return undefined;
  const { id, type, recordedAt, record } = event;
  return [part.stream, expectedNumber(part.expected), id, type, recordedAt, job.commandId, record];
}

/** The eleven texts that `store.append` takes. Neither stream names, types nor ids can hold a comma. */
function groupParameters(jobs: readonly AppendJob[]): unknown[] {
  const parts = [[], [], []] as [string[], string[], string[]];
  const events: string[][] = [[], [], [], [], [], [], []];
  const records: string[] = [];
  let part = 0;
  for (const [index, { appends, commandId }] of jobs.entries()) {
    let commandIndex = 0;
    for (const { stream, expected, events: own } of appends) {
      part += 1;
      pushEach(parts, [stream, String(index + 1), String(expectedNumber(expected))]);
      for (const [offset, { id, type, recordedAt, record }] of own.entries()) {
        const command = commandId === undefined ? ['', ''] : [commandId, String(commandIndex)];
        pushEach(events, [String(part), String(offset + 1), id, type, recordedAt, ...command]);
        records.push(record);
        commandIndex += 1;
      }
    }
  }
  return [...[...parts, ...events].map((list) => list.join(',')), records.join('\n')];
}

function pushEach(lists: readonly string[][], values: readonly string[]): void {
  lists.forEach((list, index) => list.push(values[index] ?? ''));
}
