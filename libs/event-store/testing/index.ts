export { eventStoreContract } from './event-store-contract.ts';
export { type EventStoreHarness } from './contract-harness.ts';
export { keyRingContract } from './key-ring-contract.ts';
export { sealing } from './sealing.ts';
export {
  collect,
  ContractSamples,
  countFrom,
  idsOf,
  readEvents,
  readStream,
  untilSettled,
  take,
} from './contract-samples.ts';
