import { contradictionOf, contradictionUnder, type AppliedClause } from '#libs/ballot';
import { accept, calendarDate, invariant, reject, sameFacts } from '#libs/kernel';
import type { CorrectOperation, InFrench, OperationCommand, OperationDecision } from '../operation.commands.ts';
import { evolve, following, read, withCorrection, type Correction } from '../operation.evolve.ts';
import {
  decidesVerdict,
  describeFact,
  isCorrectable,
  operationFacts,
  type CorrectableFact,
} from '../operation.facts.ts';
import { missingGround } from '../operation.grounds.ts';
import {
  canFollow,
  fileOf,
  isVoting,
  type EventName,
  type Operation,
  type OperationEvent,
  type OperationFact,
  type OperationRecord,
  type RecordedFact,
  type StartedRecord,
} from '../operation.ts';
import { joiningRestated } from '../joining.ts';
import { accessions } from './accessions.ts';
import { approvalEvents, assemblies, impossible } from './assemblies.ts';
import { creditors } from './creditors.ts';
import { referenceOf, type Deciding } from './decision.ts';
import { effect } from './effect.ts';
import { exits } from './exits.ts';
import { exploration } from './exploration.ts';

type Corrects = Extract<CorrectOperation, { readonly type: 'CorrectFact' }>;
type Known = RecordedFact<CorrectableFact>;

/**
 * A fact is corrected in its place: the act is decided anew on what had been recorded before it, and everything after it has to be able to follow; what
 * rests on it is named with its day. After the effect a correction changes no verdict, and stands beside what was judged.
 */
export function correct(command: CorrectOperation, record: StartedRecord): OperationDecision {
  const { fact, of, reason } = command;
  if (command.type === 'VoidFact' && record.voided.includes(fact)) return accept();
  const known = record.facts.find(({ id, event }) => id === fact && event.type === of);
  if (known === undefined || !isKnown(known)) return notFound(command);
  const { type: _type, ...was } = known.corrected?.event ?? known.event;
  const said = { fact, was, reason };
  if (command.type === 'VoidFact') return inItsPlace(record, { ...said, type: `${of}Voided`, on: was.on });
  if (sameFacts(was, { ...was, ...command.changes })) return accept();
  const isJudged = 'effectiveOn' in record && decidesVerdict(known.event);
  const restated = isJudged ? beside(known, command) : anew(record, known, command);
  if (!restated.ok) return restated;
  const [stated] = restated.events;
  invariant(stated !== undefined && 'on' in stated, 'an act that is decided anew is recorded with its day');
  const { type: _stated, ...now } = stated;
  return inItsPlace(record, { ...said, type: `${of}Corrected`, now, on: now.on });
}

function isKnown(known: RecordedFact): known is Known {
  return isCorrectable(known.event);
}

function notFound({ of, fact: found }: CorrectOperation): OperationDecision {
  const { name } = operationFacts[of as CorrectableFact['type']];
  const required = `the id of a fact of this kind, ${name}, that was not voided`;
  return reject({ type: 'MRG_FACT_NOT_FOUND', found, required });
}

/** What the verdict rests on stays as it was judged, the outcome of a vote as well. */
function beside({ event, corrected }: Known, { changes }: Corrects): OperationDecision {
  const now = { ...(corrected?.event ?? event), ...changes };
  const contradiction =
    now.type === 'AssemblyVoted' ? (contradictionOf(now.tally) ?? contradictionUnder(now.tally, now.rule)) : undefined;
  return contradiction === undefined ? accept(now) : impossible(contradiction);
}

/** The act as it was, decided on what had been recorded before it. */
function anew({ facts }: StartedRecord, { id, event }: Known, { changes, clause }: Corrects): OperationDecision {
  const index = facts.findIndex((each) => each.id === id);
  const before = read(facts.slice(0, index));
  const now = { ...event, ...changes };
  const end = facts.slice(index + 1).find((each) => ENDS_BALLOT.includes(each.event.type))?.event;
  if (event.type !== 'AssemblyVoted' || end === undefined) return decideAgain(now, before, clause);
  // A vote of a ballot that is over stays under the clause that decided it.
  if (now.on === event.on || sameFacts(clause, event.rule)) return decideAgain(now, before, event.rule);
  const { statutesVersion } = event.rule;
  return contradicted(end, `it rests on a vote under version ${String(statutesVersion)} of the statutes`);
}

const ENDS_BALLOT: readonly EventName[] = [
  ...(['OperationApproved', 'OperationRejected'] as const),
  ...(['PlanDrafted', 'OperationLapsed', 'OperationWithdrawn'] as const),
];

const decisions = { ...exploration, ...assemblies, ...creditors, ...accessions, ...effect, ...exits };

function decideAgain(fact: CorrectableFact, before: Operation, clause?: AppliedClause): OperationDecision {
  const command = actOf(fact, clause);
  // The decision is the one on this command, and the fact has followed this state: the compiler sees neither.
  const decision = decisions[command.type as keyof typeof decisions] as Deciding<OperationCommand, EventName>;
  return decision.otherwise(command, before);
}

