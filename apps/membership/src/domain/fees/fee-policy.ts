import type { DomainEvent, feePolicyEvents } from '#libs/contracts';
import { acceptUnless, chronicle, inForceOn, withFact } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';

type FeePolicyEvent = DomainEvent<typeof feePolicyEvents>;
export type FeePolicyFact = FactOf<FeePolicyEvent>;

/** What the fees of a cluster are like from a day on. */
export type FeePolicyVersion = Omit<FactsOf<FeePolicyEvent, 'FeePolicySet'>, 'clusterId'>;

/** In the order of their days. */
export interface FeePolicy {
  readonly versions: readonly FeePolicyVersion[];
}

export interface SetFeePolicy extends CommandFor<EventOf<FeePolicyEvent, 'FeePolicySet'>, 'SetFeePolicy'> {
  /** The current state of the cluster. */
  readonly cluster: Cluster;
}

/** `found` is for whom there are two amounts. */
export type FeePolicyRejection = ClusterMissing | Refusal<'MBR_FEE_AMOUNT_TWICE', 'found'>;

const initial: FeePolicy = { versions: [] };

export const feePolicy = chronicle({
  context: 'membership',
  name: 'fee-policy',
  prefix: 'MBR',
  initial,
  facts: {
    FeePolicySet: {
      name: 'setting',
      day: ({ since }) => since,
      changes: [
        ...(['amounts', 'period', 'freeLastMonths', 'graceDays', 'reminders', 'dueAfterDays'] as const),
        'since',
      ],
    },
  },
  evolve: ({ versions }, fact: FeePolicyFact): FeePolicy => ({ versions: withFeePolicy(versions, fact) }),
  judge: ({ versions }): FeePolicyRejection | undefined => {
    const found = versions.map(twice).find((each) => each !== undefined);
    return found === undefined ? undefined : { type: 'MBR_FEE_AMOUNT_TWICE', found };
  },
  decide: ({ type: _type, cluster, ...policy }: SetFeePolicy): Decision<FeePolicyFact, FeePolicyRejection> =>
    acceptUnless<FeePolicyFact, FeePolicyRejection>(notActiveOn(cluster, policy.clusterId, policy.since), {
      ...policy,
      type: 'FeePolicySet',
    }),
});

/** For whom a policy has two amounts. */
function twice({ amounts }: FeePolicyVersion): string | undefined {
  const payers = amounts.map(nameOfPayer);
  return payers.find((payer, at) => payers.indexOf(payer) !== at);
}

/** The versions with one more. */
export function withFeePolicy(
  versions: readonly FeePolicyVersion[],
  { clusterId: _cluster, ...version }: FactsOf<FeePolicyEvent, 'FeePolicySet'>,
): readonly FeePolicyVersion[] {
  const { type: _type, ...said } = version as FeePolicyVersion & { readonly type?: string };
  return withFact(versions, said);
}

/** The version in force on a day; undefined before the first. */
export function feePolicyOn(versions: readonly FeePolicyVersion[], day: string): FeePolicyVersion | undefined {
  return inForceOn(versions, day);
}

/** A member as far as its fee depends on it. */
export interface FeePayer {
  readonly college?: string | undefined;
  readonly sizeClass?: FeePolicyVersion['amounts'][number]['sizeClass'];
}

export function nameOfPayer({ college, sizeClass }: FeePayer): string {
  return `college ${college ?? 'unknown'}, size class ${sizeClass ?? 'unknown'}`;
}

/** What a member owes for a period: the amount that says most about it. Undefined where none is for it. */
export function amountFor({ amounts }: Pick<FeePolicyVersion, 'amounts'>, payer: FeePayer): number | undefined {
  const fits = amounts.filter(
    ({ college, sizeClass }) =>
      (college === undefined || college === payer.college) &&
      (sizeClass === undefined || sizeClass === payer.sizeClass),
  );
  const [first] = fits.toSorted((a, b) => weightOf(b) - weightOf(a));
  return first?.amountCents;
}

/** A college sets its own fees: it counts before a size class. */
function weightOf({ college, sizeClass }: FeePayer): number {
  return (college === undefined ? 0 : 2) + (sizeClass === undefined ? 0 : 1);
}
