export * from '../waiting/testing/index.ts';
export * from './given-when-then.ts';
export * from './idempotency.ts';
export * from './sources.ts';
export * from './facts-in-any-order.ts';
