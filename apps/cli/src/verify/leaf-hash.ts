import { createHash } from 'node:crypto';

/**
 * The Merkle leaf hash of an event, computed from what was read and from the specification alone (RFC 6962, section 2.1;
 * docs/adr/0003-hashed-bytes.md): SHA-256(0x00 || `{"event":<record>,"revision":<revision>}`), hexadecimal.
 */
export function expectedLeafHash(record: string, revision: bigint): string {
  return createHash('sha256')
    .update(Uint8Array.of(0x00))
    .update(`{"event":${record},"revision":${String(revision)}}`, 'utf8')
    .digest('hex');
}
