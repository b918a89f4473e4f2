export * from './memory-read-models.ts';
export * from './register.ts';
