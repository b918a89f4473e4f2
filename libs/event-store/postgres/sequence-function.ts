/**
 * One round of the sequencer: in ONE snapshot it takes the events above \`high\` (at most \`batch\`) and those that appeared in
 * the gaps below it, and gives them the next positions, if the lease is still of that epoch. The lease's row stays locked
 * until the end, so no takeover falls between the look and the write.
 *
 * An append numbers its events after everything it has seen was committed; so by \`seq\` each stream is in order, and so is
 * every append that began after another was answered. \`turn\` puts in order what was written by hand otherwise, and an event
 * whose predecessor has no position yet waits.
 *
 * \`horizon\` is an id taken after the snapshot: whoever holds a number in a gap found here has an older one. Once a later
 * snapshot's \`xmin\` has reached it, what is still missing was rolled back. Horizons decide what is forgotten, never what is
 * delivered.
 */
export const SEQUENCE_FUNCTION = `
  create function store.sequence(
    lease_name text, lease_epoch bigint, next_position bigint, high bigint, gap_starts bigint[], gap_ends bigint[], batch integer
  ) returns table (
    fenced boolean, reached bigint, taken bigint, given bigint, filled bigint[], waiting bigint[],
    new_starts bigint[], new_ends bigint[], xmin bigint, horizon bigint
  )
  language plpgsql
  set enable_seqscan = off
  set enable_bitmapscan = off
  set plan_cache_mode = force_generic_plan
  as $$
  begin
    if pg_current_xact_id_if_assigned() is not null then
      raise exception 'store.sequence has to be a transaction of its own';
    end if;

    with fence as materialized (
      select 1 from grappe.leases l
       where l.name = lease_name and l.epoch = lease_epoch and l.holder is not null for share
    ), fresh as materialized (
      select e.seq, e.stream, e.revision,
             sha256('\\x00'::bytea || convert_to('{"event":' || e.record || ',"revision":' || e.revision || '}', 'UTF8')) as leaf_hash
        from store.events e where e.seq > high order by e.seq limit batch
    ), late as materialized (
      select e.seq, e.stream, e.revision,
             sha256('\\x00'::bytea || convert_to('{"event":' || e.record || ',"revision":' || e.revision || '}', 'UTF8')) as leaf_hash
        from unnest(gap_starts, gap_ends) as g(gap_start, gap_end)
       cross join lateral (
         select * from store.events x where x.seq between g.gap_start and g.gap_end order by x.seq limit 1000000
       ) e
    ), ranked as materialized (
      select c.seq, c.stream, c.revision, c.leaf_hash,
             max(c.seq) over run as turn, row_number() over run as nr, first_value(c.revision) over run as first
        from (select * from fresh union all select * from late) c
      window run as (partition by c.stream order by c.revision)
    ), blocked as materialized (
      select r.stream from ranked r
       where r.nr = 1 and r.revision > 0 and not exists (
         select 1 from store.events p join store.ledger l on l.seq = p.seq
          where p.stream = r.stream and p.revision = r.revision - 1
       )
    ), inserted as (
      insert into store.ledger (position, seq, leaf_hash)
      select next_position + row_number() over (order by r.turn, r.revision) - 1, r.seq, r.leaf_hash
        from ranked r
       where r.revision - r.nr = r.first - 1
         and r.stream not in (select b.stream from blocked b)
         and exists (select 1 from fence)
       order by 1
      returning ledger.seq
    ), gaps as (
      select f.before + 1 as gap_start, f.seq - 1 as gap_end
        from (select x.seq, lag(x.seq, 1, high) over (order by x.seq) as before from fresh x) f
       where f.seq > f.before + 1
    )
    select exists (select 1 from fence),
           (select max(f.seq) from fresh f),
           (select count(*) from fresh),
           (select count(*) from inserted),
           array(select l.seq from late l),
           array(select r.seq from ranked r where r.seq not in (select i.seq from inserted i)),
           array(select g.gap_start from gaps g order by g.gap_start),
           array(select g.gap_end from gaps g order by g.gap_start),
           pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      into fenced, reached, taken, given, filled, waiting, new_starts, new_ends, xmin;

    if cardinality(new_starts) > 0 then
      horizon := pg_current_xact_id()::text::bigint;
    end if;
    if given > 0 then
      perform pg_notify('grappe_store_head', (next_position + given)::text);
    end if;
    return next;
  end
  $$;
`;
