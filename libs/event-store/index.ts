export * from './port.ts';
export * from './errors.ts';
export { DEFAULT_LIMITS, EventCodec, type EncodedEvent, type StoreLimits } from './codec.ts';
export { hashedText, leafHash } from './leaf-hash.ts';
export type { AppendFlush, FlushedEvent, PoolUse, StoreObserver } from './observer.ts';
