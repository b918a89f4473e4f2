export * from './happened.ts';
export { given } from './given.ts';
export { chunkingDoesNotMatter } from './chunking.ts';
