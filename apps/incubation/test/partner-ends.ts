import type { PartnerEnds } from '../src/read-models/partners/partner-ends.ts';

/** Where what a partnership stands in ends on a day, and its holders go up in these heirs. */
export function endingOn(
  day: string,
  heirs: Readonly<Record<string, { readonly heirId: string; readonly on: string }>> = {},
): PartnerEnds {
  return { endsOn: () => day, heirOf: (id) => heirs[id], withPredecessors: (id) => [id] };
}
