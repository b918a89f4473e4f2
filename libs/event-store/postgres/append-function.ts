import { STREAM_LOCKS } from './stream-locks.ts';

/** By what an append is known beside its events. */
type KnownBy = Readonly<Record<'columns' | 'names' | 'look' | 'found', string>>;

/**
 * Appends a group: each append of it whole or not at all, those in conflict without harm to the others. Lists come as text
 * (joined by commas, records by line breaks, which canonical JSON does not contain) because that costs least on both sides.
 * It says where each stream stood and which appends hold ids that are stored already; the caller derives conflicts from that
 * by the same rule. Expected revisions: -3 any, -2 an existing stream, -1 none.
 *
 * Nothing is looked at before the locks are held (see `locksOf`): what it then sees stays so until its commit. Each group takes
 * them in the order of their keys and before it writes, so there is no deadlock.
 *
 * Settings keep its plans on the indexes while the tables are too young for statistics.
 */
const appendFunction = (create: string, known: KnownBy) => `
  ${create} function store.append(
    part_streams text, part_appends text, part_expected text, locks text,
    event_parts text, event_offsets text, event_ids text, event_types text, event_times text,
    event_commands text, event_indexes text, event_records text
  ) returns table (heads bigint[], known integer[])
  language plpgsql
  set enable_seqscan = off
  set enable_bitmapscan = off
  set plan_cache_mode = force_generic_plan
  as $$
  declare
    streams  text[]    := string_to_array(part_streams, ',');
    appends  integer[] := string_to_array(part_appends, ',')::integer[];
    parts    integer[] := string_to_array(event_parts, ',')::integer[];
    ids      uuid[]    := string_to_array(event_ids, ',')::uuid[];
    commands uuid[]    := string_to_array(event_commands, ',', '')::uuid[];
    refused  integer[];
  begin
    perform case when l & 1 = 1 then pg_advisory_xact_lock_shared(${STREAM_LOCKS}, l >> 1)
                 else pg_advisory_xact_lock(${STREAM_LOCKS}, l >> 1) end
       from unnest(string_to_array(locks, ',')::integer[]) as l;

    select array_agg(coalesce(h.revision, -1) order by p.part) into heads
      from unnest(streams) with ordinality as p(stream, part)
      left join lateral (
        select e.revision from store.events e where e.stream = p.stream order by e.revision desc limit 1
      ) h on true;

    select coalesce(array_agg(distinct appends[i.part]), '{}') into known
      from unnest(parts, ids, commands${known.columns}) as i(part, id, command_id${known.names})
      left join lateral (select true as found from store.events e where e.event_id = i.id limit 1) s on true
      left join lateral (
        select true as found from store.events e where e.command_id = i.command_id and i.command_id is not null limit 1
      ) c on true
${known.look}     where s.found or c.found${known.found};

    select coalesce(array_agg(p.append), '{}') || known into refused
      from unnest(appends, string_to_array(part_expected, ',')::bigint[], heads) as p(append, expected, head)
     where case p.expected when -3 then false when -2 then p.head < 0 else p.head <> p.expected end;

    insert into store.events (event_id, stream, revision, type, recorded_at, command_id, command_index, record)
    select i.id, streams[i.part], heads[i.part] + i.off, i.type, i.recorded_at, i.command_id, i.command_index, i.record
      from unnest(
             parts, string_to_array(event_offsets, ',')::integer[], ids, string_to_array(event_types, ','),
             string_to_array(event_times, ',')::timestamptz[], commands,
             string_to_array(event_indexes, ',', '')::integer[], string_to_array(event_records, E'\\n')
           ) with ordinality as i(part, off, id, type, recorded_at, command_id, command_index, record, nr)
     where appends[i.part] <> all (refused)
     order by i.nr;

    return next;
  end
  $$;
`;

/** As the schema began with it. */
export const FIRST_APPEND_FUNCTION = appendFunction('create', { columns: '', names: '', look: '', found: '' });

/** The same, for which a command whose answer is kept is known too. */
export const APPEND_FUNCTION = appendFunction('create or replace', {
  columns: `, string_to_array(event_times, ',')::timestamptz[]`,
  names: ', recorded_at',
  look: `      left join lateral (
        select true as found from store.answers a where a.command_id = i.command_id and a.until > i.recorded_at limit 1
      ) k on true
`,
  found: ' or k.found',
});
