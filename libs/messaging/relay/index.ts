export { LedgerBehindTopics, RELAY_LEASE, runRelay, type RelayOptions, type SentBatch } from './relay.ts';
export { relayStatus, type RelayStatus, type RelayStatusOptions } from './relay-status.ts';
export { findRelay, resumeRelay, StaleRelay, type RelayMark, type RelayRow, type RelayStop } from './relay-row.ts';
export type { BatchLimits } from './record-batches.ts';
