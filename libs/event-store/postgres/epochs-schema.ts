import { STORE_ROLE } from './answers-schema.ts';

/**
 * A position is no identity across a restore, because afterwards the same one can be another event: an epoch begins with the ledger, and
 * whoever restores it begins another (`docs/operating/restore.md`). Nobody but the owner can.
 */
export const EPOCHS = `
  create table store.epochs (
    since    bigint      primary key check (since >= 0),
    epoch    uuid        not null unique default gen_random_uuid(),
    begun_at timestamptz not null default clock_timestamp()
  );
  insert into store.epochs (since) values (0);
  grant select on store.epochs to ${STORE_ROLE};

  create function store.begin_epoch() returns uuid language sql as $$
    insert into store.epochs (since) select coalesce(max(position) + 1, 0) from store.ledger
    on conflict (since) do update set epoch = gen_random_uuid(), begun_at = clock_timestamp()
    returning epoch
  $$;
  revoke all on function store.begin_epoch() from public;
`;
