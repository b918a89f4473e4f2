import type { AppliedClause } from '#libs/ballot';
import type { CalendarDate, CorrectionCommand, Decision, FactRefusal, Refusal } from '#libs/kernel';
import type { GuardRefusal } from '../rules/rule-book.ts';
import type { Obstacle } from '../register/entries.ts';
import type { Aside, EventNamed, Facts, OperationEvent, Status } from './operation.ts';

/** What the register has against the act, where it has something: found by the row, which reads it. */
interface LookedUp {
  readonly obstacle?: Obstacle | undefined;
}

/** What each command says; `on` is the civil day of the act. */
interface Commands {
  readonly StartOperation: Facts<'OperationStarted'> & LookedUp & { readonly operationId: string };
  readonly LogPosition: Facts<'PositionLogged'>;
  readonly DraftPlan: Facts<'PlanDrafted', 'planVersion' | 'planHash'> & LookedUp;
  readonly AdoptPlan: Facts<'PlanAdopted', 'planVersion' | 'verdicts'> &
    LookedUp & {
      /** The operation that binds the body, where one does. */
      readonly engagedBy?: string | undefined;
    };
  readonly ScheduleAssembly: { readonly clusterId: string; readonly scheduledFor: CalendarDate };
  readonly PublishNotice: Facts<'NoticePublished'>;
  readonly OpenDocuments: Facts<'DocumentsOpened'>;
  readonly RecordVote: Pick<Facts<'AssemblyVoted'>, 'clusterId' | 'tally' | 'on'> & {
    /** The dissolution clause of that body's statutes in force that day; absent where none is known. */
    readonly clause?: AppliedClause | undefined;
    /** The clause on another day: from when on the vote would be lawful depends on it. */
    readonly clauseOn?: ((day: CalendarDate) => AppliedClause | undefined) | undefined;
  };
  readonly RecordConsultation: Facts<'ConsultationRecorded'>;
  readonly LodgeOpposition: Facts<'OppositionLodged'>;
  readonly ResolveOpposition: Facts<'OppositionResolved'>;
  readonly RecordCondition: Facts<'ConditionRecorded'>;
  /** An organisation accedes to the plan on the table, which it names by its hash. */
  readonly RecordAccession: Facts<'AccessionRecorded', 'planVersion'> & LookedUp;
  readonly WithdrawAccession: Facts<'AccessionWithdrawn', 'planVersion' | 'planHash'>;
  readonly PostponeOperation: Facts<'OperationPostponed'>;
  /** The clock asks whether what a day is for has been done. */
  readonly RemindOperation: Pick<EventNamed<'OperationReminded'>, 'about' | 'dueOn'> & { readonly on: CalendarDate };
  readonly LapseOperation: { readonly on: CalendarDate };
  readonly WithdrawOperation: Facts<'OperationWithdrawn'>;
  readonly TakeEffect: LookedUp & {
    readonly on: CalendarDate;
    /** When the declaration of a new body was published in the Journal officiel. */
    readonly journalOfficielOn?: CalendarDate | undefined;
  };
  readonly DeclareOperation: Facts<'OperationDeclared'>;
  readonly CloseOperation: {
    readonly on: CalendarDate;
    /** The contexts that report what they moved; each has to have done so. */
    readonly reporting: readonly string[];
  };
  /** The judgement that annuls a merger in effect; `basis` is the rule by which it counts from its day on. */
  readonly AnnulOperation: LookedUp & { readonly judgement: EventNamed<'SuccessionAnnulled'>['judgement'] };
  /** What contexts have set aside is tried again. */
  readonly RetryReferences: { readonly on: CalendarDate };
  readonly PassOverReference: Facts<'ReferencePassedOver'>;
  /** A context reports what it moved. */
  readonly RecordReferences: Omit<EventNamed<'ReferencesMoved'>, 'type' | 'operationId'>;
  /** It reports what it could not move, and what it could after all. */
  readonly RecordAside: Aside;
  readonly RecordRecovery: Pick<Aside, 'context' | 'reference'>;
}

export type CommandName = keyof Commands;
export type CommandNamed<Name extends CommandName> = { readonly type: Name } & Commands[Name];

/** A fact was recorded wrong. */
export type CorrectOperation = CorrectionCommand & {
  /** Of a vote, the dissolution clause in force on the day that it then has; absent where none is known. */
  readonly clause?: AppliedClause | undefined;
};
export type OperationCommand = { [Name in CommandName]: CommandNamed<Name> }[CommandName] | CorrectOperation;

/**
 * Why a command on an operation is refused: codes are stable, and `found` and `required` are words that a reader understands. The
 * order in which they are looked at is that of each command.
 */
export type OperationRejection =
  | Refusal<'MRG_OPERATION_NOT_FOUND' | 'MRG_OPERATION_EXISTS'>
  | Refusal<'MRG_PARTICIPANTS_DO_NOT_FIT' | 'MRG_NOT_A_PARTICIPANT' | 'MRG_PLAN_INCONSISTENT', 'found' | 'required'>
  | Refusal<'MRG_TALLY_IMPOSSIBLE' | 'MRG_ALREADY_VOTED', 'found' | 'required'>
  | Refusal<
      'MRG_CONDITION_UNKNOWN' | 'MRG_ANNULMENT_NOT_FEASIBLE' | 'MRG_REPORTS_MISSING' | 'MRG_PLAN_NOT_FEASIBLE',
      'found' | 'required'
    >
  | Refusal<'MRG_NOT_TO_JOIN' | 'MRG_ACCESSION_TO_ANOTHER_PLAN' | 'MRG_ORGANISATION_GONE', 'found' | 'required'>
  | Refusal<'MRG_ALREADY_ACCEDED' | 'MRG_NOT_ACCEDED' | 'MRG_ACCESSION_TOO_LATE', 'found' | 'required'>
  | Refusal<'MRG_OPPOSITION_UNKNOWN' | 'MRG_OPPOSITION_EXISTS', 'found' | 'required'>
  | Refusal<'MRG_TREATY_SETS_THE_DAY', 'found' | 'required'>
  | (Refusal<'MRG_TARGET_NOT_PASSED', 'found' | 'required'> & {
      readonly earliestLawfulDate?: CalendarDate | undefined;
    })
  | Refusal<'MRG_DECLARATION_MISSING' | 'MRG_NOT_SET_ASIDE' | 'MRG_REFERENCES_SET_ASIDE', 'found' | 'required'>
  | (Refusal<'MRG_WRONG_STATUS', 'found' | 'required'> & { readonly status: Status })
  | (Refusal<'MRG_OUT_OF_ORDER', 'found' | 'required'> & { readonly earliestLawfulDate?: CalendarDate | undefined })
  | (FactRefusal<'MRG'> & InFrench)
  | GuardRefusal;

/** What is required in French, where a guard says it. */
export interface InFrench {
  readonly inFrench?: { readonly required?: string | undefined } | undefined;
}

export type OperationDecision = Decision<OperationEvent, OperationRejection>;
