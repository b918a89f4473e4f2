import type { GrappeEvents } from '#libs/contracts';

type Acceded = GrappeEvents['mergers.SuccessionTookEffect']['acceded'];

/** Who has joined by an effect once that was restated of one organisation: whoever acceded late joins as well, and whose accession was taken back does not. */
export function accededAfter(
  acceded: Acceded = [],
  { organisationId, college, joins }: GrappeEvents['mergers.JoiningRestated'],
): NonNullable<Acceded> {
  const others = acceded.filter((each) => each.organisationId !== organisationId);
  return joins ? [...others, { organisationId, ...(college === undefined ? {} : { college }) }] : others;
}