/** The command that states a fact. */
function actOf(fact: CorrectableFact, clause: AppliedClause | undefined): OperationCommand {
  const on = calendarDate(fact.on);
  switch (fact.type) {
    case 'PlanAdopted':
      return { type: 'AdoptPlan', clusterId: fact.clusterId, planHash: fact.planHash, on };
    case 'NoticePublished':
      return { type: 'PublishNotice', clusterId: fact.clusterId, where: fact.where, on };
    case 'DocumentsOpened':
      return { ...withoutOperation(fact), type: 'OpenDocuments', on };
    case 'ConsultationRecorded':
      return { ...withoutOperation(fact), type: 'RecordConsultation', on };
    case 'OppositionLodged':
      return { ...withoutOperation(fact), type: 'LodgeOpposition', on };
    case 'OppositionResolved':
      return { ...withoutOperation(fact), type: 'ResolveOpposition', on };
    case 'AssemblyVoted':
      return { type: 'RecordVote', clusterId: fact.clusterId, tally: fact.tally, clause, on };
    case 'ConditionRecorded': {
      const { conditionId, status, granted } = fact;
      return { type: 'RecordCondition', conditionId, status, granted, on };
    }
    case 'AccessionRecorded': {
      const { organisationId, planHash, signatory } = fact;
      return { type: 'RecordAccession', organisationId, planHash, signatory, on };
    }
    case 'AccessionWithdrawn':
      return { type: 'WithdrawAccession', organisationId: fact.organisationId, reason: fact.reason, on };
    case 'OperationDeclared':
      return { type: 'DeclareOperation', authority: fact.authority, receipt: fact.receipt, on };
  }
}

function withoutOperation<Fact extends CorrectableFact>({ operationId: _id, ...facts }: Fact) {
  return facts;
}

/** The correction, with what it settles; refused where something else rests on what the fact was. */
function inItsPlace(record: StartedRecord, said: object): OperationDecision {
  const correction = said as Correction;
  const after = withCorrection(record, correction);
  const index = record.facts.findIndex(({ id }) => id === correction.fact);
  const refusal = brokenBehind(after.facts, index) ?? undeclared(after.facts);
  if (refusal !== undefined) return refusal;
  const now = evolve(record, correction);
  const restated =
    'organisationId' in correction.was ? joiningRestated(record, now, correction.was.organisationId) : [];
  return accept<OperationEvent>(correction, ...settledBy(now), ...restated);
}

/** A closed operation was declared, whenever that was recorded. */
function undeclared(facts: readonly RecordedFact[]): OperationDecision | undefined {
  const closing = facts.find(({ event }) => event.type === 'OperationClosed');
  const isDeclared = facts.some(({ event }) => event.type === 'OperationDeclared');
  return closing === undefined || isDeclared ? undefined : contradicted(closing.event, 'the effect was not declared');
}

/** The refusal for the first event behind this place that could not have been recorded after what now stands before it. */
function brokenBehind(facts: readonly RecordedFact[], index: number): OperationDecision | undefined {
  let before = read(facts.slice(0, index));
  for (const { event } of facts.slice(index)) {
    const missing = missingFor(event, before);
    if (missing !== undefined) return contradicted(event, missing.required, missing.inFrench);
    before = following(before, event);
  }
  return undefined;
}

interface Missing extends InFrench {
  readonly required: string;
}

function missingFor(event: OperationFact, before: Operation): Missing | undefined {
  const { status } = before;
  const missing = canFollow(event.type, before) ? missingGround(before, event) : `the operation is ${status}`;
  if (missing !== undefined) return { required: missing };
  if (event.type !== 'AssemblyVoted') return undefined;
  const decision = decideAgain(event, before, event.rule);
  if (decision.ok) return undefined;
  const { rejection } = decision;
  if (!('required' in rejection)) return { required: rejection.type };
  const inFrench = 'inFrench' in rejection ? rejection.inFrench : undefined;
  return { required: rejection.required, inFrench: inFrench && { required: inFrench.required } };
}

function contradicted(fact: OperationFact, required: string, inFrench?: InFrench['inFrench']): OperationDecision {
  const words = { found: describeFact(fact), required, ...(inFrench === undefined ? {} : { inFrench }) };
  return reject({ type: 'MRG_FACT_CONTRADICTED', ...words });
}

/** What an open ballot comes to with the votes as they read now. */
function settledBy(after: OperationRecord): readonly OperationEvent[] {
  if (!isVoting(after)) return [];
  const file = fileOf(after);
  const no = Object.entries(after.votes).find(([, { outcome }]) => outcome === 'rejected');
  if (no === undefined) return approvalEvents(file, referenceOf(after.operationId, after.plan));
  const [clusterId, { on }] = no;
  return [{ type: 'OperationRejected', operationId: after.operationId, clusterId, on }];
}
