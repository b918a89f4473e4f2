import type { DomainEvent, operationEvents } from '#libs/contracts';
import type { CalendarDate, FactOf } from '#libs/kernel';
import type { Tally } from '#libs/ballot';
import type {
  Accession,
  Adoption,
  ByCluster,
  ConditionRecord,
  OperationFile,
  OperationKind,
  Opposition,
  Participant,
  PlanVersion,
  Vote,
} from '../rules/act.ts';

export type OperationEvent = DomainEvent<typeof operationEvents>;
/** What is recorded of an operation: every event but the corrections. */
export type OperationFact = FactOf<OperationEvent>;
export type EventName = OperationFact['type'];
export type EventNamed<Name extends EventName> = Extract<OperationFact, { readonly type: Name }>;

/** What an event says of its operation, the day of the act as one: commands say it, and the state keeps it. */
export type Facts<Name extends EventName, Except extends string = never> = Omit<
  EventNamed<Name>,
  'type' | 'operationId' | 'on' | Except
> & { readonly on: CalendarDate };

/** What a context reports of its references. */
export type References = Omit<EventNamed<'ReferencesMoved'>, 'type' | 'operationId' | 'context' | 'annulment'>;

/** A reference that a context could not move, with the reason. */
export type Aside = Omit<EventNamed<'ReferenceSetAside'>, 'type' | 'operationId'>;

export function asideKey({ context, reference }: Pick<Aside, 'context' | 'reference'>): string {
  return `${context} ${reference}`;
}

/** What an operation has from its first day to its last. */
export interface Dossier {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly title: string;
  readonly participants: readonly Participant[];
  readonly startedOn: CalendarDate;
  readonly positions: readonly Facts<'PositionLogged'>[];
  /** What was called to mind. */
  readonly reminders?: readonly Facts<'OperationReminded'>[];
  /** The opinions of staff committees; they are about the merger, and a revision of the plan leaves them. */
  readonly consultations: ByCluster<Facts<'ConsultationRecorded', 'clusterId'>>;
}

/** What it has while a plan is on the table. */
export interface Planned extends Dossier {
  readonly plan: PlanVersion;
  readonly adoptions: ByCluster<Adoption>;
  readonly conditions: Readonly<Record<string, ConditionRecord>>;
  /** To this version of the plan, by organisation. */
  readonly accessions: Readonly<Record<string, Accession>>;
  /** The last one; the target of the plan is its target since. */
  readonly postponement?: Facts<'OperationPostponed'> | undefined;
}

/** What it has once every board has adopted the plan. */
export interface Balloted extends Planned {
  readonly assemblies: ByCluster<CalendarDate>;
  readonly notices: ByCluster<Facts<'NoticePublished', 'clusterId'>>;
  readonly documents: ByCluster<Facts<'DocumentsOpened', 'clusterId'>>;
  readonly votes: ByCluster<Vote & { readonly tally: Tally }>;
  readonly oppositions: readonly Opposition[];
}

interface Approved extends Balloted {
  readonly approvedOn: CalendarDate;
}

export interface Effective extends Approved {
  readonly effectiveOn: CalendarDate;
  readonly declarations: readonly Facts<'OperationDeclared'>[];
  readonly references: Readonly<Record<string, References>>;
  /** What contexts could not move, by context and reference; it goes from here when it was moved, or passed over. */
  readonly aside: Readonly<Record<string, Aside>>;
}

/** Annulled by a court: what had moved goes back, and each context reports that as well. */
export interface Annulled extends Effective {
  readonly annulment: Pick<EventNamed<'SuccessionAnnulled'>, 'judgement' | 'on'>;
  readonly returned: Readonly<Record<string, References>>;
}

/** An operation by its status: a member that makes no sense in a status does not exist in it. */
interface States {
  readonly absent: object;
  readonly exploring: Dossier;
  readonly drafted: Planned;
  readonly adopted: Balloted;
  readonly published: Balloted;
  readonly approved: Approved;
  readonly ready: Approved;
  readonly effective: Effective;
  readonly declared: Effective;
  readonly closed: Effective;
  readonly annulled: Annulled;
  readonly rejected: Balloted;
  readonly lapsed: Dossier;
  readonly withdrawn: Dossier;
}

export type Status = keyof States;
/** An operation that is in one of these statuses. */
type In<Statuses extends Status> = { [Each in Statuses]: { readonly status: Each } & States[Each] }[Statuses];
export type Operation = In<Status>;
export type Started = In<Exclude<Status, 'absent'>>;

/** A fact as it reads now, under the id of the event that stated it. */
export interface RecordedFact<Fact extends OperationFact = OperationFact> {
  readonly id: string;
  readonly event: Fact;
  /** What a correction that was recorded after the effect has made of it: the verdict rests on what was judged. */
  readonly corrected?: { readonly event: Fact; readonly reason: string; readonly eventId: string } | undefined;
}

