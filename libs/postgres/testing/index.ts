export { startDroppingPooler, type DroppingPooler } from './dropping-pooler.ts';
export { schemaSnapshot } from './schema-snapshot.ts';
export { createTestDatabase } from './test-database.ts';
export type { TestDatabase, TestDatabaseOptions } from './test-database.ts';
