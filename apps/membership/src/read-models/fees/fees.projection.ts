import { z } from 'zod';
import {
  catalog,
  centsSchema,
  dateSchema,
  feeEvents,
  feePeriodSchema,
  nameSchema,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { addDays, calendarDate } from '#libs/kernel';
import { projection, upserts } from '#libs/projections';
import { evolveFees, type Fee, type FeeFact, type Fees, type FeesOf } from '../../domain/fees/fee.ts';
import type { FeePolicyVersion } from '../../domain/fees/fee-policy.ts';
import { feesAsOne } from '../../domain/fees/fees-of-origins.ts';
import { accountOn, FEE_STATUSES, feeOn, gravestOf, remindersDue } from '../../domain/fees/fee-status.ts';

const { FeePaid, FeeRemitted, FeeReminded } = feeEvents;
const ids = { membershipId: uuidSchema, clusterId: uuidSchema, organisationId: uuidSchema };

export const feeStatus = z.enum(FEE_STATUSES);
const status = feeStatus.describe('On the day.');

/** What there is of a fee on a day. */
const feeView = z
  .strictObject({
    feeId: uuidSchema,
    membershipId: uuidSchema
      .optional()
      .describe('The membership of which it was called, where that went on in this one: the debt went with it.'),
    period: z.strictObject({ ...feePeriodSchema.shape, lastDay: dateSchema }),
    amountCents: centsSchema,
    calledOn: dateSchema,
    dueOn: dateSchema,
    status,
    paidCents: centsSchema,
    remittedCents: centsSchema,
    outstandingCents: centsSchema,
    overdueDays: z.int().optional().describe('Of one that is not paid after its due day.'),
    defaultFrom: dateSchema.optional().describe('Of one that is not paid: the first day after its grace.'),
    payments: z.array(FeePaid.schema.pick({ on: true, amountCents: true, reference: true })),
    remissions: z.array(FeeRemitted.schema.pick({ on: true, amountCents: true, reason: true })),
    reminders: z.array(FeeReminded.schema.pick({ on: true, nth: true })),
  })
  .meta({ id: 'Fee', description: 'A fee with what became of it by the day.' });

export const feesView = z
  .strictObject({
    ...ids,
    status: status.describe('Of all its fees on the day, the one that needs somebody first.'),
    outstandingCents: centsSchema,
    fees: z.array(feeView),
  })
  .meta({ id: 'FeesOfMember', description: 'The fees of a membership that were called by the day, by their periods.' });

const name = nameSchema.nullable().describe('Null where the organisation is not registered.');

export const memberFeesView = feesView
  .extend({ name })
  .meta({ id: 'MemberFees', description: 'A member of a cluster with its fees.' });

const dueReminder = FeeReminded.schema
  .pick({ feeId: true, nth: true })
  .extend({
    on: dateSchema.describe('The day from which it is due.'),
    dueOn: dateSchema,
    outstandingCents: centsSchema,
  })
  .meta({ id: 'DueReminder', description: 'A reminder that the policy wants, and that was not recorded.' });

export const memberRemindersView = z
  .strictObject({ ...ids, name, reminders: z.array(dueReminder) })
  .meta({ id: 'MemberReminders', description: 'A member with the reminders of its fees that are due.' });

export type FeesView = Immutable<z.infer<typeof feesView>>;
type DueReminders = Immutable<z.infer<typeof dueReminder>>[];

/** The fees of a membership as they are stored. */
export interface FeesDocument extends FeesOf {
  readonly fees: readonly Fee[];
}

type Names = 'FeeCalled' | 'FeePaid' | 'FeeRemitted' | 'FeeReminded';

/** What an event of the domain makes of the document: what it makes of the fees. */
function follows<Name extends Names>(type: Name) {
  return upserts<GrappeEvents[`membership.${Name}`], FeesDocument>((document, { data }) => {
    const before: Fees = document === undefined ? { fees: [] } : { of: document, fees: document.fees };
    const { membershipId, clusterId, organisationId } = data;
    const { fees } = evolveFees(before, { type, ...data } as FeeFact);
    return { membershipId, clusterId, organisationId, fees };
  });
}

/** What each member owes and paid; the key is the id of the membership. What a fee is on a day is computed when it is read. */
export const fees = projection<GrappeEvents, FeesDocument>({
  name: 'membership.fees',
  version: 2,
  order: catalog.order,
  subject: 'membership.fee',
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id', 'key']],
  key: 'membershipId',
  on: {
    'membership.FeeCalled': follows('FeeCalled'),
    'membership.FeePaid': follows('FeePaid'),
    'membership.FeeRemitted': follows('FeeRemitted'),
    'membership.FeeReminded': follows('FeeReminded'),
  },
});

type Versions = readonly FeePolicyVersion[];

/** The fees of a membership that went on in another one, under the policies of the cluster that called them. */
export interface FeesOfOrigin {
  readonly document: FeesDocument;
  readonly versions: Versions;
  /** Whether it is one of a second entry of the same company. */
  readonly asOne: boolean;
}

/** The fees of a membership as they are on a day, under the policies of its cluster, with those of its origins. */
export function viewOfFees(
  document: FeesDocument,
  versions: Versions,
  day: string,
  origins: readonly FeesOfOrigin[] = [],
): FeesView {
  const { membershipId, clusterId, organisationId } = document;
  const others = origins.filter(({ asOne }) => asOne).flatMap((origin) => calledBy(origin.document, day));
  const own = feesAsOne(calledBy(document, day), others).map((fee) => viewOfFee(fee, versions, day));
  const passed = origins
    .filter(({ asOne }) => !asOne)
    .flatMap((origin) =>
      calledBy(origin.document, day).map((fee) => ({
        ...viewOfFee(fee, origin.versions, day),
        membershipId: origin.document.membershipId,
      })),
    );
  const views = [...own, ...passed].toSorted((a, b) => (a.period.since < b.period.since ? -1 : 1));
  return {
    membershipId,
    clusterId,
    organisationId,
    status: gravestOf(views.map((fee) => fee.status)),
    outstandingCents: views.reduce((sum, { outstandingCents }) => sum + outstandingCents, 0),
    fees: views,
  };
}

function viewOfFee(fee: Fee, versions: Versions, day: string): FeesView['fees'][number] {
  const { since, until } = fee.period;
  const lastDay = addDays(calendarDate(until), -1);
  return { ...feeOn(fee, day), period: { since, until, lastDay }, ...accountOn(fee, versions, day) };
}

function calledBy({ fees: all }: FeesDocument, day: string): readonly Fee[] {
  return all.filter(({ calledOn }) => calledOn <= day);
}

/** The reminders of a member that are due by a day. */
export function remindersOf(document: FeesDocument, versions: Versions, day: string): DueReminders {
  return calledBy(document, day).flatMap((fee) => {
    const { outstandingCents } = accountOn(fee, versions, day);
    const { feeId, dueOn } = fee;
    return remindersDue(fee, versions, day).map((reminder) => ({ feeId, dueOn, outstandingCents, ...reminder }));
  });
}
