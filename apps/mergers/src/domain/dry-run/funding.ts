import { fundingMix, sourcesOf } from '#libs/succession';
import type { OperationFile } from '../rules/act.ts';
import type { Holdings, Resource, Whole, YearOfFunding } from './holdings.ts';

/** What the participants lived of in the calendar year before the effect, each by itself, and the successor if it had had the same. */
export function fundingDiff(
  { funding }: Holdings,
  { participants }: Pick<OperationFile, 'participants'>,
  effect: Whole,
) {
  const year = String(Number(effect.effectiveOn.slice(0, 4)) - 1);
  const ofYear = funding.filter((each) => each.year === year);
  const before = participants.map(({ clusterId }) => {
    return { clusterId, ...fundingMix(entriesOf(ofYear.filter((each) => each.clusterId === clusterId))) };
  });
  const taken = [...sourcesOf(effect), effect.successor.clusterId];
  const after = fundingMix(entriesOf(ofYear.filter(({ clusterId }) => taken.includes(clusterId))));
  return { year: Number(year), before, after };
}

function entriesOf(years: readonly YearOfFunding[]) {
  return years.flatMap(({ cents }) =>
    Object.entries(cents).map(([resource, amountCents]) => ({ resource: resource as Resource, amountCents })),
  );
}
