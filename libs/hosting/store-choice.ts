import { catalog } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import { openPostgresEventStore, storeSchema, type PostgresEventStoreOptions } from '#libs/event-store/postgres';
import type { MigrationSet } from '#libs/postgres';
import { InvalidConfig, type Config } from './config.ts';

export interface StoreSettings extends Omit<PostgresEventStoreOptions, 'url' | 'catalog'> {
  /** The database of the ledger, and of the events themselves where they are not in KurrentDB. */
  readonly databaseUrl: string;
}

/** Where events are kept. */
export interface StoreChoice {
  /** The schema in PostgreSQL that has to be migrated before it is opened. */
  readonly schema: MigrationSet;
  open(settings: StoreSettings): Promise<EventStore>;
}

/** The server that `STORE=kurrentdb` names; undefined where events are in PostgreSQL. @throws InvalidConfig when only one of both is set */
export function kurrentUrlOf({ STORE, KURRENTDB_URL }: Pick<Config, 'STORE' | 'KURRENTDB_URL'>): string | undefined {
  if (STORE === 'kurrentdb' && KURRENTDB_URL === undefined)
    throw new InvalidConfig('KURRENTDB_URL is not set: with STORE=kurrentdb, the server that keeps the events');
  return STORE === 'kurrentdb' ? KURRENTDB_URL : undefined;
}

/** KurrentDB at a connection string, else PostgreSQL. The client is loaded only where it is needed: it brings a native library. */
export async function chooseStore(kurrentUrl: string | undefined): Promise<StoreChoice> {
  if (kurrentUrl === undefined) {
    const open = ({ databaseUrl, ...settings }: StoreSettings): Promise<EventStore> =>
      openPostgresEventStore({ ...settings, url: databaseUrl, catalog });
    return { schema: storeSchema, open };
  }
  const { kurrentSchema, openKurrentEventStore } = await import('#libs/event-store/kurrent');
  const open = ({ databaseUrl, ...settings }: StoreSettings): Promise<EventStore> =>
    openKurrentEventStore({ ...settings, url: kurrentUrl, ledgerUrl: databaseUrl, catalog });
  return { schema: kurrentSchema, open };
}
