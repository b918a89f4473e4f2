export { messagingContract } from './messaging-contract.ts';
export type { MessagingHarness, Publication } from './contract-harness.ts';
export { storeHarness } from './store-harness.ts';
