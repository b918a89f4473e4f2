import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { KEY_BYTES } from './key-ring.ts';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key was wrapped by another key-encryption key than the one at hand: nothing can be opened with this one. */
export class ForeignWrap extends Error {
  override readonly name = 'ForeignWrap';
  constructor(
    readonly found: string,
    readonly required: string,
  ) {
    super(
      `the keys of persons were wrapped by another key-encryption key: found ${found}; required ${required}. ` +
        'KEK_FILE names the file that was there when they were drawn.',
    );
  }
}

/**
 * Wraps the keys of persons by a key-encryption key, which is outside of the database: who has the database alone, or a backup of it, opens
 * nothing. AES-256-GCM, bound to the key's id.
 */
export class KeyWrap {
  /** Tells one key-encryption key from another and nothing about either. */
  readonly id: string;

  /** @throws TypeError for a key of another length than 32 bytes */
  constructor(private readonly kek: Buffer) {
    if (kek.length !== KEY_BYTES)
      throw new TypeError(`a key-encryption key has ${String(KEY_BYTES)} bytes; found ${String(kek.length)}`);
    this.id = createHmac('sha256', kek).update('grappe key-encryption key').digest('hex').slice(0, 16);
  }

  /** @throws ForeignWrap where another key-encryption key has wrapped it */
  requireOwn(by: string): void {
    if (by !== this.id) throw new ForeignWrap(this.id, by);
  }

  wrap(key: Buffer, keyId: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.kek, iv).setAAD(Buffer.from(keyId));
    return Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws ForeignWrap; the error of the cipher for one that was altered */
  unwrap(wrapped: Buffer, keyId: string, by: string): Buffer {
    this.requireOwn(by);
    const decipher = createDecipheriv(ALGORITHM, this.kek, wrapped.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(keyId)).setAuthTag(wrapped.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  }
}
