import { z } from 'zod';
import {
  dateSchema,
  nameSchema,
  operationKindSchema,
  planSchema,
  sha256Schema,
  tallySchema,
  uuidSchema,
} from '#libs/contracts';

const cluster = { clusterId: uuidSchema };
const place = { ...cluster, where: nameSchema };

/** The bodies of the commands on operations. */
export const requests = {
  start: z
    .strictObject({
      kind: operationKindSchema,
      title: nameSchema,
      participants: z
        .array(z.strictObject({ ...cluster, role: z.enum(['absorbing', 'absorbed', 'founding']) }))
        .min(2)
        .max(50),
    })
    .meta({ id: 'StartOperation' }),
  logPosition: z.strictObject({ by: nameSchema, statement: z.string().min(1).max(4_000) }).meta({ id: 'LogPosition' }),
  draftPlan: z.strictObject({ plan: planSchema }).meta({ id: 'DraftPlan' }),
  adoptPlan: z.strictObject({ ...cluster, planHash: sha256Schema }).meta({ id: 'AdoptPlan' }),
  scheduleAssembly: z.strictObject({ ...cluster, scheduledFor: dateSchema }).meta({ id: 'ScheduleAssembly' }),
  publishNotice: z.strictObject(place).meta({ id: 'PublishNotice' }),
  openDocuments: z.strictObject(place).meta({ id: 'OpenDocuments' }),
  recordVote: z.strictObject({ ...cluster, tally: tallySchema }).meta({ id: 'RecordVote' }),
  recordCondition: z
    .strictObject({
      conditionId: uuidSchema,
      status: z.enum(['fulfilled', 'waived', 'failed']),
      granted: nameSchema.optional(),
    })
    .meta({ id: 'RecordCondition' }),
  postpone: z.strictObject({ reason: nameSchema, newTarget: dateSchema.optional() }).meta({ id: 'PostponeOperation' }),
  withdraw: z.strictObject({ reason: nameSchema }).meta({ id: 'WithdrawOperation' }),
  takeEffect: z.strictObject({ journalOfficielOn: dateSchema.optional() }).meta({ id: 'TakeEffect' }),
  declare: z
    .strictObject({ authority: z.enum(['prefecture', 'journal-officiel', 'sirene']), receipt: nameSchema.optional() })
    .meta({ id: 'DeclareOperation' }),
  close: z.strictObject({}).meta({ id: 'CloseOperation' }),
};
