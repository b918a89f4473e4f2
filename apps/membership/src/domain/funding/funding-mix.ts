import type { FundingMix } from '#libs/succession';
import type { FundingRule } from './funding.ts';

export type FundingBound = FundingRule['bounds'][number];

/** A bound that the funding of a year does not keep, with the share that it has. */
export interface Imbalance extends FundingBound {
  readonly share: string;
}

/** The bounds of a rule that a year does not keep, compared exactly. Where there is no money, nothing is out of balance. */
export function imbalancesOf(
  { bounds }: Pick<FundingRule, 'bounds'>,
  mixes: Readonly<Record<FundingBound['of'], FundingMix>>,
): readonly Imbalance[] {
  return bounds.flatMap((bound) => {
    const { totalCents, classes } = mixes[bound.of];
    const { amountCents = 0, share } = classes.find((each) => each.class === bound.class) ?? {};
    const [has, needs] = [BigInt(amountCents) * 100n, BigInt(totalCents) * BigInt(bound.percent)];
    const isKept = bound.bound === 'at-least' ? has >= needs : has <= needs;
    return isKept || share === undefined ? [] : [{ ...bound, share }];
  });
}
