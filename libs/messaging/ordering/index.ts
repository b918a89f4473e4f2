export { LedgerOrder, type Arrival, type Awaited, type PartitionName } from './ledger-order.ts';
