export { startDroppingPooler, type DroppingPooler } from './dropping-pooler.ts';
export { RecycledDatabases } from './recycled-databases.ts';
export { schemaSnapshot } from './schema-snapshot.ts';
export { createTestDatabase } from './test-database.ts';
export type { TestDatabase, TestDatabaseOptions } from './test-database.ts';
