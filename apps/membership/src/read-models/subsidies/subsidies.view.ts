import { z } from 'zod';
import {
  centsSchema,
  dateSchema,
  nameSchema,
  subsidyEvents,
  uuidSchema,
  yearSchema,
  type Immutable,
} from '#libs/contracts';
import { OBLIGATIONS, type Deadline } from '../../domain/subsidies/obligations.ts';
import {
  frozenSince,
  holderOf,
  spentCents,
  subsidyOn,
  unspentCents,
  type KnownSubsidy,
} from '../../domain/subsidies/subsidy.ts';
import type { SubsidyDocument } from './subsidies.projection.ts';

const { SubsidyRequested, SubsidyConditionAdded, SubsidySpent, SubsidyReportReceived, SubsidyReminded } = subsidyEvents;
const amount = centsSchema.nullable().describe('Null where it is unknown.');

export const subsidyStatus = z.enum(['requested', 'granted', 'frozen', 'released', 'spent', 'refused', 'lapsed']);

export const subsidyView = z
  .strictObject({
    subsidyId: uuidSchema,
    clusterId: uuidSchema.describe('The cluster whose subsidy it is on the day.'),
    ...SubsidyRequested.schema.pick({ granterId: true, purpose: true, year: true, onSuccession: true }).shape,
    status: subsidyStatus.describe('On the day.'),
    requestedOn: dateSchema,
    requestedCents: amount,
    grantedOn: dateSchema.optional(),
    grantedCents: amount.optional(),
    spentCents: centsSchema,
    unspentCents: amount.optional().describe('Of what was granted.'),
    frozenSince: dateSchema.optional().describe('From this day on it is not spent.'),
    awaitsConsentSince: dateSchema.optional().describe('Of a merger since which its granter has to consent.'),
    releasedOn: dateSchema.optional(),
    conventionOn: dateSchema.optional(),
    conditions: z.array(
      SubsidyConditionAdded.schema
        .pick({ conditionId: true, condition: true, on: true })
        .extend({ metOn: dateSchema.optional() }),
    ),
    expenses: z.array(SubsidySpent.schema.pick({ amountCents: true, use: true, on: true })),
    report: SubsidyReportReceived.schema.pick({ receipt: true, on: true }).optional(),
    reminders: z.array(SubsidyReminded.schema.pick({ obligation: true, nth: true, on: true })),
    end: z
      .strictObject({ how: z.enum(['refused', 'lapsed']), on: dateSchema, reason: nameSchema.optional() })
      .optional(),
    holdings: z
      .array(z.strictObject({ clusterId: uuidSchema, from: dateSchema, operationId: uuidSchema.optional() }))
      .describe('Whose subsidy it was, through which mergers.'),
  })
  .meta({ id: 'Subsidy', description: 'A subsidy as it is on a day.' });

export type SubsidyView = Immutable<z.infer<typeof subsidyView>>;

/** A subsidy on a day; undefined before it was requested. */
export function viewOfSubsidy({ facts }: Pick<SubsidyDocument, 'facts'>, day: string): SubsidyView | undefined {
  const known = subsidyOn(facts, day);
  if (known === undefined) return undefined;
  const { request, grant, consentSince, releasedOn, conventionOn, conditions, expenses, report, reminders } = known;
  const { subsidyId, granterId, purpose, year, onSuccession, on, amountCents } = request;
  return {
    ...{ subsidyId, clusterId: holderOf(known), granterId, purpose, year, onSuccession },
    status: statusOf(known),
    ...{ requestedOn: on, requestedCents: amountCents },
    ...(grant && { grantedOn: grant.on, grantedCents: grant.amountCents }),
    spentCents: spentCents(known),
    ...{ unspentCents: unspentCents(known), frozenSince: frozenSince(known), awaitsConsentSince: consentSince },
    ...{ releasedOn, conventionOn, conditions, expenses, report, reminders, end: known.end },
    holdings: known.holdings,
  };
}

function statusOf(known: KnownSubsidy): z.infer<typeof subsidyStatus> {
  if (known.end !== undefined) return known.end.how;
  if (known.grant === undefined) return 'requested';
  if (frozenSince(known) !== undefined) return 'frozen';
  if (unspentCents(known) === 0) return 'spent';
  return known.releasedOn === undefined ? 'granted' : 'released';
}

const reminder = z.strictObject({ nth: z.int(), on: dateSchema });

export const deadlineStatus = z.enum(['to-come', 'due', 'late', 'done', 'done-late']);

const deadlineView = z
  .strictObject({
    obligation: z.enum(['convention', 'financial-report', 'accounts']),
    clause: z.string().describe('The text of law that it rests on.'),
    subsidyId: uuidSchema
      .optional()
      .describe('Absent for the accounts, to which all subsidies of a year oblige together.'),
    granterId: uuidSchema.optional(),
    year: yearSchema,
    dueOn: dateSchema,
    isCertain: z
      .boolean()
      .describe('False where an amount is unknown, so that nobody can say whether the threshold is passed.'),
    status: deadlineStatus.describe('On the day.'),
    doneOn: dateSchema.optional(),
    lateDays: z.int().optional().describe('After the due day: up to the day, or until it was done.'),
    remindersDue: z.array(reminder).describe('Due by the day, and not recorded.'),
  })
  .meta({ id: 'SubsidyDeadline', description: 'What subsidies oblige a cluster to, with the day by which it is due.' });

export const deadlinesView = z
  .strictObject({ clusterId: uuidSchema, deadlines: z.array(deadlineView) })
  .meta({ id: 'SubsidyDeadlines', description: 'What a cluster has to do because of its subsidies, by due days.' });

export function viewOfDeadlines(
  clusterId: string,
  deadlines: readonly Deadline[],
): Immutable<z.infer<typeof deadlinesView>> {
  return {
    clusterId,
    deadlines: deadlines.map((each) => ({ ...each, clause: OBLIGATIONS[each.obligation].clause })),
  };
}
