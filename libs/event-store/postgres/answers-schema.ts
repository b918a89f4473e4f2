import { STREAM_LOCKS } from './stream-locks.ts';

/** The role that every connection of the store acts as: it may add events and ledger rows, and never change or remove one. */
export const STORE_ROLE = 'grappe_app';

/**
 * The answers of commands that stored nothing, for as long as they stand. An append of such a command and the keeping of an answer meet
 * in a lock (`commandKey`), and both look once they have it: whichever comes first stands, in whatever process the other one is.
 * Appends share the lock, because two of them meet in the index of the events. `answered` is for the statement that has no look of its
 * own behind the lock: a function sees what was committed when it is called.
 */
export const ANSWERS = `
  create table store.answers (
    command_id uuid        not null,
    context    text        collate "C" not null,
    until      timestamptz not null,
    answer     text        not null,
    primary key (command_id, context)
  );
  create index answers_until on store.answers (context, until);

  create function store.answered(command uuid, at timestamptz) returns boolean
  language plpgsql
  as $$
  begin
    return exists (select from store.answers a where a.command_id = command and a.until > at);
  end
  $$;

  create function store.keep_answer(
    command uuid, command_lock integer, owner text, at timestamptz, valid_until timestamptz, given text
  )
  returns table (kept boolean, earlier text)
  language plpgsql
  as $$
  begin
    perform pg_advisory_xact_lock(${STREAM_LOCKS}, command_lock);
    kept := false;
    if not exists (select from store.events e where e.command_id = command) then
      select a.answer into earlier from store.answers a where a.command_id = command and a.until > at limit 1;
      if earlier is null then
        insert into store.answers as a (command_id, context, until, answer) values (command, owner, valid_until, given)
          on conflict (command_id, context) do update set until = excluded.until, answer = excluded.answer;
        kept := true;
        delete from store.answers where (command_id, context) in (
          select o.command_id, o.context from store.answers o where o.context = owner and o.until <= at
           order by o.until limit 100 for update skip locked
        );
      end if;
    end if;
    return next;
  end
  $$;

  grant select, insert, update, delete on store.answers to ${STORE_ROLE};
`;
