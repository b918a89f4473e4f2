import { z } from 'zod';
import {
  admissionOrganSchema,
  catalog,
  dateSchema,
  membershipEvents,
  nameSchema,
  sirenSchema,
  sponsorsSchema,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { addDays, calendarDate, FactCannotFollow } from '#libs/kernel';
import { earlierOf, LAST_DAY, projection, upserts, type Where } from '#libs/projections';
import type { Dissolutions } from '../clusters/dissolutions.ts';
import { periodOn, type MembershipPeriod } from '#libs/contracts/facts';
import {
  evolveMembership,
  type KnownMembership,
  type Membership,
  type MembershipFact,
} from '../../domain/membership/membership.ts';

const { MembershipEnded, MembershipSucceeded, MemberTransferred } = membershipEvents;

export const membershipStatus = z.enum(['applied', 'refused', 'active', 'ended', 'succeeded', 'to-come']);

/** Why a period ended. */
const cause = z.union([MembershipEnded.schema.shape.cause, z.enum(['succession', 'dissolution'])]);

const period = z
  .strictObject({
    since: dateSchema,
    until: dateSchema.optional().describe('The first day after it.'),
    cause: cause.optional(),
    reason: nameSchema.optional(),
    operationId: uuidSchema.optional().describe('The operation by which it began, for a transfer.'),
    alsoBy: z
      .array(z.strictObject({ operationId: uuidSchema, since: dateSchema }))
      .optional()
      .describe('The other operations by which it came over as well.'),
    admittedOn: dateSchema.optional().describe('Of a transferred member, from when it is one by an admission as well.'),
    endedBy: uuidSchema.optional().describe('The operation by which it ended.'),
    clusterStays: z.literal(true).optional().describe('Where it ended with a branch of its cluster, which goes on.'),
    leaving: MembershipEnded.schema
      .pick({ on: true, cause: true, reason: true })
      .optional()
      .describe('An end that the succession overtook: the member leaves the successor on that day.'),
  })
  .meta({ id: 'MembershipPeriod', description: 'The days of a membership.' });

const origin = MemberTransferred.schema.shape.origin
  .extend({ operationId: uuidSchema })
  .meta({ id: 'MembershipOrigin', description: 'Through which membership of a predecessor.' });

const { college, antennaId, segment } = MemberTransferred.schema.shape;

const judgedView = z
  .strictObject({
    policySince: dateSchema.describe('The version of the policy: the day from which it is in force.'),
    admissible: z.boolean(),
    found: nameSchema.optional().describe('What the applicant is, where it is not admissible.'),
    required: nameSchema.optional().describe('What the policy asks instead.'),
    decidedBy: admissionOrganSchema.describe('The organ that the policy names.'),
    sponsors: z
      .strictObject({ found: z.int().min(0), required: z.int().min(1) })
      .optional()
      .describe('How many members support it, and how many the policy asks for, where it asks for any.'),
    decideBy: dateSchema.optional().describe('The last day on which it is decided in time.'),
  })
  .meta({
    id: 'JudgedApplication',
    description: 'What the admission policy of the college says that was in force on the day of the application.',
  });

export const membershipView = z
  .strictObject({
    membershipId: uuidSchema,
    clusterId: uuidSchema,
    organisationId: uuidSchema,
    status: membershipStatus.describe('On the day; `to-come` where it began later.'),
    college,
    antennaId,
    segment,
    since: dateSchema.optional().describe('First day of the last period that had begun by the day.'),
    until: dateSchema.optional().describe('First day after that period: of a member that leaves later, a day to come.'),
    periods: z.array(period),
    origins: z.array(origin),
    application: z
      .strictObject({
        on: dateSchema,
        college,
        antennaId,
        segment,
        sponsors: sponsorsSchema.optional().describe('The members that support it.'),
        refusedOn: dateSchema.optional(),
        reason: nameSchema.optional(),
        decidedBy: admissionOrganSchema.optional().describe('The organ that refused or admitted.'),
        judged: judgedView.optional(),
      })
      .optional(),
    decidedBy: admissionOrganSchema
      .optional()
      .describe('The organ that took the last decision on its admission, as far as it is known.'),
    sponsors: sponsorsSchema
      .optional()
      .describe('The members that supported its last admission, where they were named.'),
    succession: MembershipSucceeded.schema
      .pick({ operationId: true, successorClusterId: true, successorMembershipId: true, clusterStays: true, on: true })
      .optional()
      .describe('The membership that continues it.'),
  })
  .meta({ id: 'Membership', description: 'A membership with its periods and origins, whatever became of it.' });

export const memberView = z
  .strictObject({
    membershipId: uuidSchema,
    organisationId: uuidSchema,
    name: nameSchema.nullable().describe('Null where the organisation is not registered.'),
    siren: sirenSchema.optional(),
    college,
    antennaId,
    segment,
    since: dateSchema,
    until: dateSchema.optional(),
    origins: z.array(origin),
  })
  .meta({ id: 'Member', description: 'A member as the register shows it on a day.' });

type MembershipView = Immutable<z.infer<typeof membershipView>>;
export type MemberView = Immutable<z.infer<typeof memberView>>;

/** A membership as it is stored. */
export interface MembershipDocument extends KnownMembership {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** The first day on which nothing of it holds; of one that goes on, the last day that there is. */
  readonly lastsUntil?: string | undefined;
}

type Names = 'MembershipApplied' | 'MembershipRefused' | 'MemberAdmitted' | 'MembershipEnded';
type Follows = 'MembershipRestored' | 'MemberTransferred' | 'MembershipOriginAdded' | 'MembershipSucceeded';

/** What an event of the domain makes of the document: what it makes of the membership. */
function follows<Name extends Names | Follows>(type: Name) {
  return upserts<GrappeEvents[`membership.${Name}`], MembershipDocument>((document, { data }) => {
    const fact = { type, ...data } as MembershipFact;
    const state = stateAfter(stateOf(document), fact);
    return state.status === 'absent' ? (document ?? emptyDocument(fact)) : documentOf(state);
  });
}

/** A period of the past comes in two events; between the two it overlaps the next one, and the document is what it was. */
function stateAfter(before: Membership, fact: MembershipFact): Membership {
  try {
    return evolveMembership(before, fact);
  } catch (reason) {
    if (reason instanceof FactCannotFollow) return before;
    throw reason;
  }
}

/** Of a document that holds nothing there is no membership: all that it had was taken back. */
function stateOf(document: MembershipDocument | undefined): Membership {
  if (document === undefined || (document.periods.length === 0 && document.application === undefined))
    return { status: 'absent' };
  return document;
}

function emptyDocument({ membershipId, clusterId, organisationId }: MembershipFact): MembershipDocument {
  return { membershipId, clusterId, organisationId, status: 'ended', periods: [], origins: [] };
}

function documentOf(state: KnownMembership): MembershipDocument {
  const last = state.periods.at(-1);
  const isOver = state.status === 'applied' || state.status === 'refused';
  return {
    ...state,
    since: isOver ? undefined : last?.since,
    until: isOver ? undefined : last?.until,
    lastsUntil: last === undefined ? undefined : (last.until ?? LAST_DAY),
  };
}

/**
 * The member register: every membership with its periods and origins. The id follows from the cluster and
 * the organisation, so that a company stands in a cluster's register once.
 */
export const memberships = projection<GrappeEvents, MembershipDocument>({
  name: 'membership.memberships',
  version: 11,
  order: catalog.order,
  subject: 'membership.membership',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    organisation_id: { type: 'text', from: 'organisationId' },
    status: { type: 'text', from: 'status' },
    lasts_until: { type: 'date', from: 'lastsUntil' },
  },
  indexes: [['cluster_id', 'key'], ['organisation_id']],
  key: 'membershipId',
  on: {
    'membership.MembershipRestored': follows('MembershipRestored'),
    'membership.MembershipApplied': follows('MembershipApplied'),
    'membership.MembershipRefused': follows('MembershipRefused'),
    'membership.MemberAdmitted': follows('MemberAdmitted'),
    'membership.MemberTransferred': follows('MemberTransferred'),
    'membership.MembershipOriginAdded': follows('MembershipOriginAdded'),
    'membership.MembershipEnded': follows('MembershipEnded'),
    'membership.MembershipSucceeded': follows('MembershipSucceeded'),
  },
});

