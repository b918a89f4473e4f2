import type { KeyRing as Keys } from '#libs/contracts';

/** How many bytes a key has: AES-256. */
export const KEY_BYTES = 32;

/** A key of a person, or of the free texts of a stream. */
export interface PersonalKey {
  /** `<person id>/<number>` or `<stream>/<number>`. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** What is left of a key that was destroyed: what was sealed under it is erased for good. */
export type Destroyed = 'destroyed';

/**
 * The keys of personal texts. They are kept apart from the events, because destroying a key is how a text is erased that stands in
 * history, topics and backups. All: @throws StoreUnavailable
 */
export interface KeyRing extends Keys {
  /**
   * The key of each subject under which its texts are sealed now, drawn at its first use and kept before the answer. Of a subject whose last
   * key was destroyed: nothing is sealed any more.
   */
  keysFor(subjects: readonly string[]): Promise<ReadonlyMap<string, PersonalKey | Destroyed>>;
  resolve(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer | Destroyed>>;
}
