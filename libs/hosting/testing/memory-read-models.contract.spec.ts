import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { readModelsContract, registerSamples } from '../test/read-models-contract.ts';
import { knownAtContract, recordHistory } from '../test/known-at-contract.ts';
import { MemoryReadModels } from './memory-read-models.ts';
import { Register } from './register.ts';

readModelsContract('in memory', async () => {
  const register = new Register();
  const store = new MemoryEventStore(catalog);
  const ids = await registerSamples(register, store);
  return { query: new MemoryReadModels(store).of(register.model), ids, close: () => store.close() };
});

knownAtContract('in memory', async () => {
  const store = new MemoryEventStore(catalog);
  await recordHistory(store);
  return { readModels: new MemoryReadModels(store), close: () => store.close() };
});
