import { accept, chronicle, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, Refusal } from '#libs/kernel';
import { called, type CallFee, type CallRejection } from './fee.call.ts';
import { evolveFees, sumOf, type FeeEvent, type FeeFact, type Fees, type FeesOf } from './fee.ts';
import { overlapOf, type FeePeriod } from './fee-periods.ts';

type Pay = CommandFor<EventOf<FeeEvent, 'FeePaid'>, 'PayFee', 'clusterId' | 'organisationId'>;
type Remit = CommandFor<EventOf<FeeEvent, 'FeeRemitted'>, 'RemitFee', 'clusterId' | 'organisationId'>;
type Remind = CommandFor<EventOf<FeeEvent, 'FeeReminded'>, 'RecordReminder', 'clusterId' | 'organisationId'>;
export type FeeCommand = CallFee | Pay | Remit | Remind;

/** `found` is the id that is unknown, or what was paid and remitted together beside what was called; of an overlap, its first day. */
export type FeeRejection =
  | CallRejection
  | Refusal<'MBR_FEE_NOT_FOUND', 'found'>
  | Refusal<'MBR_FEE_OVERLAPS' | 'MBR_DATE_BEFORE_START', 'found' | 'required'>
  | Refusal<'MBR_FEE_OVERPAID', 'found' | 'required', number>;

const initial: Fees = { fees: [] };

export const fee = chronicle({
  context: 'membership',
  name: 'fee',
  prefix: 'MBR',
  initial,
  facts: {
    // It counts first, whatever its day: a member may pay before it is asked to.
    FeeCalled: {
      name: 'call',
      day: ({ on }) => on,
      opens: true,
      happened: true,
      changes: ['period', 'amountCents', 'dueOn', 'on'],
    },
    FeePaid: { name: 'payment', day: ({ on }) => on, happened: true, changes: ['amountCents', 'reference', 'on'] },
    FeeRemitted: { name: 'remission', day: ({ on }) => on, happened: true, changes: ['amountCents', 'reason', 'on'] },
    FeeReminded: { name: 'reminder', day: ({ on }) => on, happened: true, changes: ['nth', 'on'] },
  },
  evolve: evolveFees,
  judge: (state) => emptyIn(state) ?? overlapIn(state) ?? overpaidIn(state),
  decide: (command: FeeCommand, state): Decision<FeeFact, FeeRejection> => {
    if (command.type === 'CallFee') return called(command, state);
    const { of, fees } = state;
    if (of === undefined || !fees.some(({ feeId }) => feeId === command.feeId))
      return reject({ type: 'MBR_FEE_NOT_FOUND', found: command.feeId });
    return accept<FeeFact>(stated(command, of));
  },
});

function stated(command: Pay | Remit | Remind, of: FeesOf): FeeFact {
  if (command.type === 'PayFee') return { ...command, ...of, type: 'FeePaid' };
  return command.type === 'RemitFee'
    ? { ...command, ...of, type: 'FeeRemitted' }
    : { ...command, ...of, type: 'FeeReminded' };
}

/** A period has a day at least. */
function emptyIn({ fees }: Fees): FeeRejection | undefined {
  const empty = fees.find(({ period }) => period.until <= period.since)?.period;
  return empty && { type: 'MBR_DATE_BEFORE_START', found: empty.until, required: `a day after ${empty.since}` };
}

/** Of one membership, no day is paid for twice. */
function overlapIn({ fees }: Fees): FeeRejection | undefined {
  for (const [index, { period }] of fees.entries()) {
    const next = fees[index + 1]?.period;
    const found = next && overlapOf(period, next);
    if (found !== undefined && next !== undefined)
      return { type: 'MBR_FEE_OVERLAPS', found, required: `a day outside ${spanOf(period)} and ${spanOf(next)}` };
  }
  return undefined;
}

function overpaidIn({ fees }: Fees): FeeRejection | undefined {
  for (const { amountCents: required, payments, remissions } of fees) {
    const found = sumOf(payments) + sumOf(remissions);
    if (found > required) return { type: 'MBR_FEE_OVERPAID', found, required };
  }
  return undefined;
}

function spanOf({ since, until }: FeePeriod): string {
  return `${since} up to ${until}`;
}
