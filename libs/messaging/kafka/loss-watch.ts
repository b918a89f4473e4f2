import type { Awaited } from '../ordering/index.ts';

/** A node was asked so often: between the first and the last of them lies a whole answer. */
const ROUNDS = 2;

/**
 * Tells when it is time to look for a record that is awaited: when a node gave a whole answer and nothing came of the topic on which
 * it ought to stand. No clock: on a busy topic that is at once, on a quiet one after one long poll.
 */
export class LossWatch {
  #position = -1n;
  #read = -1n;
  readonly #rounds = new Map<number, number>();

  /** `read` counts what was read of the suspect's topic. */
  isTime(nodeId: number, suspect: Awaited | undefined, read: bigint): boolean {
    if (suspect?.position !== this.#position || read !== this.#read) {
      this.#position = suspect?.position ?? -1n;
      this.#read = read;
      this.#rounds.clear();
    }
    if (suspect === undefined) return false;
    const rounds = (this.#rounds.get(nodeId) ?? 0) + 1;
    this.#rounds.set(nodeId, rounds);
    return rounds >= ROUNDS;
  }
}
