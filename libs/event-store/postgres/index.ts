export {
  openPostgresEventStore,
  type PostgresEventStore,
  type PostgresEventStoreOptions,
} from './postgres-event-store.ts';
export { STORE_ROLE } from './answers-schema.ts';
export { storeSchema } from './store-schema.ts';
export { SEQUENCER_LEASE } from './sequencer.ts';
