import { z } from 'zod';
import { dateSchema, planReferenceSchema, uuidSchema, type Immutable } from '#libs/contracts';
import { orNotFound } from '#libs/hosting';
import { planDifferences } from '../domain/operation/plan-differences.ts';
import { plansIn } from '../read-models/operations/operation-log.ts';
import type { OperationDocument } from '../read-models/operations/operations.projection.ts';

const version = z.strictObject({
  ...planReferenceSchema,
  on: dateSchema.describe('The day of which it is.'),
  recordedAt: z.string(),
  by: z.string().describe('The id of who recorded it.'),
  eventId: uuidSchema,
});

export const planDifferencesView = z
  .strictObject({
    from: version.optional().describe('Absent where the first version is compared with nothing.'),
    to: version,
    items: z.array(
      z.strictObject({
        path: z.string().describe('A JSON pointer (RFC 6901); a line of a list stands in it by its id.'),
        before: z.unknown().optional().describe('Absent where the one version says nothing of it.'),
        after: z.unknown().optional().describe('Absent where the other one says nothing of it.'),
        changedBy: z
          .array(version)
          .describe('The versions that changed it on the way, with who recorded them and when.'),
      }),
    ),
  })
  .meta({
    id: 'PlanDifferences',
    description: 'What differs between two versions of a plan, and who changed it when.',
  });

/** By default between the last version and the one before it. */
export function planDifferencesOf(
  { operationId, state, drafts = [] }: OperationDocument,
  asked: { readonly from?: number | undefined; readonly to?: number | undefined },
): Immutable<z.infer<typeof planDifferencesView>> {
  const plans = plansIn(state);
  const versions = plans.flatMap(({ planVersion, planHash, on, eventId }) => {
    const draft = drafts.find((each) => each.eventId === eventId);
    return draft === undefined ? [] : [{ planVersion, planHash, on, ...draft }];
  });
  const find = (wanted: number) =>
    orNotFound(
      versions.find(({ planVersion }) => planVersion === wanted),
      `${operationId}, version ${String(wanted)} of its plan`,
    );
  const to = find(asked.to ?? versions.at(-1)?.planVersion ?? 1);
  const before = asked.from ?? (to.planVersion > 1 ? to.planVersion - 1 : undefined);
  const known = plans.map(({ planVersion, plan }) => ({ version: planVersion, plan }));
  return {
    ...(before === undefined ? {} : { from: find(before) }),
    to,
    items: planDifferences(known, before, to.planVersion).map(({ changedBy, ...place }) => ({
      ...place,
      changedBy: changedBy.map(find),
    })),
  };
}
