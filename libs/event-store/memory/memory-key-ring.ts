import { createHash } from 'node:crypto';
import type { Destroyed, KeyRing, PersonalKey } from '../personal/key-ring.ts';

/** Keys that follow from their ids, kept in this process and forgotten with it: for specs, whose texts are then the same each time. */
export class MemoryKeyRing implements KeyRing {
  readonly #keys = new Map<string, PersonalKey | Destroyed>();

  constructor(private readonly seed = '') {}

  keysFor(subjects: readonly string[]): Promise<ReadonlyMap<string, PersonalKey | Destroyed>> {
    return Promise.resolve(new Map(subjects.map((subject) => [subject, this.#keyOf(subject)])));
  }

  resolve(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer | Destroyed>> {
    const known = ids.flatMap((id) => {
      const key = this.#keys.get(id.replace(/\/1$/, ''));
      return key === undefined ? [] : [[id, key === 'destroyed' ? key : key.bytes] as const];
    });
    return Promise.resolve(new Map(known));
  }

  destroy(subject: string): void {
    this.#keys.set(subject, 'destroyed');
  }

  /** As after a restore without the key. */
  lose(subject: string): void {
    this.#keys.delete(subject);
  }

  /** As after a restore of keys of elsewhere. */
  put(subject: string, bytes: Buffer): void {
    this.#keys.set(subject, { id: `${subject}/1`, bytes });
  }

  restore(subject: string): void {
    this.#keyOf(subject);
  }

  #keyOf(subject: string): PersonalKey | Destroyed {
    const known = this.#keys.get(subject);
    if (known !== undefined) return known;
    const id = `${subject}/1`;
    const key = {
      id,
      bytes: createHash('sha256')
        .update(this.seed + id)
        .digest(),
    };
    this.#keys.set(subject, key);
    return key;
  }
}
