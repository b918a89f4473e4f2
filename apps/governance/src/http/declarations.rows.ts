import { z } from 'zod';
import { commandOf, commandTable, factCommands, onItsDay, type Copies } from '#libs/commands';
import { CHANGES_MAX, declarationEvents, nameSchema, uuidSchema } from '#libs/contracts';
import { dayOf, type Instant } from '#libs/kernel';
import { keyOf, type DeclarationFiled, type DeclaredChange } from '../domain/declarations/changes.ts';
import { declarations, unknownChange } from '../domain/declarations/declarations.ts';
import { clusterSeats } from '../read-models/cluster-seats/cluster-seats.projection.ts';
import { changesKnown } from '../read-models/declarations/known-changes.ts';
import { officeModelsOf } from './held-offices.ts';
import { absentCluster } from './register.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

/** What goes with each kind of change. */
const change = z.union([
  z.strictObject({
    kind: z.enum(['mandate', 'mandate-end']),
    mandateId: uuidSchema,
    byMandateId: uuidSchema.optional().describe('Of a seat held ex officio: the mandate in the other office.'),
  }),
  z.strictObject({ kind: z.literal('statutes'), statutesVersion: z.int().min(1) }),
  z.strictObject({ kind: z.literal('name'), name: nameSchema }),
  z.strictObject({ kind: z.literal('seat'), seat: nameSchema }),
]);

const { DeclarationFiled, DeclarationReceipted, DeclarationRefused } = declarationEvents;

/** The changes of a cluster, by everything that was committed before the command came in; a name that is still under embargo is not declared. */
async function changesOf(copies: Copies, clusterId: string, now: Instant): Promise<readonly DeclaredChange[]> {
  const models = { ...(await officeModelsOf(copies)), seats: await copies.of(clusterSeats) };
  return await changesKnown(clusterId, models, { mayReadEmbargoed: false, today: dayOf(now) });
}

const DECLARED = ['GOV_CHANGE_NOT_FOUND', 'GOV_DECLARATION_BEFORE_CHANGE', 'GOV_CHANGE_DECLARED'] as const;
const ANSWER_REFUSED = [
  'GOV_DECLARATION_NOT_FOUND',
  'GOV_DECLARATION_ANSWERED',
  'GOV_DECLARATION_ANSWERED_BEFORE_FILING',
] as const;

/** The declarations of a cluster have the id of the cluster. */
export const declarationCommands = commandTable('governance.declarations', governanceRefusals, [
  commandOf(declarations, 'FileDeclaration', {
    verb: 'file',
    summary: 'Record that changes of a cluster were declared to the prefecture, each with the day that is known of it.',
    body: {
      declarationId: uuidSchema.optional().describe('Default: a new UUID.'),
      changes: z.array(change).min(1).max(CHANGES_MAX),
      remark: DeclarationFiled.schema.shape.remark,
    },
    reports: { DeclarationFiled: DeclarationFiled.schema.pick({ declarationId: true, changes: true, on: true }) },
    scope: ({ id }) => [id],
    unless: ({ id, copies }) => absentCluster(copies, id),
    refusals: ['GOV_CLUSTER_ABSENT', 'GOV_DECLARATION_EXISTS', ...DECLARED],
    happened: onItsDay,
    decide: async ({ id, body, effectiveAt: on, recordedAt, copies, ids }) => {
      const declarationId = body.declarationId ?? ids.next();
      return { clusterId: id, ...body, declarationId, known: await changesOf(copies, id, recordedAt), on };
    },
  }),
  commandOf(declarations, 'RecordReceipt', {
    verb: 'record-receipt',
    summary: 'Record the receipt of the prefecture for a declaration.',
    body: { declarationId: uuidSchema, number: DeclarationReceipted.schema.shape.number.describe('Of the receipt.') },
    scope: ({ id }) => [id],
    refusals: ANSWER_REFUSED,
    happened: onItsDay,
    decide: ({ id, body, effectiveAt: on }) => ({ clusterId: id, ...body, on }),
  }),
  commandOf(declarations, 'RecordRefusal', {
    verb: 'record-refusal',
    summary: 'Record that the prefecture did not take a declaration: its changes are due as before.',
    body: { declarationId: uuidSchema, reason: DeclarationRefused.schema.shape.reason },
    scope: ({ id }) => [id],
    refusals: ANSWER_REFUSED,
    happened: onItsDay,
    decide: ({ id, body, effectiveAt: on }) => ({ clusterId: id, ...body, on }),
  }),
  ...factCommands(declarations, {
    scope: ({ id }) => [id],
    unless: async ({ changes }: Partial<Pick<DeclarationFiled, 'changes'>>, { id, copies, recordedAt }) => {
      if (changes === undefined) return undefined;
      const known = new Set((await changesOf(copies, id, recordedAt)).map(keyOf));
      const unknown = changes.find((each) => !known.has(keyOf(each)));
      return unknown && unknownChange(unknown);
    },
    refusals: [...FACT_REFUSALS, ...DECLARED],
  }),
]);
