import { z } from 'zod';
import { judge } from '#libs/ballot';
import { operationEvents, outcomeSchema, remarkSchema, uuidSchema, type Immutable } from '#libs/contracts';
import type { EventName, EventNamed, OperationFact, Recorded, RecordedFact } from '../../domain/operation/operation.ts';

const { PlanDrafted, PlanAdopted, AssemblyScheduled, AssemblyVoted, ConditionRecorded } = operationEvents;
const {
  OperationReminded,
  OperationLapsed,
  OperationPostponed,
  OperationWithdrawn,
  OperationRejected,
  ReferencePassedOver,
} = operationEvents;
const { AccessionRecorded, AccessionWithdrawn } = operationEvents;
const { ConsultationRecorded, OppositionLodged, OppositionResolved } = operationEvents;
const {
  SuccessionAnnulled,
  BodyRestored,
  SuccessionTookEffect,
  OperationClosed,
  NoticePublished,
  DocumentsOpened,
  OperationDeclared,
} = operationEvents;

const eventId = uuidSchema;
const withEventId = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) => schema.extend({ eventId });

/** What a correction says beside a fact on which the verdict of the effect rests. */
const correction = <Shape extends z.ZodRawShape>(said: z.ZodObject<Shape>) => ({
  corrected: said
    .extend({ reason: remarkSchema, eventId })
    .optional()
    .describe('What a correction says that was recorded after the effect: the verdict stays as it was judged.'),
});

const correctedVote = AssemblyVoted.schema
  .pick({ tally: true, on: true })
  .extend({ outcome: outcomeSchema.describe('The outcome of this tally under the clause that decided.') });

export const voteView = withEventId(AssemblyVoted.schema)
  .extend(correction(correctedVote))
  .meta({ id: 'AssemblyVote', description: 'A vote with the clause and the rules under which it was judged.' });

const operationLog = z.strictObject({
  plans: z.array(withEventId(PlanDrafted.schema)),
  adoptions: z.array(withEventId(PlanAdopted.schema).extend(correction(PlanAdopted.schema.pick({ on: true })))),
  consultations: z.array(withEventId(ConsultationRecorded.schema)),
  assemblies: z.array(withEventId(AssemblyScheduled.schema)),
  notices: z.array(
    withEventId(NoticePublished.schema).extend(correction(NoticePublished.schema.pick({ where: true, on: true }))),
  ),
  documents: z.array(
    withEventId(DocumentsOpened.schema).extend(
      correction(DocumentsOpened.schema.pick({ where: true, auditorReport: true, on: true })),
    ),
  ),
  votes: z.array(voteView),
  conditions: z.array(
    withEventId(ConditionRecorded.schema).extend(
      correction(ConditionRecorded.schema.pick({ status: true, granted: true, on: true })),
    ),
  ),
  oppositions: z.array(withEventId(OppositionLodged.schema)),
  oppositionOutcomes: z.array(withEventId(OppositionResolved.schema)),
  accessions: z.array(withEventId(AccessionRecorded.schema)),
  accessionWithdrawals: z.array(withEventId(AccessionWithdrawn.schema)),
  postponements: z.array(withEventId(OperationPostponed.schema)),
  reminders: z.array(withEventId(OperationReminded.schema)),
  lapse: withEventId(OperationLapsed.schema).optional(),
  withdrawal: withEventId(OperationWithdrawn.schema).optional(),
  rejection: withEventId(OperationRejected.schema).optional(),
  passedOver: z.array(withEventId(ReferencePassedOver.schema)),
  effect: withEventId(SuccessionTookEffect.schema).optional(),
  restoration: withEventId(BodyRestored.schema).optional(),
  declarations: z.array(withEventId(OperationDeclared.schema)),
  closing: withEventId(OperationClosed.schema).optional(),
  annulment: withEventId(SuccessionAnnulled.schema).optional(),
});

export const operationHistory = operationLog
  .partial({ plans: true, adoptions: true, consultations: true, oppositions: true })
  .partial({ accessions: true, accessionWithdrawals: true })
  .meta({ id: 'OperationHistory', description: 'Everything that happened, whole and in order.' });

