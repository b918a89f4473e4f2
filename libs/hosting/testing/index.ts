export { MemoryActors } from './memory-actors.ts';
export * from './memory-read-models.ts';
export * from './register.ts';
