export { LedgerOrder, partitionKey, type Arrival, type Awaited, type PartitionName } from './ledger-order.ts';
