import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { BrokenSeal, type SealedText } from '#libs/contracts';
import type { PersonalKey } from './key-ring.ts';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Separates the key of the initialisation vectors from the one of the texts. */
const IV_KEY = 'grappe personal iv v1';

/**
 * Seals a text with AES-256-GCM (NIST SP 800-38D). Its initialisation vector is a keyed hash over place and text: the same text at the same place
 * of the same event gives the same bytes, whoever stores or carries it, and no vector comes twice under a key for anything else.
 * @param bound the id of the event and the JSON pointer of the text in its record: it opens nowhere else
 */
export function sealText({ id, bytes }: PersonalKey, bound: string, text: string): SealedText {
  const ivKey = createHmac('sha256', bytes).update(IV_KEY).digest();
  const iv = createHmac('sha256', ivKey)
    .update(JSON.stringify([bound, text]))
    .digest()
    .subarray(0, IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, bytes, iv).setAAD(Buffer.from(bound));
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { $personal: 1, k: id, iv: iv.toString('base64'), ct: encrypted.toString('base64') };
}

/** @throws BrokenSeal */
export function openText(key: Buffer, bound: string, { k, iv, ct }: SealedText): string {
  try {
    const encrypted = Buffer.from(ct, 'base64');
    const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, 'base64'), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(bound)).setAuthTag(encrypted.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(encrypted.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    throw new BrokenSeal(k, bound);
  }
}
