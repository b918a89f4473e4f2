import type { StreamName } from '#libs/kernel';

/** The resource is not at the revision that the caller saw; nothing was decided. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
  constructor(
    readonly stream: StreamName,
    readonly expected: bigint,
    /** The last revision of the stream; undefined when it has no event. */
    readonly actual: bigint | undefined,
  ) {
    super(`${stream}: expected revision ${String(expected)}, found ${actual === undefined ? 'none' : String(actual)}`);
  }
}