const DISSOLUTION = 'dissolution' as const;

/**
 * A membership until its cluster is dissolved, or the member where that is a cluster, with what ends then: it follows from the cluster when it is read, so that it
 * follows a correction of that day too.
 */
export function untilDissolution(document: MembershipDocument, dissolvedOn: Dissolutions): KnownDays {
  const overOf = (since?: string): string =>
    earlierOf(dissolvedOn(document.clusterId, since), dissolvedOn(document.organisationId, since));
  if (overOf() === LAST_DAY) return document;
  const periods = document.periods.flatMap((each) => {
    const on = overOf(each.since);
    if (each.since >= on) return [];
    const goesOn = on === LAST_DAY || (each.until !== undefined && each.until <= on);
    return goesOn ? [each] : [{ ...each, until: on, cause: DISSOLUTION }];
  });
  const on = overOf(document.application?.on);
  return on === LAST_DAY ? { ...document, periods } : { ...document, periods, dissolvedOn: on };
}

/** A membership with its days, which may end with its cluster. */
export interface KnownDays extends Omit<MembershipDocument, 'periods'> {
  readonly periods: readonly (Omit<MembershipPeriod, 'cause'> & {
    readonly cause?: MembershipPeriod['cause'] | typeof DISSOLUTION;
  })[];
  readonly dissolvedOn?: string;
}

