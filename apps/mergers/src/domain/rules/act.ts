import type { AppliedClause, Outcome } from '#libs/ballot';
import type { GrappeEvents } from '#libs/contracts';
import type { CalendarDate } from '#libs/kernel';

type Started = GrappeEvents['mergers.OperationStarted'];

export type OperationKind = Started['kind'];
export type Participant = Started['participants'][number];
export type Plan = GrappeEvents['mergers.PlanDrafted']['plan'];

/** Something that each participant has at most one of, by its id. */
export type ByCluster<T> = Readonly<Record<string, T>>;

export interface PlanVersion {
  readonly version: number;
  /** SHA-256 over the canonical JSON of the plan without the names of persons. */
  readonly hash: string;
  readonly plan: Plan;
  readonly draftedOn: CalendarDate;
  /** Before this day it is for readers with the right only. */
  readonly embargoUntil?: string | undefined;
}

export interface Adoption {
  readonly planHash: string;
  readonly on: CalendarDate;
}

export interface Vote {
  readonly outcome: Outcome;
  readonly on: CalendarDate;
}

export interface ConditionRecord {
  readonly status: 'fulfilled' | 'waived' | 'failed';
  readonly granted?: string | undefined;
  readonly on: CalendarDate;
}

/** The input of the rules: the state of the operation before the act. */
export interface OperationFile {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly participants: readonly Participant[];
  readonly plan?: PlanVersion | undefined;
  readonly adoptions: ByCluster<Adoption>;
  readonly assemblies: ByCluster<CalendarDate>;
  readonly votes: ByCluster<Vote>;
  readonly conditions: Readonly<Record<string, ConditionRecord>>;
  readonly effectiveOn?: CalendarDate | undefined;
}

/** The data of each act that a rule may judge. */
interface Acts {
  readonly 'adopt-plan': { readonly clusterId: string; readonly planHash: string };
  /** Judged under the rules of the day for which the assembly is called, for that is the act they govern. */
  readonly 'schedule-assembly': { readonly clusterId: string };
  readonly vote: { readonly clusterId: string; readonly clause: AppliedClause | undefined };
  readonly engage: {
    readonly clusterId: string;
    readonly operationId: string;
    /** The operation that binds the body already, where one does. */
    readonly engagedBy: string | undefined;
  };
  readonly 'take-effect': { readonly journalOfficielOn: CalendarDate | undefined };
}

export type ActName = keyof Acts;
/** `on` is the day of the act, by which the rules in force are chosen. */
export type Act = { [Name in ActName]: { readonly act: Name; readonly on: CalendarDate } & Acts[Name] }[ActName];
export type ActNamed<Name extends ActName> = Extract<Act, { readonly act: Name }>;
