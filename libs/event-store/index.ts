export * from './port.ts';
export * from './errors.ts';
export { EventCodec, type EncodedEvent } from './codec.ts';
export { KEY_BYTES, type Destroyed, type KeyRing, type PersonalKey } from './personal/key-ring.ts';
export { NO_KEYS, PersonalTexts, type OpeningKeys } from './personal/personal-texts.ts';
export { hashedText, leafHash } from './leaf-hash.ts';
export type { AppendFlush, PoolUse, StoreObserver } from './observer.ts';
