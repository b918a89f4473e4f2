export * from './port.ts';
export * from './errors.ts';
export { EventCodec, type EncodedEvent } from './codec.ts';
export { hashedText, leafHash } from './leaf-hash.ts';
export type { AppendFlush, PoolUse, StoreObserver } from './observer.ts';
