/** The role that every connection of the store acts as: it may add events and ledger rows, and never change or remove one. */
export const STORE_ROLE = 'grappe_app';

/** The first half of the keys of the locks below; the second half is of the command id. */
const ANSWER_LOCKS = '727071305';

/**
 * The answers of commands that stored nothing, for as long as they stand. An append of such a command and the keeping of an answer meet
 * in a lock on the command id, and both look once they have it: whichever comes first stands, in whatever process the other one is.
 * Appends share the lock, because two of them meet in the index of the events.
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
    perform pg_advisory_xact_lock_shared(${ANSWER_LOCKS}, hashtext(command::text));
    return exists (select from store.answers a where a.command_id = command and a.until > at);
  end
  $$;

  create function store.keep_answer(command uuid, owner text, at timestamptz, valid_until timestamptz, given text)
  returns table (kept boolean, earlier text)
  language plpgsql
  as $$
  begin
    perform pg_advisory_xact_lock(${ANSWER_LOCKS}, hashtext(command::text));
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
