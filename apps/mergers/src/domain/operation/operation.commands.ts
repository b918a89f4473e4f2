import type { AppliedClause } from '#libs/ballot';
import type { CalendarDate } from '#libs/kernel';
import type { GuardRefusal } from '../rules/rule-book.ts';
import type { EventNamed, Facts, Status } from './operation.ts';

/** What each command says; `on` is the civil day of the act. */
interface Commands {
  readonly StartOperation: Facts<'OperationStarted'> & { readonly operationId: string };
  readonly LogPosition: Facts<'PositionLogged'>;
  readonly DraftPlan: Facts<'PlanDrafted', 'planVersion' | 'planHash'>;
  readonly AdoptPlan: Facts<'PlanAdopted', 'planVersion' | 'verdicts'> & {
    /** The operation that binds the body, where one does. */
    readonly engagedBy?: string | undefined;
  };
  readonly ScheduleAssembly: { readonly clusterId: string; readonly scheduledFor: CalendarDate };
  readonly PublishNotice: Facts<'NoticePublished'>;
  readonly OpenDocuments: Facts<'DocumentsOpened'>;
  readonly RecordVote: Pick<Facts<'AssemblyVoted'>, 'clusterId' | 'tally' | 'on'> & {
    /** The dissolution clause of that body's statutes in force that day; absent where none is known. */
    readonly clause?: AppliedClause | undefined;
  };
  readonly RecordCondition: Facts<'ConditionRecorded'>;
  readonly PostponeOperation: Facts<'OperationPostponed'>;
  readonly WithdrawOperation: Facts<'OperationWithdrawn'>;
  readonly TakeEffect: {
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
  /** A context reports what it moved. */
  readonly RecordReferences: Omit<EventNamed<'ReferencesMoved'>, 'type' | 'operationId'>;
}

export type CommandName = keyof Commands;
export type CommandNamed<Name extends CommandName> = { readonly type: Name } & Commands[Name];
export type OperationCommand = { [Name in CommandName]: CommandNamed<Name> }[CommandName];

/** What was found and what is required, in words that a reader understands. */
interface Explained {
  readonly found: string;
  readonly required: string;
}

/** Why a command on an operation is refused. Codes are stable; the order in which they are looked at is that of each command. */
export type OperationRejection =
  | { readonly type: 'MRG_OPERATION_NOT_FOUND' | 'MRG_OPERATION_EXISTS' }
  | ({
      readonly type:
        | 'MRG_PARTICIPANTS_DO_NOT_FIT'
        | 'MRG_NOT_A_PARTICIPANT'
        | 'MRG_PLAN_INCONSISTENT'
        | 'MRG_TALLY_IMPOSSIBLE'
        | 'MRG_ALREADY_VOTED'
        | 'MRG_CONDITION_UNKNOWN'
        | 'MRG_REPORTS_MISSING';
    } & Explained)
  | ({ readonly type: 'MRG_WRONG_STATUS'; readonly status: Status } & Explained)
  | ({ readonly type: 'MRG_OUT_OF_ORDER'; readonly earliestLawfulDate: CalendarDate } & Explained)
  | GuardRefusal;
