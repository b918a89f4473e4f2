export {
  openPostgresEventStore,
  type PostgresEventStore,
  type PostgresEventStoreOptions,
} from './postgres-event-store.ts';
export { storeSchema, STORE_ROLE } from './store-schema.ts';
export { SEQUENCER_LEASE } from './sequencer.ts';
