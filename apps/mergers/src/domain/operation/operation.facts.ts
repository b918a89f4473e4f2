import type { FactRule } from '#libs/kernel';
import type { EventName, EventNamed, OperationFact } from './operation.ts';

const OF_ITS_DAY = { happened: true, day: ({ on }: { readonly on: string }) => on } as const;

/** What was recorded about the world, each fact with what a correction may change: decisions of the operation itself are none. */
export const operationFacts = {
  PlanAdopted: { ...OF_ITS_DAY, name: 'adoption', changes: ['on'] },
  NoticePublished: { ...OF_ITS_DAY, name: 'notice', changes: ['where', 'on'] },
  DocumentsOpened: { ...OF_ITS_DAY, name: 'documents-opening', changes: ['where', 'auditorReport', 'on'] },
  AssemblyVoted: { ...OF_ITS_DAY, name: 'vote', changes: ['tally', 'on'] },
  ConditionRecorded: { ...OF_ITS_DAY, name: 'condition', changes: ['status', 'granted', 'on'] },
  ConsultationRecorded: { ...OF_ITS_DAY, name: 'consultation', changes: ['opinion', 'on'] },
  OppositionLodged: { ...OF_ITS_DAY, name: 'opposition', changes: ['creditor', 'claimSince', 'euros', 'on'] },
  OppositionResolved: { ...OF_ITS_DAY, name: 'opposition-outcome', changes: ['outcome', 'on'] },
  AccessionRecorded: { ...OF_ITS_DAY, name: 'accession', changes: ['signatory', 'on'] },
  AccessionWithdrawn: { ...OF_ITS_DAY, name: 'accession-withdrawal', changes: ['reason', 'on'] },
  OperationDeclared: { ...OF_ITS_DAY, name: 'declaration', changes: ['authority', 'receipt', 'on'] },
} as const satisfies { readonly [Name in EventName]?: FactRule<EventNamed<Name>> };

type CorrectableName = keyof typeof operationFacts;
export type CorrectableFact = EventNamed<CorrectableName>;

export function isCorrectable(fact: OperationFact): fact is CorrectableFact {
  return fact.type in operationFacts;
}

const JUDGED: readonly EventName[] = [
  ...(['PlanAdopted', 'NoticePublished', 'DocumentsOpened'] as const),
  ...(['AssemblyVoted', 'ConditionRecorded'] as const),
];

/** Whether the verdict of the effect rests on facts of its kind: corrected after the effect, it stays as it was judged. */
export function decidesVerdict({ type }: OperationFact): boolean {
  return JUDGED.includes(type);
}

const NAMES: Readonly<Partial<Record<EventName, string>>> = {
  PlanDrafted: 'draft',
  OperationAdopted: 'adoption by every board',
  OperationApproved: 'approval',
  OperationRejected: 'rejection',
  OperationPostponed: 'postponement',
  OperationReminded: 'reminder',
  OperationLapsed: 'lapse',
  OperationWithdrawn: 'withdrawal',
  SuccessionTookEffect: 'effect',
  BodyRestored: 'return',
  OperationClosed: 'closing',
  SuccessionAnnulled: 'annulment',
};

/** A fact in the words of a refusal: what it is called, and its day. */
export function describeFact(fact: OperationFact): string {
  const name = isCorrectable(fact) ? operationFacts[fact.type].name : (NAMES[fact.type] ?? fact.type);
  const day = 'effectiveOn' in fact ? fact.effectiveOn : 'on' in fact ? fact.on : undefined;
  return day === undefined ? name : `${name} of ${day}`;
}
