import type { AppliedClause, Outcome } from '#libs/ballot';
import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, earliest, type CalendarDate } from '#libs/kernel';
import { heirsOf } from '#libs/succession';

type Started = GrappeEvents['mergers.OperationStarted'];

export type OperationKind = Started['kind'];
export type Participant = Started['participants'][number];
export type Plan = GrappeEvents['mergers.PlanDrafted']['plan'];

/** What an operation is about, and who takes part in it. */
export interface Parties {
  readonly kind: OperationKind;
  readonly participants: readonly Participant[];
}

/** The bodies that a plan founds: the heirs that are none of the participants, and one that had disappeared and is founded anew. */
export function foundedBy(plan: Plan, { participants }: Pick<Parties, 'participants'>): readonly string[] {
  const bodies = new Set(participants.filter(({ role }) => role !== 'restored').map(({ clusterId }) => clusterId));
  return heirsOf(plan)
    .map(({ clusterId }) => clusterId)
    .filter((clusterId) => !bodies.has(clusterId));
}

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

export interface Opened {
  readonly on: CalendarDate;
  /** The report of the auditor of the merger, where it is among the documents. */
  readonly auditorReport?: { readonly date: string } | undefined;
}

/** A creditor's opposition; while it is unresolved, the merger is not opposable to that creditor. */
export interface Opposition {
  readonly oppositionId: string;
  readonly clusterId: string;
  readonly creditor: string;
  readonly claimSince: string;
  readonly euros?: number | undefined;
  readonly on: CalendarDate;
  readonly resolved?: {
    readonly outcome: 'paid' | 'guaranteed' | 'dismissed' | 'withdrawn';
    readonly on: CalendarDate;
  };
}

/** The word of an organisation that the plan on the table names, by which alone it is bound. */
export interface Accession {
  /** Who signed for it. */
  readonly signatory: { readonly personId: string; readonly name: string };
  readonly on: CalendarDate;
  readonly withdrawn?: { readonly reason?: string | undefined; readonly on: CalendarDate } | undefined;
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
  /** The last one of the plan on the table; without a day the operation has no target for now. */
  readonly postponement?: { readonly newTarget?: string | undefined } | undefined;
  readonly notices: ByCluster<{ readonly on: CalendarDate }>;
  readonly documents: ByCluster<Opened>;
  /** The opinions of staff committees. */
  readonly consultations: ByCluster<{ readonly on: CalendarDate }>;
  readonly oppositions: readonly Opposition[];
  /** To the plan on the table, by organisation. No guard looks at them: one that is missing holds nothing up. Default: none. */
  readonly accessions?: Readonly<Record<string, Accession>> | undefined;
  readonly effectiveOn?: CalendarDate | undefined;
}

/** The day by which the effect is meant to come: that of the last postponement, else of the treaty, else of the plan. */
export function targetOf({
  plan,
  postponement,
}: Pick<OperationFile, 'plan' | 'postponement'>): CalendarDate | undefined {
  const day = postponement === undefined ? (plan?.plan.effectDate ?? plan?.plan.targetDate) : postponement.newTarget;
  return day === undefined ? undefined : calendarDate(day);
}

/** The first assembly of these participants that was held or is called; undefined where there is none. */
export function firstAssembly(
  { participants, votes, assemblies }: OperationFile,
  except?: string,
): CalendarDate | undefined {
  const days = participants
    .filter(({ clusterId }) => clusterId !== except)
    .flatMap(({ clusterId }) => votes[clusterId]?.on ?? assemblies[clusterId] ?? []);
  return days.length === 0 ? undefined : earliest(...days);
}

/** The data of each act that a rule may judge. */
interface Acts {
  readonly 'adopt-plan': { readonly clusterId: string; readonly planHash: string };
  /** Judged under the rules of the day for which the assembly is called, for that is the act they govern. */
  readonly 'schedule-assembly': { readonly clusterId: string };
  readonly 'publish-notice': { readonly clusterId: string };
  readonly 'open-documents': { readonly clusterId: string; readonly auditorReport: Opened['auditorReport'] };
  readonly vote: {
    readonly clusterId: string;
    readonly clause: AppliedClause | undefined;
    /** The clause on another day, where it is known; else it is that of the day of the act. */
    readonly clauseOn?: ((day: CalendarDate) => AppliedClause | undefined) | undefined;
  };
  readonly oppose: { readonly clusterId: string; readonly claimSince: string };
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

/** The same act on another day. */
export function movedTo(act: Act, on: CalendarDate): Act {
  if (act.act !== 'vote') return { ...act, on };
  return { ...act, on, clause: act.clauseOn === undefined ? act.clause : act.clauseOn(on) };
}
