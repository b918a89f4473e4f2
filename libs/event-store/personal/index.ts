export { KEYS_ROLE, keysSchema } from './keys-schema.ts';
export { ForeignWrap, KeyWrap } from './key-wrap.ts';
export { PostgresKeyRing, type PostgresKeyRingOptions } from './postgres-key-ring.ts';