/** What happened, whole and in order: the state of an operation holds only what counts now. */
export type OperationLog = Immutable<z.infer<typeof operationLog>>;
export type AssemblyVote = Immutable<z.infer<typeof voteView>>;

/** Everything that was recorded of an operation, each fact as it reads now with the id of the event that stated it. */
export function logOf(record: Recorded): OperationLog {
  const [withdrawal] = all(record, 'OperationWithdrawn');
  const [lapse] = all(record, 'OperationLapsed');
  const [rejection] = all(record, 'OperationRejected');
  const [effect] = all(record, 'SuccessionTookEffect');
  const [restoration] = all(record, 'BodyRestored');
  const [closing] = all(record, 'OperationClosed');
  const [annulment] = all(record, 'SuccessionAnnulled');
  return {
    plans: plansIn(record),
    adoptions: all(record, 'PlanAdopted').map((fact) => withCorrection(fact, ({ on }) => ({ on }))),
    consultations: all(record, 'ConsultationRecorded').map(entryOf),
    assemblies: all(record, 'AssemblyScheduled').map(entryOf),
    notices: all(record, 'NoticePublished').map((fact) => withCorrection(fact, ({ where, on }) => ({ where, on }))),
    documents: all(record, 'DocumentsOpened').map((fact) =>
      withCorrection(fact, ({ where, auditorReport, on }) => ({
        ...{ where, on, ...(auditorReport === undefined ? {} : { auditorReport }) },
      })),
    ),
    votes: votesIn(record),
    conditions: all(record, 'ConditionRecorded').map((fact) =>
      withCorrection(fact, ({ status, granted, on }) => ({ status, granted, on })),
    ),
    oppositions: all(record, 'OppositionLodged').map(entryOf),
    oppositionOutcomes: all(record, 'OppositionResolved').map(entryOf),
    accessions: all(record, 'AccessionRecorded').map(entryOf),
    accessionWithdrawals: all(record, 'AccessionWithdrawn').map(entryOf),
    postponements: all(record, 'OperationPostponed').map(entryOf),
    passedOver: all(record, 'ReferencePassedOver').map(entryOf),
    reminders: all(record, 'OperationReminded').map(entryOf),
    lapse: lapse && entryOf(lapse),
    withdrawal: withdrawal && entryOf(withdrawal),
    rejection: rejection && entryOf(rejection),
    effect: effect && entryOf(effect),
    restoration: restoration && entryOf(restoration),
    declarations: all(record, 'OperationDeclared').map(entryOf),
    closing: closing && entryOf(closing),
    annulment: annulment && entryOf(annulment),
  };
}

/** Every version of the plan, in the order of their numbers. */
export function plansIn(record: Recorded): OperationLog['plans'] {
  return all(record, 'PlanDrafted').map(entryOf);
}

export function votesIn(record: Recorded): readonly AssemblyVote[] {
  return all(record, 'AssemblyVoted').map((fact) =>
    withCorrection(fact, ({ tally, on }) => {
      const { rule, reckoning } = fact.event;
      return { tally, on, outcome: judge(tally, rule, reckoning?.convocation).outcome };
    }),
  );
}

function all<Name extends EventName>({ facts }: Recorded, name: Name): readonly RecordedFact<EventNamed<Name>>[] {
  return facts.filter((fact): fact is RecordedFact<EventNamed<Name>> => fact.event.type === name);
}

function entryOf<Fact extends OperationFact>({ id, event }: RecordedFact<Fact>): Entry<Fact> {
  const { type: _type, ...facts } = event;
  return { ...facts, eventId: id };
}

type Entry<Fact extends OperationFact> = Omit<Fact, 'type'> & { readonly eventId: string };

function withCorrection<Fact extends OperationFact, Said extends object>(
  fact: RecordedFact<Fact>,
  said: (event: Fact) => Said,
): Entry<Fact> & { readonly corrected?: Said & { readonly reason: string; readonly eventId: string } } {
  const { corrected } = fact;
  if (corrected === undefined) return entryOf(fact);
  const { event, reason, eventId: by } = corrected;
  return { ...entryOf(fact), corrected: { ...said(event), reason, eventId: by } };
}
