import { accept, acceptRepeat, acceptUnless, aggregate, reject } from '#libs/kernel';
import { above, below, cannotFollow, inForceOn, invariant, sameFacts, withFact } from '#libs/kernel';
import type { CommandFor, DatedName, Decision, EventOf, Refusal } from '#libs/kernel';
import type { bodyEvents, DomainEvent } from '#libs/contracts';

export type BodyEvent = DomainEvent<typeof bodyEvents>;
export type BodyCreated = EventOf<BodyEvent, 'BodyCreated'>;
export type BodyResized = EventOf<BodyEvent, 'BodyResized'>;
type BodyRenamed = EventOf<BodyEvent, 'BodyRenamed'>;
export type BodyAbolished = EventOf<BodyEvent, 'BodyAbolished'>;

interface BodyFacts {
  readonly created: BodyCreated;
  /** The names that it has borne, in the order of the days from which it bears them. */
  readonly names: readonly DatedName[];
  /** Decisions on the size in the order of the days from which they hold. */
  readonly sizes: readonly BodyResized[];
}

type Existing = BodyFacts &
  ({ readonly status: 'active' } | { readonly status: 'abolished'; readonly abolition: BodyAbolished });

export type BodyState = { readonly status: 'absent' } | Existing;

export type CreateBody = CommandFor<BodyCreated, 'CreateBody'>;
type RenameBody = CommandFor<BodyRenamed, 'RenameBody', 'clusterId'>;
type ResizeBody = CommandFor<BodyResized, 'ResizeBody', 'clusterId'>;
export type AbolishBody = CommandFor<BodyAbolished, 'AbolishBody', 'clusterId'>;
export type BodyCommand = CreateBody | RenameBody | ResizeBody | AbolishBody;

/** Why a body is not there on a day: for itself, and for all that happens in it. */
export type BodyAbsence =
  | Refusal<'GOV_BODY_NOT_FOUND'>
  | Refusal<'GOV_BODY_BEFORE_CREATION', 'found' | 'required'>
  | Refusal<'GOV_BODY_ABOLISHED', 'abolishedOn'>;

export type BodyRejection =
  BodyAbsence | Refusal<'GOV_BODY_EXISTS'> | Refusal<'GOV_BODY_RESERVED_EXCEEDS_SIZE', 'found' | 'required', number>;

type BodyDecision = Decision<BodyEvent, BodyRejection>;

export const body = aggregate({
  context: 'governance',
  name: 'body',
  initial: { status: 'absent' },
  evolve,
  decide: (command: BodyCommand, state): BodyDecision => {
    if (command.type === 'CreateBody') return create(command, state);
    if (state.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
    if (command.type === 'RenameBody') return rename(command, state);
    return command.type === 'ResizeBody' ? resize(command, state) : abolish(command, state);
  },
});

function evolve(state: BodyState, event: BodyEvent): BodyState {
  if (event.type === 'BodyCreated') {
    invariant(state.status === 'absent', `a body was created twice: ${event.bodyId}`);
    const { name, since } = event;
    return { status: 'active', created: event, names: [{ name, since }], sizes: [] };
  }
  invariant(state.status !== 'absent', `${event.type} of a body that was never created: ${event.bodyId}`);
  if (event.type === 'BodyResized') return { ...state, sizes: withFact(state.sizes, event) };
  if (event.type === 'BodyRenamed') {
    const { name, since } = event;
    return { ...state, names: withFact(state.names, { name, since }) };
  }
  const overtakes = state.status === 'active' || overtakesAbolition(event, state.abolition);
  if (!overtakes) cannotFollow(event, 'the body is abolished');
  return { ...state, status: 'abolished', abolition: event };
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

function abolish(command: AbolishBody, state: Existing): BodyDecision {
  const abolished: BodyAbolished = { ...command, type: 'BodyAbolished', clusterId: state.created.clusterId };
  if (state.status === 'abolished' && !overtakesAbolition(command, state.abolition))
    return acceptRepeat(abolished, state.abolition, { type: 'GOV_BODY_ABOLISHED', abolishedOn: state.abolition.on });
  return acceptUnless(beforeCreation(command.on, state), abolished);
}

/** A succession is law: it also overtakes an abolition that had been decided for a later day. */
function overtakesAbolition({ cause, on }: Pick<BodyAbolished, 'cause' | 'on'>, before: BodyAbolished): boolean {
  return cause === 'succession' && on < before.on;
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
