export { createStoreDatabase, type StoreDatabase, type StoreSettings } from './store-database.ts';
export { openTransaction, type OpenTransaction } from './open-transaction.ts';