/** What was recorded of an operation: a state machine is read in the order of recording, each fact as it reads now. */
export interface Recorded {
  readonly facts: readonly RecordedFact[];
  /** The facts that were taken back. */
  readonly voided: readonly string[];
}

export type OperationRecord = Operation & Recorded;
export type StartedRecord = Started & Recorded;

export const absent: Operation = { status: 'absent' };
export const unrecorded: OperationRecord = { ...absent, facts: [], voided: [] };

const VOTING = ['adopted', 'published'] as const;
const BINDING = [...VOTING, 'approved', 'ready'] as const;
const ON_THE_TABLE = ['drafted', ...BINDING] as const;
/** Those before the point of no return. */
const REVERSIBLE = ['exploring', ...ON_THE_TABLE] as const;
const IN_EFFECT = ['effective', 'declared'] as const;
const SINCE_EFFECT = [...IN_EFFECT, 'closed', 'annulled'] as const;
export const STARTED = [...REVERSIBLE, ...SINCE_EFFECT, 'rejected', 'lapsed', 'withdrawn'] as const;

/** The statuses in which each event is decided. */
export const FOLLOWS = {
  OperationStarted: ['absent'],
  PositionLogged: STARTED,
  PlanDrafted: ['exploring', ...ON_THE_TABLE],
  PlanAdopted: ['drafted'],
  ConsultationRecorded: REVERSIBLE,
  OperationAdopted: ['drafted'],
  AssemblyScheduled: VOTING,
  NoticePublished: VOTING,
  DocumentsOpened: VOTING,
  AssemblyVoted: VOTING,
  OperationApproved: VOTING,
  OperationRejected: VOTING,
  ConditionRecorded: ON_THE_TABLE,
  OppositionLodged: [...BINDING, ...SINCE_EFFECT],
  OppositionResolved: [...BINDING, ...SINCE_EFFECT],
  AccessionRecorded: [...ON_THE_TABLE, ...SINCE_EFFECT],
  AccessionWithdrawn: [...ON_THE_TABLE, ...SINCE_EFFECT],
  JoiningRestated: SINCE_EFFECT,
  OperationPostponed: ON_THE_TABLE,
  OperationLapsed: ON_THE_TABLE,
  OperationReminded: [...ON_THE_TABLE, ...IN_EFFECT],
  OperationWithdrawn: REVERSIBLE,
  SuccessionTookEffect: ['approved', 'ready'],
  BodyRestored: ['approved', 'ready'],
  ReferencesMoved: SINCE_EFFECT,
  ReferenceSetAside: SINCE_EFFECT,
  ReferencesRetried: SINCE_EFFECT,
  ReferenceRecovered: SINCE_EFFECT,
  ReferencePassedOver: SINCE_EFFECT,
  OperationDeclared: SINCE_EFFECT,
  OperationClosed: IN_EFFECT,
  SuccessionAnnulled: [...IN_EFFECT, 'closed'],
} as const satisfies Readonly<Record<EventName, readonly Status[]>>;

/** An operation in which an event can follow. */
export type Before<Name extends EventName> = In<(typeof FOLLOWS)[Name][number]>;

export function canFollow<Name extends EventName>(name: Name, state: Operation): state is Operation & Before<Name> {
  const statuses: readonly Status[] = FOLLOWS[name];
  return statuses.includes(state.status);
}

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
    accessions: plan?.accessions ?? {},
    postponement: plan?.postponement,
    assemblies: ballot?.assemblies ?? {},
    votes: ballot?.votes ?? {},
    notices: ballot?.notices ?? {},
    documents: ballot?.documents ?? {},
    consultations: state.consultations,
    oppositions: ballot?.oppositions ?? [],
    effectiveOn: 'effectiveOn' in state ? state.effectiveOn : undefined,
  };
}

/** Its ballot is open: assemblies vote, and none has said no. */
export function isVoting(state: Operation): state is In<(typeof VOTING)[number]> {
  return VOTING.some((each) => each === state.status);
}

/** Past ADOPTED and not over: its participants are bound (G12). */
export function binds({ status }: Operation): boolean {
  return BINDING.some((each) => each === status);
}

/** The clusters that disappear. */
export function predecessorsOf(operation: Pick<Dossier, 'participants'>): readonly string[] {
  return inRoles(operation, 'absorbed', 'founding', 'split');
}

/** The participants in some roles. */
export function inRoles(
  { participants }: Pick<Dossier, 'participants'>,
  ...roles: readonly Participant['role'][]
): readonly string[] {
  return participants.filter(({ role }) => roles.includes(role)).map(({ clusterId }) => clusterId);
}
