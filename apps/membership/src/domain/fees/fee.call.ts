import { accept, addDays, calendarDate, latest, reject } from '#libs/kernel';
import type { Decision, Refusal } from '#libs/kernel';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';
import { periodsOf, type Membership } from '../membership/membership.ts';
import type { FeeFact, Fees } from './fee.ts';
import { nextPeriod, type FeePeriod } from './fee-periods.ts';
import {
  amountFor,
  feePolicyOn,
  nameOfPayer,
  type FeePayer,
  type FeePolicy,
  type FeePolicyVersion,
} from './fee-policy.ts';

/** What a fee is called on: the policy of the cluster says what the command does not. */
export interface CallFee {
  readonly type: 'CallFee';
  readonly membershipId: string;
  /** For the fee that is new. */
  readonly feeId: string;
  /** Default: the next one, never one that is over. */
  readonly period?: FeePeriod | undefined;
  /** Default: by the policy. */
  readonly amountCents?: number | undefined;
  /** Default: by the policy. */
  readonly dueOn?: string | undefined;
  readonly on: string;
  /** The current states of the membership, of its cluster and of the cluster's policy, and the size class of the member. */
  readonly in: {
    readonly membership: Membership;
    readonly cluster: Cluster;
    readonly policy: FeePolicy;
  } & Pick<FeePayer, 'sizeClass'>;
}

/** `found` is what there is instead: an id, a period, a member; `required` what there has to be. */
export type CallRejection =
  | ClusterMissing
  | Refusal<'MBR_MEMBERSHIP_NOT_FOUND', 'found'>
  | Refusal<'MBR_NOT_A_MEMBER' | 'MBR_NO_FEE_POLICY' | 'MBR_NO_FEE_AMOUNT', 'found' | 'required'>;

type Known = Exclude<Membership, { readonly status: 'absent' }>;

/** A call without a period proposes one; sent again on its day it is the same call. */
export function called(command: CallFee, { fees }: Fees): Decision<FeeFact, CallRejection> {
  const { membership, cluster, policy, sizeClass } = command.in;
  if (membership.status === 'absent') return reject({ type: 'MBR_MEMBERSHIP_NOT_FOUND', found: command.membershipId });
  const version = feePolicyOn(policy.versions, command.on);
  if (version === undefined && !isComplete(command))
    return reject({
      type: 'MBR_NO_FEE_POLICY',
      found: `none in force on ${command.on}`,
      required: 'a fee policy of the cluster, or period, amount and due day',
    });
  const repeated = command.period === undefined && fees.find(({ calledOn }) => calledOn === command.on);
  const period = command.period ?? (repeated ? repeated.period : proposed(version, membership, fees, command.on));
  const amountCents = command.amountCents ?? amountOf(version, { college: membership.college, sizeClass });
  if (period === undefined) return reject(noMemberIn(period));
  const unfit = notMemberIn(membership, period) ?? notActiveOn(cluster, membership.clusterId, period.since);
  if (unfit !== undefined) return reject(unfit);
  if (amountCents === undefined)
    return reject({
      type: 'MBR_NO_FEE_AMOUNT',
      found: nameOfPayer({ college: membership.college, sizeClass }),
      required: 'an amount of the fee policy for it, or in the call',
    });
  const dueOn = command.dueOn ?? dueDay(version, period, command.on);
  const isKnown = fees.some(
    (each) =>
      each.period.since === period.since &&
      each.period.until === period.until &&
      each.amountCents === amountCents &&
      each.dueOn === dueOn,
  );
  if (isKnown) return accept();
  const { membershipId, clusterId, organisationId } = membership;
  const { feeId, on } = command;
  const ids = { membershipId, clusterId, organisationId, feeId };
  return accept<FeeFact>({ type: 'FeeCalled', ...ids, period, amountCents, dueOn, on });
}

function isComplete({ period, amountCents, dueOn }: CallFee): boolean {
  return period !== undefined && amountCents !== undefined && dueOn !== undefined;
}

function proposed(
  version: FeePolicyVersion | undefined,
  membership: Known,
  fees: Fees['fees'],
  on: string,
): FeePeriod | undefined {
  const periods = periodsOf(membership);
  const last = periods.findLast(({ since }) => since <= on) ?? periods[0];
  if (last === undefined || version === undefined) return undefined;
  return nextPeriod(version, last.since, { on, called: fees.map(({ period }) => period) });
}

function amountOf(version: FeePolicyVersion | undefined, payer: FeePayer): number | undefined {
  return version && amountFor(version, payer);
}

/** A fee is never due before its period begins. */
function dueDay(version: FeePolicyVersion | undefined, { since }: FeePeriod, on: string): string {
  return addDays(calendarDate(latest(on, since)), version?.dueAfterDays ?? 0);
}

/** Why no fee is owed for a period: the organisation is a member on none of its days. */
export function notMemberIn(membership: Membership, period: FeePeriod): CallRejection | undefined {
  const isMember = periodsOf(membership).some(
    ({ since, until }) => since < period.until && (until === undefined || period.since < until),
  );
  return isMember ? undefined : noMemberIn(period);
}

function noMemberIn(period: FeePeriod | undefined): CallRejection {
  const found = period === undefined ? 'no period' : `${period.since} up to ${period.until}`;
  return { type: 'MBR_NOT_A_MEMBER', found, required: 'a period in which it is a member' };
}
