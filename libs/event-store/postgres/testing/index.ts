export { createStoreDatabase, type StoreDatabase } from './store-database.ts';
export { openTransaction } from './open-transaction.ts';
