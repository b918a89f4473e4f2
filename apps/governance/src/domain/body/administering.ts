import type { BodyCreated } from './body.ts';

const ADMINISTERING: readonly BodyCreated['kind'][] = ['board', 'bureau'];

/**
 * Whether whoever holds an office of such a body administers the association (loi du 1er juillet 1901, art. 5; Code de commerce, art. L612-5): the board
 * and the bureau do. Members of an assembly or a college vote, and a steering committee steers one piece of work.
 */
export function administers(kind: string | undefined): boolean {
  return ADMINISTERING.some((each) => each === kind);
}
