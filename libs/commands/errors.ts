import type { StreamName } from '#libs/kernel';
import { requirementOf, type Precondition } from './precondition.ts';

/** The resource is not at a revision that the caller named; nothing was decided. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
  constructor(
    readonly stream: StreamName,
    readonly expected: Precondition,
    /** The last revision of the stream; undefined when it has no event. */
    readonly actual: bigint | undefined,
  ) {
    super(
      `${stream}: found revision ${actual === undefined ? 'none' : String(actual)}, required ${String(requirementOf(expected, actual))}`,
    );
  }
}
