import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/kernel';
import type { Plan } from '../rules/act.ts';

/** The name of a plan: SHA-256 over its canonical JSON (RFC 8785), in hex. Equal plans have equal hashes, whatever their layout. */
export function planHash(plan: Plan): string {
  return createHash('sha256').update(canonicalJson(plan), 'utf8').digest('hex');
}
