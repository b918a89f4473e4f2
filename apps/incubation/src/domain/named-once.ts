import type { Refusal } from '#libs/kernel';

export type NamedTwice = Refusal<'INC_NAMED_TWICE', 'found'>;

/** Why lists are none of different things: the first that one of them names twice. */
export function namedTwice(...lists: readonly (readonly string[])[]): NamedTwice | undefined {
  for (const list of lists) {
    const twice = list.find((each, index) => list.indexOf(each) !== index);
    if (twice !== undefined) return { type: 'INC_NAMED_TWICE', found: twice };
  }
  return undefined;
}
