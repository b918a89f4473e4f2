import { createHash } from 'node:crypto';

const LEAF_PREFIX = Buffer.from([0x00]);

/**
 * The text whose UTF-8 bytes are hashed for a stored event: RFC 8785 canonical itself, because `event` sorts before
 * `revision` and the record is canonical. The position is the leaf's index and not in it.
 */
export function hashedText(record: string, revision: bigint): string {
  return `{"event":${record},"revision":${String(revision)}}`;
}

/** The Merkle leaf hash of a stored event: SHA-256(0x00 || bytes) (RFC 6962, section 2.1). */
export function leafHash(record: string, revision: bigint): Uint8Array {
  return createHash('sha256').update(LEAF_PREFIX).update(hashedText(record, revision)).digest();
}
