export { openKurrentEventStore, type KurrentEventStore, type KurrentEventStoreOptions } from './kurrent-event-store.ts';
export { kurrentSchema } from './kurrent-schema.ts';
export { ForeignEvent, LedgerDiverged, MultiStreamAppendUnsupported } from './kurrent-errors.ts';