/** A membership as it is on a day: what lies ahead of it has neither begun nor ended anything. */
export function viewOfMembership(stored: MembershipDocument, dissolvedOn: Dissolutions, day: string): MembershipView {
  const { dissolvedOn: _on, lastsUntil: _until, ...document } = untilDissolution(stored, dissolvedOn);
  const { state: _state, ...asked } = document.application ?? {};
  const { since = document.since, until = document.until } = lastBegunBy(document, day) ?? {};
  return {
    ...document,
    since,
    until,
    status: statusOn(stored, dissolvedOn, day),
    ...(document.application === undefined ? {} : { application: { ...asked, on: document.application.on } }),
  };
}

/** Whether it makes a member on a day. */
export function isMemberOn(document: MembershipDocument, dissolvedOn: Dissolutions, day: string): boolean {
  return periodOn(untilDissolution(document, dissolvedOn).periods, day) !== undefined;
}

function lastBegunBy({ periods }: Pick<KnownDays, 'periods'>, day: string) {
  return periods.findLast(({ since }) => since <= day);
}

/** What a membership is on a day. What was taken back altogether has ended, and an application ends with its cluster. */
function statusOn(document: MembershipDocument, dissolvedOn: Dissolutions, day: string): MembershipView['status'] {
  const { periods, application, dissolvedOn: over } = untilDissolution(document, dissolvedOn);
  const period = lastBegunBy({ periods }, day);
  const until = period?.until;
  if (period !== undefined && (until === undefined || day < until)) return 'active';
  if (application !== undefined && application.on <= day && (until === undefined || application.on >= until)) {
    if (application.refusedOn !== undefined && application.refusedOn <= day) return 'refused';
    return over !== undefined && over <= day ? 'ended' : 'applied';
  }
  if (period !== undefined) return period.cause === 'succession' ? 'succeeded' : 'ended';
  return periods.length === 0 && application === undefined ? 'ended' : 'to-come';
}

/** The documents that have a status on a day: a condition on the columns, which lets through no fewer, and what it does not say. */
export function withStatus(status: MembershipView['status'], day: string) {
  const where: Where = status === 'active' ? { lasts_until: { from: addDays(calendarDate(day), 1) } } : {};
  const keep = (dissolvedOn: Dissolutions) => (document: MembershipDocument) =>
    statusOn(document, dissolvedOn, day) === status;
  return { where, keep };
}
