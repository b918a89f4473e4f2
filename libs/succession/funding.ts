import type { GrappeEvents } from '#libs/contracts';
import { decimalOf, sharesOf } from '#libs/kernel';

type FundingEntry = Pick<GrappeEvents['membership.FundingRecorded'], 'resource' | 'amountCents'>;
type FundingResource = FundingEntry['resource'];

/** In the order in which they are shown, which decides where two have equal remainders. */
export const FUNDING_CLASSES = ['own', 'local-institutions', 'private-institutions'] as const;
export type FundingClass = (typeof FUNDING_CLASSES)[number];

const CLASS_OF: Readonly<Record<FundingResource, FundingClass>> = {
  fees: 'own',
  'facility-income': 'own',
  'other-own': 'own',
  'local-institutions': 'local-institutions',
  'private-institutions': 'private-institutions',
};

export interface ClassShare {
  readonly class: FundingClass;
  readonly amountCents: number;
  /** In percent with two digits; absent where the total is 0, of which nothing is a share. */
  readonly share?: string | undefined;
}

/** Amounts by class with shares that sum to exactly 100 %. */
export interface FundingMix {
  readonly totalCents: number;
  readonly classes: readonly ClassShare[];
}

/** The mix of what was recorded, with the value of volunteering among the cluster's own resources where one is given. */
export function fundingMix(entries: readonly FundingEntry[], volunteeringCents = 0): FundingMix {
  const amounts = FUNDING_CLASSES.map((each) => {
    const cash = entries.filter(({ resource }) => CLASS_OF[resource] === each);
    return cash.reduce((sum, { amountCents }) => sum + amountCents, each === 'own' ? volunteeringCents : 0);
  });
  const shares = sharesOf(amounts);
  const classes = FUNDING_CLASSES.map((each, index): ClassShare => {
    const [amountCents = 0, share] = [amounts[index], shares?.[index]];
    return { class: each, amountCents, ...(share === undefined ? {} : { share: decimalOf(share) }) };
  });
  return { totalCents: amounts.reduce((sum, amount) => sum + amount, 0), classes };
}
