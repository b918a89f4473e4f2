import { catalog } from '#libs/contracts';
import { eventStoreContract } from '../testing/index.ts';
import { MemoryEventStore } from './memory-event-store.ts';

eventStoreContract('memory', () => {
  const store = new MemoryEventStore(catalog);
  return Promise.resolve({ store, neighbour: store, close: () => store.close() });
});
