import type { CalendarDate } from '#libs/kernel';
import type { OperationKind, Participant, Plan } from '../rules/act.ts';
import type { AppliedClause, Tally } from '#libs/ballot';
import type { Declaration, References } from './operation.ts';

/** `on` is the civil day of the act. */
interface Act {
  readonly on: CalendarDate;
}

export interface StartOperation extends Act {
  readonly type: 'StartOperation';
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly title: string;
  readonly participants: readonly Participant[];
}

export interface LogPosition extends Act {
  readonly type: 'LogPosition';
  readonly by: string;
  readonly statement: string;
}

export interface DraftPlan extends Act {
  readonly type: 'DraftPlan';
  readonly plan: Plan;
}

export interface AdoptPlan extends Act {
  readonly type: 'AdoptPlan';
  readonly clusterId: string;
  readonly planHash: string;
  /** The operation that binds the body, where one does. */
  readonly engagedBy?: string | undefined;
}

export interface ScheduleAssembly {
  readonly type: 'ScheduleAssembly';
  readonly clusterId: string;
  readonly scheduledFor: CalendarDate;
}

export interface PublishNotice extends Act {
  readonly type: 'PublishNotice';
  readonly clusterId: string;
  readonly where: string;
}

export interface OpenDocuments extends Act {
  readonly type: 'OpenDocuments';
  readonly clusterId: string;
  readonly where: string;
}

export interface RecordVote extends Act {
  readonly type: 'RecordVote';
  readonly clusterId: string;
  readonly tally: Tally;
  /** The dissolution clause of that body's statutes in force that day; absent where none is known. */
  readonly clause?: AppliedClause | undefined;
}

export interface RecordCondition extends Act {
  readonly type: 'RecordCondition';
  readonly conditionId: string;
  readonly status: 'fulfilled' | 'waived' | 'failed';
  readonly granted?: string | undefined;
}

export interface PostponeOperation extends Act {
  readonly type: 'PostponeOperation';
  readonly reason: string;
  readonly newTarget?: CalendarDate | undefined;
}

export interface WithdrawOperation extends Act {
  readonly type: 'WithdrawOperation';
  readonly reason: string;
}

export interface TakeEffect extends Act {
  readonly type: 'TakeEffect';
  /** When the declaration of a new body was published in the Journal officiel. */
  readonly journalOfficielOn?: CalendarDate | undefined;
}

export interface DeclareOperation extends Act, Pick<Declaration, 'authority' | 'receipt'> {
  readonly type: 'DeclareOperation';
}

export interface CloseOperation extends Act {
  readonly type: 'CloseOperation';
  /** The contexts that report what they moved; each has to have done so. */
  readonly reporting: readonly string[];
}

/** A context reports what it moved. */
export interface RecordReferences extends References {
  readonly type: 'RecordReferences';
  readonly context: string;
}

export type OperationCommand =
  | StartOperation
  | LogPosition
  | DraftPlan
  | AdoptPlan
  | ScheduleAssembly
  | PublishNotice
  | OpenDocuments
  | RecordVote
  | RecordCondition
  | PostponeOperation
  | WithdrawOperation
  | TakeEffect
  | DeclareOperation
  | CloseOperation
  | RecordReferences;
