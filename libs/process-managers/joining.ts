import type { GrappeEvents } from '#libs/contracts';

type Acceded = NonNullable<GrappeEvents['mergers.SuccessionTookEffect']['acceded']>;
type WithAcceded = { readonly acceded?: Acceded | undefined };

/** An effect as it is kept: whatever the order in which accessions were recorded, those who have joined stand in one order. */
export function withAcceded<Kept extends WithAcceded>({ acceded, ...kept }: Kept, all = acceded ?? []) {
  if (all.length === 0) return kept;
  return { ...kept, acceded: all.toSorted((a, b) => (a.organisationId < b.organisationId ? -1 : 1)) };
}

/** The same once it was restated of one organisation: whoever acceded late joins as well, and whose accession was taken back does not. */
export function restatedOf<Kept extends WithAcceded>(
  kept: Kept,
  { organisationId, college, joins }: GrappeEvents['mergers.JoiningRestated'],
) {
  const others = (kept.acceded ?? []).filter((each) => each.organisationId !== organisationId);
  const named = { organisationId, ...(college === undefined ? {} : { college }) };
  return withAcceded(kept, joins ? [...others, named] : others);
}
