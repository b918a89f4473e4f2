export * from './happened.ts';
export { folded, given, lawful } from './given.ts';
export { chunkingDoesNotMatter } from './chunking.ts';
