import { addDays, derivedId, earliest, type CalendarDate } from '#libs/kernel';
import type { AppliedClause, Tally } from '#libs/ballot';
import type { OperationCommand, OperationRejection } from '../operation/operation.commands.ts';
import { operation } from '../operation/operation.decide.ts';
import { fileOf, type StartedRecord } from '../operation/operation.ts';
import { foundedBy } from '../rules/act.ts';
import type { Obstacle } from '../register/entries.ts';
import { unresolved } from '../rules/g11-creditors.ts';
import { needsAuditor } from '../rules/g5-auditor.ts';
import { NULLITY } from '../rules/nullity.ts';
import { effectDay } from '../rules/g8-effect-date.ts';
import type { GuardQuestion } from '../rules/rule.ts';

/** A command that can be sent to an operation, as it was tried on a day, and what would become of it. */
export interface Action {
  readonly verb: string;
  /** The body that it would be sent with; absent where nothing can be tried before somebody has written it (a first plan). */
  readonly body?: Readonly<Record<string, unknown>>;
  /** What it would record; nothing where what it asks for is already so. */
  readonly events: readonly string[];
  readonly refusal?: OperationRejection;
}

export interface ActionQuestion extends GuardQuestion {
  /** What the register has against the plan on the table, and against its effect on a day. */
  readonly obstacles: {
    readonly plan?: Obstacle | undefined;
    readonly effect?: Obstacle | undefined;
    readonly annulment?: Obstacle | undefined;
    /** Against the accession of each organisation that the plan names. */
    readonly accessions?: Readonly<Record<string, Obstacle | undefined>> | undefined;
  };
  /** The contexts that report what they move. */
  readonly reporting: readonly string[];
}

interface Tried {
  readonly verb: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly command: OperationCommand;
}

/** Every command on an operation that has started, tried on a day by the decider itself: corrections apart, which are about one fact each. */
export function actionsOn(state: StartedRecord, question: ActionQuestion): readonly Action[] {
  return [...ofOperation(state, question), ...ofBodies(state, question)].map((tried) => outcomeOf(tried, state));
}

function outcomeOf({ verb, body, command }: Tried, state: StartedRecord): Action {
  const decision = operation.decide(command, state);
  if (!decision.ok) return { verb, body, events: [], refusal: decision.rejection };
  return { verb, body, events: decision.events.map(({ type }) => type) };
}

const WORDS = { reason: 'to be stated', where: 'to be stated', by: 'to be stated', statement: 'to be stated' } as const;

function ofOperation(state: StartedRecord, { on, obstacles, reporting }: ActionQuestion): readonly Tried[] {
  const { reason, by, statement } = WORDS;
  const { plan } = fileOf(state);
  return [
    { verb: 'log-position', body: { by, statement }, command: { type: 'LogPosition', by, statement, on } },
    ...(plan === undefined
      ? []
      : [
          tried(
            'draft-plan',
            { plan: plan.plan },
            { type: 'DraftPlan', plan: plan.plan, obstacle: obstacles.plan, on },
          ),
        ]),
    ...conditionsOf(state, on),
    ...outcomesOf(state, on),
    ...accessionsTo(state, on, obstacles.accessions),
    tried('postpone', { reason }, { type: 'PostponeOperation', reason, on }),
    tried('lapse', {}, { type: 'LapseOperation', on }),
    tried('withdraw', { reason }, { type: 'WithdrawOperation', reason, on }),
    ...effectOf(state, on, obstacles.effect),
    ...(['prefecture', 'journal-officiel', 'sirene'] as const).map((authority) =>
      tried('declare', { authority }, { type: 'DeclareOperation', authority, on }),
    ),
    ...annulmentOf(on, obstacles.annulment),
    tried('retry-references', {}, { type: 'RetryReferences', on }),
    ...asidesOf(state, on),
    tried('close', {}, { type: 'CloseOperation', reporting, on }),
  ];
}

function tried(verb: string, body: Tried['body'], command: OperationCommand): Tried {
  return { verb, body, command };
}

function conditionsOf(state: StartedRecord, on: CalendarDate): readonly Tried[] {
  const { plan } = fileOf(state);
  return (plan?.plan.conditions ?? []).map(({ conditionId }) => {
    const body = { conditionId, status: 'fulfilled' } as const;
    return tried('record-condition', body, { type: 'RecordCondition', ...body, on });
  });
}

/** What may become of each opposition that is still open. */
function outcomesOf(state: StartedRecord, on: CalendarDate): readonly Tried[] {
  return unresolved(fileOf(state)).map(({ oppositionId }) => {
    const body = { oppositionId, outcome: 'paid' } as const;
    return tried('resolve-opposition', body, { type: 'ResolveOpposition', ...body, on });
  });
}

