import { catalog } from '#libs/contracts';
import { eventStoreContract, keyRingContract, sealing } from '../testing/index.ts';
import { MemoryEventStore, MemoryKeyRing } from './index.ts';

eventStoreContract('memory', () => {
  const keyRing = new MemoryKeyRing();
  const store = new MemoryEventStore(catalog, undefined, sealing(keyRing));
  return Promise.resolve({ store, neighbour: store, keyRing, close: () => store.close() });
});

keyRingContract('memory', () => {
  const ring = new MemoryKeyRing();
  return Promise.resolve({
    ring,
    neighbour: ring,
    destroy: (subject: string) => {
      ring.destroy(subject);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
});
