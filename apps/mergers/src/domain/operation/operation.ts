import type { DomainEvent, operationEvents } from '#libs/contracts';
import type { CalendarDate } from '#libs/kernel';
import type {
  Adoption,
  ByCluster,
  ConditionRecord,
  OperationFile,
  OperationKind,
  Participant,
  PlanVersion,
  Vote,
} from '../rules/act.ts';
import type { Tally } from '#libs/ballot';

export type OperationEvent = DomainEvent<typeof operationEvents>;
export type EventNamed<Name extends OperationEvent['type']> = Extract<OperationEvent, { readonly type: Name }>;

export interface Position {
  readonly by: string;
  readonly statement: string;
  readonly on: CalendarDate;
}

/** A notice or the opening of documents. */
export interface Publication {
  readonly where: string;
  readonly on: CalendarDate;
}

export interface RecordedVote extends Vote {
  readonly tally: Tally;
}

export interface Postponement {
  readonly reason: string;
  readonly newTarget?: string | undefined;
  readonly on: CalendarDate;
}

export interface References {
  readonly toMove: number;
  readonly moved: number;
  readonly merged: number;
  readonly needConsent: number;
}

export interface Declaration {
  readonly authority: EventNamed<'OperationDeclared'>['authority'];
  readonly receipt?: string | undefined;
  readonly on: CalendarDate;
}

/** What an operation has from its first day to its last. */
export interface Dossier {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly title: string;
  readonly participants: readonly Participant[];
  readonly startedOn: CalendarDate;
  readonly positions: readonly Position[];
}

/** What it has while a plan is on the table. */
export interface PlanStage {
  readonly plan: PlanVersion;
  readonly adoptions: ByCluster<Adoption>;
  readonly conditions: Readonly<Record<string, ConditionRecord>>;
}

/** What it has once every board has adopted the plan. */
export interface Ballot {
  readonly assemblies: ByCluster<CalendarDate>;
  readonly notices: ByCluster<Publication>;
  readonly documents: ByCluster<Publication>;
  readonly votes: ByCluster<RecordedVote>;
}

export type Absent = { readonly status: 'absent' };
export type Exploring = Dossier & { readonly status: 'exploring' };
export type Drafted = Dossier &
  PlanStage & { readonly status: 'drafted'; readonly postponement?: Postponement | undefined };
export type Adopted = Dossier & PlanStage & Ballot & { readonly status: 'adopted' | 'published' };
export type Approved = Dossier &
  PlanStage &
  Ballot & { readonly status: 'approved' | 'ready'; readonly approvedOn: CalendarDate };
export type Effective = Dossier &
  PlanStage &
  Ballot & {
    readonly status: 'effective' | 'declared' | 'closed';
    readonly approvedOn: CalendarDate;
    readonly effectiveOn: CalendarDate;
    readonly declarations: readonly Declaration[];
    readonly references: Readonly<Record<string, References>>;
  };
export type Rejected = Dossier & PlanStage & Ballot & { readonly status: 'rejected' };
export type Withdrawn = Dossier & { readonly status: 'withdrawn' };

/** An operation by its status: a member that makes no sense in a status does not exist in it. */
export type Operation = Absent | Exploring | Drafted | Adopted | Approved | Effective | Rejected | Withdrawn;
export type Started = Exclude<Operation, Absent>;
export type Status = Operation['status'];

export const absent: Operation = { status: 'absent' };

/** What the rules look at; empty where the operation has not come so far. */
export function fileOf(state: Started): OperationFile {
  const { operationId, kind, participants } = state;
  const plan = 'plan' in state ? state : undefined;
  const ballot = 'votes' in state ? state : undefined;
  return {
    operationId,
    kind,
    participants,
    plan: plan?.plan,
    adoptions: plan?.adoptions ?? {},
    conditions: plan?.conditions ?? {},
    assemblies: ballot?.assemblies ?? {},
    votes: ballot?.votes ?? {},
    effectiveOn: 'effectiveOn' in state ? state.effectiveOn : undefined,
  };
}

/** Past ADOPTED and not over: its participants are bound (G12). */
export function binds(state: Operation): boolean {
  return ['adopted', 'published', 'approved', 'ready'].includes(state.status);
}

/** Those that disappear. */
export function predecessorsOf({ kind, participants }: Pick<Dossier, 'kind' | 'participants'>): readonly string[] {
  const leaving = kind === 'fusion-creation' ? 'founding' : 'absorbed';
  return participants.filter(({ role }) => role === leaving).map(({ clusterId }) => clusterId);
}
