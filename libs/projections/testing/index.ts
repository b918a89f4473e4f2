export * from './happened.ts';
export { folded, given } from './given.ts';
export { chunkingDoesNotMatter } from './chunking.ts';
