import type { CalendarDate } from '#libs/kernel';
import type { GuardRefusal } from '../rules/rule-book.ts';
import type { Status } from './operation.ts';

/** What was found and what is required, in words that a reader understands. */
interface Explained {
  readonly found: string;
  readonly required: string;
}

/** Why a command on an operation is refused. Codes are stable; the order in which they are looked at is that of each command. */
export type OperationRejection =
  | { readonly type: 'MRG_OPERATION_NOT_FOUND' }
  | { readonly type: 'MRG_OPERATION_EXISTS' }
  | ({ readonly type: 'MRG_PARTICIPANTS_DO_NOT_FIT' } & Explained)
  | ({ readonly type: 'MRG_WRONG_STATUS'; readonly status: Status } & Explained)
  | ({ readonly type: 'MRG_NOT_A_PARTICIPANT' } & Explained)
  | ({ readonly type: 'MRG_PLAN_INCONSISTENT' } & Explained)
  | ({ readonly type: 'MRG_OUT_OF_ORDER'; readonly earliestLawfulDate?: CalendarDate | undefined } & Explained)
  | ({ readonly type: 'MRG_TALLY_IMPOSSIBLE' } & Explained)
  | ({ readonly type: 'MRG_ALREADY_VOTED' } & Explained)
  | ({ readonly type: 'MRG_CONDITION_UNKNOWN' } & Explained)
  | ({ readonly type: 'MRG_REPORTS_MISSING' } & Explained)
  | GuardRefusal;
