import { z } from 'zod';
import { dateSchema, uuidSchema, type Immutable } from '#libs/contracts';
import type { DeclaredModels } from '#libs/hosting';
import { addDays, calendarDate } from '#libs/kernel';
import { policyOn } from '../domain/colleges/admission.ts';
import { feePolicyOn } from '../domain/fees/fee-policy.ts';
import { accountOn, feeOn } from '../domain/fees/fee-status.ts';
import { dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import { colleges } from '../read-models/colleges/colleges.projection.ts';
import { feePolicies } from '../read-models/fee-policies/fee-policies.projection.ts';
import { fees } from '../read-models/fees/fees.projection.ts';
import { isHeld } from '../domain/labels/label-status.ts';
import { funding } from '../read-models/funding/funding.projection.ts';
import { labelSchemes } from '../read-models/label-schemes/label-schemes.projection.ts';
import { labelsOf } from '../read-models/labels/held-labels.ts';
import { labels } from '../read-models/labels/labels.projection.ts';
import { obligationsOf } from '../read-models/subsidies/subsidies.reader.ts';
import { subsidies } from '../read-models/subsidies/subsidies.projection.ts';
import { memberships, untilDissolution, viewOfMembership } from '../read-models/memberships/memberships.projection.ts';

export const deadlineView = z.strictObject({
  on: dateSchema,
  kind: z.enum([
    ...(['fee-due', 'fee-reminder', 'application-decision', 'member-leaves', 'label-ends'] as const),
    ...(['convention', 'financial-report', 'accounts'] as const),
  ]),
  membershipId: uuidSchema.optional(),
  organisationId: uuidSchema.optional().describe('The member, or who granted a subsidy.'),
  labelId: uuidSchema.optional(),
  subsidyId: uuidSchema.optional(),
  feeId: uuidSchema.optional(),
  nth: z.int().optional().describe('Of a reminder.'),
});

export type UpcomingDeadline = Immutable<z.infer<typeof deadlineView>>;

/** Whose deadlines, as they are known on a day. */
export interface DeadlinesOf {
  readonly models: DeclaredModels;
  readonly clusterId: string;
  readonly day: string;
}

/** Days that a cluster has to keep, on whatever day they are. What else has deadlines becomes one more of {@link DEADLINE_SOURCES}. */
type DeadlineSource = (of: DeadlinesOf) => Promise<readonly UpcomingDeadline[]>;

/** Fees that are not paid are due, and the reminders that their policy wants and that were not recorded. */
const ofFees: DeadlineSource = async ({ models, clusterId, day }) => {
  const [policy, known] = await Promise.all([
    models.of(feePolicies).get(clusterId),
    models.of(fees).all({ cluster_id: clusterId }),
  ]);
  const versions = policy?.versions ?? [];
  return known.flatMap(({ membershipId, organisationId, fees: all }) =>
    all.flatMap((fee): readonly UpcomingDeadline[] => {
      if (accountOn(fee, versions, day).outstandingCents === 0) return [];
      const { feeId, dueOn } = fee;
      const about = { membershipId, organisationId, feeId };
      const sent = new Set(feeOn(fee, day).reminders.map(({ nth }) => nth));
      const reminders = (feePolicyOn(versions, fee.calledOn)?.reminders ?? [])
        .map((offset, index) => ({ nth: index + 1, on: addDays(calendarDate(dueOn), offset) }))
        .filter(({ nth, on }) => fee.calledOn <= on && !sent.has(nth));
      return [
        { on: dueOn, kind: 'fee-due', ...about },
        ...reminders.map((each) => ({ ...each, kind: 'fee-reminder' as const, ...about })),
      ];
    }),
  );
};

/** Applications are to be decided, by the day that the policy of their college sets, and members leave. */
const ofMembers: DeadlineSource = async ({ models, clusterId, day }) => {
  const [dissolvedOn, known, register] = await Promise.all([
    dissolutionsIn(models),
    models.of(colleges).get(clusterId),
    models.of(memberships).all({ cluster_id: clusterId }),
  ]);
  return register.flatMap((document): readonly UpcomingDeadline[] => {
    const { membershipId, organisationId, application } = document;
    const { status } = viewOfMembership(document, dissolvedOn, day);
    const about = { membershipId, organisationId };
    const leaving = untilDissolution(document, dissolvedOn).periods.find(({ since }) => since <= day);
    if (status === 'active' && leaving?.until !== undefined)
      return [{ on: leaving.until, kind: 'member-leaves', ...about }];
    if (status !== 'applied' || application === undefined) return [];
    const policy = policyOn(known ?? { colleges: [] }, application.college ?? document.college, application.on);
    if (policy?.withinDays === undefined) return [];
    const on = addDays(calendarDate(application.on), policy.withinDays);
    return [{ on, kind: 'application-decision', ...about }];
  });
};

/** Labels of members end, or wait for something that has to come by then. */
const ofLabels: DeadlineSource = async ({ models, clusterId, day }) => {
  const [dissolvedOn, register] = await Promise.all([
    dissolutionsIn(models),
    models.of(memberships).all({ cluster_id: clusterId }),
  ]);
  const members = register.filter((document) => viewOfMembership(document, dissolvedOn, day).status === 'active');
  const ids = new Map(members.map(({ organisationId, membershipId }) => [organisationId, membershipId]));
  const held = await labelsOf(models, [...ids.keys()], day);
  return held.flatMap(({ labelId, holder, until, status }): readonly UpcomingDeadline[] => {
    const membershipId = ids.get(holder.id);
    if (until === undefined || !(isHeld(status) || status === 'awaiting-consent')) return [];
    return [{ on: until, kind: 'label-ends', membershipId, organisationId: holder.id, labelId }];
  });
};

/** What the law asks of who is subsidised. */
const ofSubsidies: DeadlineSource = async ({ models, clusterId, day }) =>
  (await obligationsOf(models, clusterId, day)).flatMap(
    ({ obligation, dueOn, subsidyId, granterId, doneOn }): readonly UpcomingDeadline[] =>
      doneOn === undefined ? [{ on: dueOn, kind: obligation, subsidyId, organisationId: granterId }] : [],
  );

export const DEADLINE_SOURCES: readonly DeadlineSource[] = [ofFees, ofMembers, ofLabels, ofSubsidies];
export const DEADLINE_MODELS = [
  ...[fees, feePolicies, colleges, memberships],
  ...[labels, labelSchemes, subsidies, funding],
] as const;

/** The deadlines from a day up to another one, in the order of their days. */
export async function deadlinesUntil(of: DeadlinesOf, until: string): Promise<readonly UpcomingDeadline[]> {
  const found = (await Promise.all(DEADLINE_SOURCES.map((source) => source(of)))).flat();
  const placeOf = ({ on, kind, membershipId = '', labelId, subsidyId, nth = 0 }: UpcomingDeadline): string =>
    [on, kind, membershipId, labelId ?? subsidyId ?? '', String(nth).padStart(3, '0')].join(' ');
  return found.filter(({ on }) => of.day <= on && on <= until).toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}
