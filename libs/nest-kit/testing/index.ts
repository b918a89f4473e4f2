export * from './memory-read-models.ts';
export * from './test-application.ts';
