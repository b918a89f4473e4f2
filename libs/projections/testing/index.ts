export * from './happened.ts';
export { foldBatches, given, lawful } from './given.ts';
export { chunkingDoesNotMatter } from './chunking.ts';
