import type { GrappeEvents } from '#libs/contracts';

/** What stands beside every entry: which event says so, and since when it is known. */
export interface Recorded {
  readonly eventId: string;
  readonly recordedAt: string;
}

type Data<Name extends keyof GrappeEvents> = GrappeEvents[Name];
type Effect = Data<'mergers.SuccessionTookEffect'>;

/** The board of a participant adopted a version of the plan. */
export type Adoption = Omit<Data<'mergers.PlanAdopted'>, 'operationId'> & Recorded;

/** An assembly voted: the tally, the clause of the statutes that decided, and what the rule book said of the act. */
export type AssemblyVote = Omit<Data<'mergers.AssemblyVoted'>, 'operationId'> & Recorded;

/** What a context reported back of its references. */
export type References = Omit<Data<'mergers.ReferencesMoved'>, 'operationId'> & Recorded;

export type OperationStatus =
  'exploring' | 'drafted' | 'adopted' | 'approved' | 'rejected' | 'postponed' | 'withdrawn' | 'effective' | 'closed';

/** The legal effect with the times of a succession: decided, in force, for the accounts, and recorded here. */
export type EffectRecord = Recorded &
  Pick<Effect, 'predecessors' | 'successor' | 'verdicts' | 'planVersion' | 'planHash'> & {
    readonly times: Pick<Effect, 'decidedOn' | 'effectiveOn' | 'accountingOn'> & { readonly recordedAt: string };
  };

/** An operation from its first day with everything that decided it; one that never took effect stays readable. */
export interface OperationRecord {
  readonly operationId: string;
  readonly kind: Data<'mergers.OperationStarted'>['kind'];
  readonly title?: string;
  readonly status: OperationStatus;
  readonly participants: Data<'mergers.OperationStarted'>['participants'];
  readonly plans: readonly (Recorded & {
    readonly planVersion: number;
    readonly planHash: string;
    readonly on: string;
  })[];
  readonly adoptions: readonly Adoption[];
  readonly votes: readonly AssemblyVote[];
  readonly effect?: EffectRecord;
  readonly references: readonly References[];
  readonly declarations: readonly (Omit<Data<'mergers.OperationDeclared'>, 'operationId'> & Recorded)[];
  /** Postponements and the withdrawal with their reasons. */
  readonly setbacks: readonly (Recorded & {
    readonly what: 'postponed' | 'withdrawn';
    readonly reason: string;
    readonly on: string;
  })[];
  /** The day of the first and of the last entry that changed the status. */
  readonly startedOn?: string;
  readonly closedOn?: string;
}

export function emptyRecord(operationId: string, kind: OperationRecord['kind']): OperationRecord {
  return {
    ...{ operationId, kind, status: 'exploring', participants: [], plans: [], adoptions: [], votes: [] },
    ...{ references: [], declarations: [], setbacks: [] },
  };
}
