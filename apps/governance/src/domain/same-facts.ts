import { canonicalJson } from '#libs/kernel';

/** Whether two statements say the same; members that are undefined say nothing. It tells a repeat from a contradiction. */
export function sameFacts(left: object, right: object): boolean {
  return canonicalJson(left) === canonicalJson(right);
}
