export * from './eventually.ts';
export * from './given-when-then.ts';
export * from './idempotency.ts';
export * from './sources.ts';