/** What each organisation that the plan names may say: that it accedes, signed by anybody, and once it has, that it withdraws. */
function accessionsTo(
  state: StartedRecord,
  on: CalendarDate,
  obstacles: ActionQuestion['obstacles']['accessions'] = {},
): readonly Tried[] {
  const { plan, accessions = {} } = fileOf(state);
  if (plan === undefined) return [];
  const { hash: planHash } = plan;
  return (plan.plan.joining ?? []).flatMap(({ organisationId }) => {
    const signatory = { personId: derivedId('signatory', organisationId), name: WORDS.by };
    const body = { organisationId, planHash, signatory };
    const obstacle = obstacles[organisationId];
    return [
      tried('record-accession', body, { type: 'RecordAccession', ...body, obstacle, on }),
      ...(organisationId in accessions
        ? [tried('withdraw-accession', { organisationId }, { type: 'WithdrawAccession', organisationId, on })]
        : []),
    ];
  });
}

/** Of new bodies also with the publication of the last of them on that day. */
function effectOf(state: StartedRecord, on: CalendarDate, obstacle: Obstacle | undefined): readonly Tried[] {
  const { plan } = fileOf(state);
  const isNew = plan === undefined ? state.kind === 'fusion-creation' : foundedBy(plan.plan, state).length > 0;
  return [
    tried('take-effect', {}, { type: 'TakeEffect', obstacle, on }),
    ...(isNew
      ? [tried('take-effect', { journalOfficielOn: on }, { type: 'TakeEffect', journalOfficielOn: on, obstacle, on })]
      : []),
  ];
}

/** A judgement of that day, which is final at once. */
function annulmentOf(on: CalendarDate, obstacle: Obstacle | undefined): readonly Tried[] {
  const judgement = { court: WORDS.by, number: WORDS.by, judgedOn: on, finalOn: on, basis: NULLITY };
  return [tried('annul', { judgement }, { type: 'AnnulOperation', judgement, obstacle })];
}

function asidesOf(state: StartedRecord, on: CalendarDate): readonly Tried[] {
  if (!('aside' in state)) return [];
  return Object.values(state.aside).map(({ context, reference }) => {
    const body = { context, reference, reason: WORDS.reason };
    return tried('pass-over-reference', body, { type: 'PassOverReference', ...body, on });
  });
}

function ofBodies(state: StartedRecord, question: ActionQuestion): readonly Tried[] {
  const { plan, participants } = fileOf(state);
  const { on, engagements, clauseOn, obstacles } = question;
  const { where } = WORDS;
  return participants.flatMap(({ clusterId }) => {
    const clause = clauseOn(clusterId, on);
    const tally = inFavour(clause);
    const planHash = plan?.hash;
    const engagedBy = engagements[clusterId];
    return [
      ...(planHash === undefined
        ? []
        : [
            tried(
              'adopt-plan',
              { clusterId, planHash },
              { type: 'AdoptPlan', clusterId, planHash, engagedBy, obstacle: obstacles.plan, on },
            ),
          ]),
      tried(
        'schedule-assembly',
        { clusterId, scheduledFor: on },
        { type: 'ScheduleAssembly', clusterId, scheduledFor: on },
      ),
      tried('publish-notice', { clusterId, where }, { type: 'PublishNotice', clusterId, where, on }),
      ...declared(state, clusterId, on),
      tried(
        'record-vote',
        { clusterId, tally },
        { type: 'RecordVote', clusterId, tally, clause, clauseOn: (day) => clauseOn(clusterId, day), on },
      ),
    ];
  });
}

/** What a body opens to its members, what its staff says of the merger, and an opposition by somebody whose claim is older than the merger. */
function declared(state: StartedRecord, clusterId: string, on: CalendarDate): readonly Tried[] {
  const { where, statement: creditor } = WORDS;
  const report = needsAuditor(fileOf(state)) ? { auditorReport: { date: on } } : {};
  const oppositionId = derivedId('opposition', state.operationId, clusterId);
  const opposition = { clusterId, oppositionId, creditor, claimSince: addDays(state.startedOn, -1) };
  const opinion = { clusterId, opinion: 'favourable' } as const;
  return [
    tried(
      'open-documents',
      { clusterId, where, ...report },
      { type: 'OpenDocuments', clusterId, where, ...report, on },
    ),
    tried('record-consultation', opinion, { type: 'RecordConsultation', ...opinion, on }),
    tried('lodge-opposition', opposition, { type: 'LodgeOpposition', ...opposition, on }),
  ];
}

/** A ballot in which the one member of each group that the clause counts is there and in favour. */
function inFavour(clause: AppliedClause | undefined): Tally {
  const one = { members: 1, present: 1, represented: 0, for: 1, against: 0, abstentions: 0 };
  const groups = clause?.counting?.groups.map(({ group }) => ({ group, ...one }));
  if (groups === undefined) return one;
  const many = groups.length;
  return { ...one, members: many, present: many, for: many, groups };
}

/** The day on which an effect that is tried on a day would count: the lawful one, where that is earlier. */
export function effectTriedOn(state: StartedRecord, on: CalendarDate): CalendarDate {
  return earliest(on, effectDay(fileOf(state)) ?? on);
}
