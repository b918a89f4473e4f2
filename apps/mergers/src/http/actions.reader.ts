import { z } from 'zod';
import { sentencesInFrench } from '#libs/commands';
import { catalog, dateSchema, uuidSchema, type Immutable } from '#libs/contracts';
import type { DeclaredModels } from '#libs/hosting';
import { contextOf, type CalendarDate } from '#libs/kernel';
import { actionsOn, effectTriedOn, type Action } from '../domain/actions/actions.ts';
import { fileOf } from '../domain/operation/operation.ts';
import { operationStatus, type OperationDocument } from '../read-models/operations/operations.projection.ts';
import { guardQuestion } from './dry-run.input.ts';
import { mergersRefusals } from './refusals.table.ts';
import {
  obstacleForeseen,
  obstacleToAnnulmentForeseen,
  obstacleToPlanForeseen,
  obstaclesToAccession,
} from './register.reader.ts';

const refusal = z
  .strictObject({
    code: z.string(),
    title: z.string(),
    guard: z.string().optional(),
    rule: z.string().optional(),
    citation: z.string().optional(),
    found: z.string().optional(),
    required: z.string().optional(),
    inFrench: z
      .strictObject({ title: z.string(), found: z.string().optional(), required: z.string().optional() })
      .describe('The same sentences in French; what is absent is an id or a day, which is the same.'),
    earliestLawfulDate: dateSchema
      .optional()
      .describe('The first day on which it would not be refused, as far as is known.'),
    latestLawfulDate: dateSchema.optional().describe('The last day on which it would not have been too late.'),
  })
  .describe('As the command would be answered.');

const action = z
  .strictObject({
    verb: z.string().describe('The command, below the operation.'),
    clusterId: uuidSchema.optional().describe('The participant that it is about.'),
    body: z
      .record(z.string(), z.unknown())
      .describe('What was tried; with another body the answer may be another one.'),
    outcome: z.enum(['allowed', 'already-so', 'refused']),
    events: z.array(z.string()).describe('What it would record.'),
    refusal: refusal.optional(),
  })
  .meta({ id: 'OperationAction', description: 'A command on an operation, and whether it is allowed on a day.' });

export const actionsView = z
  .strictObject({ operationId: uuidSchema, status: operationStatus, validAt: dateSchema, items: z.array(action) })
  .meta({ id: 'OperationActions', description: 'What can be done with an operation on a day, and why what cannot.' });

type Actions = Immutable<z.infer<typeof actionsView>>;

/** The contexts that publish what they moved. */
export const reporting = catalog
  .eventTypes()
  .filter((type) => type.endsWith('.SuccessionApplied'))
  .map(contextOf);

/** Every command on an operation as the decider would answer it on a day. */
export async function actionsOf(
  models: DeclaredModels,
  { operationId, state }: OperationDocument,
  on: CalendarDate,
): Promise<Actions> {
  const file = fileOf(state);
  const ids = file.participants.map(({ clusterId }) => clusterId);
  const [question, plan, effect, annulment, accessions] = await Promise.all([
    guardQuestion(models, ids, on),
    obstacleToPlanForeseen(models, file, on),
    obstacleForeseen(models, file, effectTriedOn(state, on)),
    obstacleToAnnulmentForeseen(models, file),
    obstaclesToAccession(models, file, on),
  ]);
  const items = actionsOn(state, { ...question, obstacles: { plan, effect, annulment, accessions }, reporting });
  return { operationId, status: state.status, validAt: on, items: items.map(shownAction) };
}

function shownAction({ verb, body = {}, events, refusal: rejection }: Action): Actions['items'][number] {
  const { clusterId } = body;
  return {
    ...{ verb, body },
    ...(typeof clusterId === 'string' ? { clusterId } : {}),
    outcome: rejection === undefined ? (events.length === 0 ? 'already-so' : 'allowed') : 'refused',
    events,
    ...(rejection === undefined ? {} : { refusal: shownRefusal(rejection) }),
  };
}

function shownRefusal({ type, ...rejection }: NonNullable<Action['refusal']>) {
  const known: Readonly<Record<string, unknown>> = rejection;
  const { title, inFrench = title, ...spec } = mergersRefusals[type];
  const text = (member: string) => (typeof known[member] === 'string' ? { [member]: known[member] } : {});
  return {
    code: type,
    title,
    inFrench: { title: inFrench, ...sentencesInFrench(spec, rejection) },
    ...{ ...text('guard'), ...text('rule'), ...text('citation') },
    ...{ ...text('found'), ...text('required'), ...text('earliestLawfulDate'), ...text('latestLawfulDate') },
  };
}
