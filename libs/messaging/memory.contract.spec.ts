import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { messagingContract, storeHarness } from './testing/index.ts';

const open = () => {
  const store = new MemoryEventStore(catalog);
  return Promise.resolve(storeHarness(store, () => store.close()));
};

messagingContract('the subscription of a store in memory', open, { canLose: false });
