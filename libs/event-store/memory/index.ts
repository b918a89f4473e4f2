export { MemoryEventStore } from './memory-event-store.ts';
export { MemoryKeyRing } from './memory-key-ring.ts';
