import { accept, acceptRepeat, acceptUnless, byType, chronicle, derivedAmong, reject } from '#libs/kernel';
import { above, below, cannotFollow, inForceOn, sameFacts, withFact } from '#libs/kernel';
import type { CommandFor, DatedName, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { bodyEvents, DomainEvent } from '#libs/contracts';

export type BodyEvent = DomainEvent<typeof bodyEvents>;
type BodyFact = FactOf<BodyEvent>;
export type BodyCreated = EventOf<BodyEvent, 'BodyCreated'>;
export type BodyResized = EventOf<BodyEvent, 'BodyResized'>;
type BodyRenamed = EventOf<BodyEvent, 'BodyRenamed'>;
export type BodyAbolished = EventOf<BodyEvent, 'BodyAbolished'>;
export type BodyConstrained = EventOf<BodyEvent, 'BodyConstrained'>;
export type BodyConstraintLifted = EventOf<BodyEvent, 'BodyConstraintLifted'>;

interface BodyFacts {
  readonly created: BodyCreated;
  /** The names that it has borne, in the order of the days from which it bears them. */
  readonly names: readonly DatedName[];
  /** Decisions on the size in the order of the days from which they hold. */
  readonly sizes: readonly BodyResized[];
  /** Rules on the composition with their ends, in the order of their days; of one id the last that has begun holds. */
  readonly constraints: readonly (BodyConstrained | BodyConstraintLifted)[];
}

type Existing = BodyFacts &
  ({ readonly status: 'active' } | { readonly status: 'abolished'; readonly abolition: BodyAbolished });

export type BodyState = { readonly status: 'absent' } | Existing;

export type CreateBody = CommandFor<BodyCreated, 'CreateBody'>;
type RenameBody = CommandFor<BodyRenamed, 'RenameBody', 'clusterId'>;
type ResizeBody = CommandFor<BodyResized, 'ResizeBody', 'clusterId'>;
export type AbolishBody = CommandFor<BodyAbolished, 'AbolishBody', 'clusterId'>;
type ConstrainBody = CommandFor<BodyConstrained, 'ConstrainBody', 'clusterId'>;
type LiftConstraint = CommandFor<BodyConstraintLifted, 'LiftConstraint', 'clusterId'>;
export type BodyCommand = CreateBody | RenameBody | ResizeBody | ConstrainBody | LiftConstraint | AbolishBody;

/** Why a body is not there on a day: for itself, and for all that happens in it. */
export type BodyAbsence =
  | Refusal<'GOV_BODY_NOT_FOUND'>
  | Refusal<'GOV_BODY_BEFORE_CREATION', 'found' | 'required'>
  | Refusal<'GOV_BODY_ABOLISHED', 'abolishedOn'>;

export type BodyRejection =
  | BodyAbsence
  | Refusal<'GOV_BODY_EXISTS'>
  | Refusal<'GOV_BODY_CONSTRAINT_NOT_FOUND', 'found'>
  | Refusal<'GOV_BODY_RESERVED_EXCEEDS_SIZE', 'found' | 'required', number>;

type BodyDecision = Decision<BodyFact, BodyRejection>;

const initial: BodyState = { status: 'absent' };

export const body = chronicle({
  context: 'governance',
  name: 'body',
  prefix: 'GOV',
  initial,
  facts: {
    BodyCreated: {
      name: 'creation',
      day: ({ since }) => since,
      carries: (_fact, facts) => derivedAmong(facts),
      changes: ['name', 'size', 'since'],
    },
    BodyResized: { name: 'size', day: ({ since }) => since, changes: ['size', 'reserved', 'since'] },
    BodyRenamed: { name: 'name', day: ({ since }) => since, changes: ['name', 'since'] },
    BodyConstrained: {
      name: 'constraint',
      day: ({ since }) => since,
      changes: ['rule', 'remedyDays', 'since'],
    },
    BodyConstraintLifted: { name: 'constraint-end', day: ({ on }) => on, changes: ['on'] },
    BodyAbolished: {
      name: 'abolition',
      day: ({ on }) => on,
      derived: ({ operationId }) => operationId !== undefined,
      changes: ['on'],
    },
  },
  evolve,
  judge,
  decide: (command: BodyCommand, state): BodyDecision => {
    if (command.type === 'CreateBody') return create(command, state);
    if (state.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
    return decideOnBody(command, state);
  },
});

const decideOnBody = byType<Exclude<BodyCommand, CreateBody>, Existing, BodyDecision>({
  RenameBody: rename,
  ResizeBody: resize,
  ConstrainBody: constrain,
  LiftConstraint: lift,
  AbolishBody: abolish,
});

function evolve(state: BodyState, fact: BodyFact): BodyState {
  if (fact.type === 'BodyCreated') {
    if (state.status !== 'absent') cannotFollow(fact, 'the body was created');
    const { name, since } = fact;
    return { status: 'active', created: fact, names: [{ name, since }], sizes: [], constraints: [] };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the body was not created before that day');
  if (fact.type === 'BodyAbolished') return abolished(state, fact);
  if (state.status === 'abolished') {
    // A succession is law: it overtakes what was planned for a later day.
    if (state.abolition.cause !== 'decision') return state;
    cannotFollow(fact, `the body was abolished on ${state.abolition.on}`);
  }
  if (fact.type === 'BodyResized') return { ...state, sizes: withFact(state.sizes, fact) };
  if (fact.type === 'BodyConstrained') return { ...state, constraints: [...state.constraints, fact] };
  if (fact.type === 'BodyConstraintLifted') {
    if (!bindsIn(state, fact.constraintId)) cannotFollow(fact, 'no such rule binds the body before that day');
    return { ...state, constraints: [...state.constraints, fact] };
  }
  const { name, since } = fact;
  return { ...state, names: withFact(state.names, { name, since }) };
}

/** Whether a rule binds after everything that is known so far. */
function bindsIn({ constraints }: Existing, id: string): boolean {
  return constraints.findLast(({ constraintId }) => constraintId === id)?.type === 'BodyConstrained';
}

function abolished(state: Existing, abolition: BodyAbolished): BodyState {
  if (state.status === 'active') return { ...state, status: 'abolished', abolition };
  if (overtakesAbolition(state.abolition, abolition)) return state;
  cannotFollow(abolition, `the body was abolished on ${state.abolition.on}`);
}

/** Why the facts of a body cannot all be so. */
function judge(state: BodyState): BodyRejection | undefined {
  if (state.status === 'absent') return undefined;
  return state.sizes
    .map(({ size, reserved }) => above('GOV_BODY_RESERVED_EXCEEDS_SIZE', reserved?.seats ?? 0, size))
    .find((refusal) => refusal !== undefined);
}

function create(command: CreateBody, state: BodyState): BodyDecision {
  const created: BodyCreated = { ...command, type: 'BodyCreated' };
  if (state.status === 'absent') return accept(created);
  return acceptRepeat(created, state.created, { type: 'GOV_BODY_EXISTS' });
}

function rename(command: RenameBody, state: Existing): BodyDecision {
  const absent = absentOn(command.since, state);
  if (absent !== undefined) return reject(absent);
  if (inForceOn(state.names, command.since)?.name === command.name) return accept();
  return accept({ ...command, type: 'BodyRenamed', clusterId: state.created.clusterId });
}

function resize(command: ResizeBody, state: Existing): BodyDecision {
  const resized: BodyResized = { ...command, type: 'BodyResized', clusterId: state.created.clusterId };
  if (state.sizes.some((known) => sameFacts(known, resized))) return accept();
  const reserved = command.reserved?.seats ?? 0;
  const exceeding = above('GOV_BODY_RESERVED_EXCEEDS_SIZE', reserved, command.size);
  return acceptUnless(absentOn(command.since, state) ?? exceeding, resized);
}

function constrain(command: ConstrainBody, state: Existing): BodyDecision {
  const constrained: BodyConstrained = { ...command, type: 'BodyConstrained', clusterId: state.created.clusterId };
  return acceptUnless(absentOn(command.since, state), constrained);
}

function lift(command: LiftConstraint, state: Existing): BodyDecision {
  const { constraintId } = command;
  const lifted: BodyConstraintLifted = { ...command, type: 'BodyConstraintLifted', clusterId: state.created.clusterId };
  const absent = absentOn(command.on, state);
  if (absent !== undefined) return reject(absent);
  const isKnown = state.constraints.some((each) => each.constraintId === constraintId);
  return isKnown ? accept(lifted) : reject({ type: 'GOV_BODY_CONSTRAINT_NOT_FOUND', found: constraintId });
}

function abolish(command: AbolishBody, state: Existing): BodyDecision {
  const abolished: BodyAbolished = { ...command, type: 'BodyAbolished', clusterId: state.created.clusterId };
  if (state.status === 'abolished' && !overtakesAbolition(command, state.abolition))
    return acceptRepeat(abolished, state.abolition, { type: 'GOV_BODY_ABOLISHED', abolishedOn: state.abolition.on });
  return acceptUnless(beforeCreation(command.on, state), abolished);
}

/**
 * Whether one abolition leaves another one without effect: a succession is law and overtakes what was decided for a later day; a body that was abolished before it is none that
 * it could abolish.
 */
function overtakesAbolition(
  { cause, on }: Pick<BodyAbolished, 'cause' | 'on'>,
  other: Pick<BodyAbolished, 'cause' | 'on'>,
): boolean {
  return cause !== other.cause && (on < other.on || (on === other.on && other.cause === 'succession'));
}

/** Why nothing can happen in a body on a day. Days count: what happened before the abolition may be recorded after it. */
export function absentOn(day: string, state: BodyState): BodyAbsence | undefined {
  if (state.status === 'absent') return { type: 'GOV_BODY_NOT_FOUND' };
  if (state.status === 'abolished' && day >= state.abolition.on)
    return { type: 'GOV_BODY_ABOLISHED', abolishedOn: state.abolition.on };
  return beforeCreation(day, state);
}

function beforeCreation(day: string, { created }: Existing): BodyAbsence | undefined {
  return below('GOV_BODY_BEFORE_CREATION', day, created.since);
}
