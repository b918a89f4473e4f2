import { z } from 'zod';
import { clauseOf, convocationDaysOf, decidingBodies, statutesInForceOn } from '#libs/ballot';
import {
  appliedClauseSchema,
  bodyKindSchema,
  clauseKindSchema,
  dateSchema,
  quantitySchema,
  statutesEvents,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import type { StatutesDocument } from './statutes.projection.ts';

const { proxiesPerHolder, membersInDefaultVote, untilReplaced } = statutesEvents.StatutesAdopted.schema.shape;

export const decisionRulesView = z
  .strictObject({
    clusterId: uuidSchema,
    validAt: dateSchema,
    kind: clauseKindSchema,
    bodyKind: bodyKindSchema.optional(),
    rule: appliedClauseSchema.optional().describe('Absent where no statutes are in force on that day.'),
    decidedBy: z
      .array(bodyKindSchema)
      .optional()
      .describe('Absent where the statutes name no bodies: each of them may decide.'),
    convocationDays: quantitySchema.optional(),
    proxiesPerHolder,
    membersInDefaultVote,
    untilReplaced,
  })
  .meta({ id: 'DecisionRules', description: 'What the statutes ask of a kind of decision on a day.' });

type DecisionRules = Immutable<z.infer<typeof decisionRulesView>>;

/** What the statutes of a cluster ask of a kind of decision, at bodies of a kind, on a day. */
export function decisionRulesOn(
  { clusterId, versions }: StatutesDocument,
  { kind, bodyKind, validAt }: Pick<DecisionRules, 'kind' | 'bodyKind' | 'validAt'>,
): DecisionRules {
  const asked = { clusterId, validAt, kind, bodyKind };
  const inForce = statutesInForceOn(versions, validAt);
  if (inForce === undefined) return asked;
  const rule = clauseOf(inForce, kind, bodyKind);
  const days = convocationDaysOf(inForce, rule);
  return {
    ...asked,
    rule,
    decidedBy: decidingBodies(inForce, kind),
    convocationDays: days,
    proxiesPerHolder: inForce.proxiesPerHolder,
    membersInDefaultVote: inForce.membersInDefaultVote,
    untilReplaced: inForce.untilReplaced,
  };
}
