import { accept, aggregate, inForceOn, reject, sameFacts, type Decision } from '#libs/kernel';
import {
  evolveBody,
  noBody,
  overtakesAbolition,
  type BodyAbolished,
  type BodyCreated,
  type BodyEvent,
  type BodyRenamed,
  type BodyResized,
  type BodyState,
} from './body.ts';

export type CreateBody = Omit<BodyCreated, 'type'> & { readonly type: 'CreateBody' };
export type RenameBody = Omit<BodyRenamed, 'type' | 'clusterId'> & { readonly type: 'RenameBody' };
type ResizeBody = Omit<BodyResized, 'type' | 'clusterId'> & { readonly type: 'ResizeBody' };
export type AbolishBody = Omit<BodyAbolished, 'type' | 'clusterId'> & { readonly type: 'AbolishBody' };
export type BodyCommand = CreateBody | RenameBody | ResizeBody | AbolishBody;

/** Why a body is not there on a day: for itself, and for all that happens in it. */
export type BodyAbsence =
  | { readonly type: 'GOV_BODY_NOT_FOUND' }
  | { readonly type: 'GOV_BODY_BEFORE_CREATION'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_BODY_ABOLISHED'; readonly abolishedOn: string };

export type BodyRejection =
  | BodyAbsence
  | { readonly type: 'GOV_BODY_EXISTS' }
  | { readonly type: 'GOV_BODY_RESERVED_EXCEEDS_SIZE'; readonly found: number; readonly required: number };

type BodyDecision = Decision<BodyEvent, BodyRejection>;
type Existing = Exclude<BodyState, { status: 'absent' }>;

export const body = aggregate({
  context: 'governance',
  name: 'body',
  initial: noBody,
  evolve: evolveBody,
  decide: (command: BodyCommand, state): BodyDecision => {
    if (command.type === 'CreateBody') return create(command, state);
    if (state.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
    if (command.type === 'RenameBody') return rename(command, state);
    return command.type === 'ResizeBody' ? resize(command, state) : abolish(command, state);
  },
});

function create(command: CreateBody, state: BodyState): BodyDecision {
  const created: BodyCreated = { ...command, type: 'BodyCreated' };
  if (state.status === 'absent') return accept(created);
  return sameFacts(created, state.created) ? accept() : reject({ type: 'GOV_BODY_EXISTS' });
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
  const absent = absentOn(command.since, state);
  if (absent !== undefined) return reject(absent);
  const reserved = command.reserved?.seats ?? 0;
  if (reserved > command.size)
    return reject({ type: 'GOV_BODY_RESERVED_EXCEEDS_SIZE', found: reserved, required: command.size });
  return accept(resized);
}

function abolish(command: AbolishBody, state: Existing): BodyDecision {
  const abolished: BodyAbolished = { ...command, type: 'BodyAbolished', clusterId: state.created.clusterId };
  if (state.status === 'abolished') {
    if (sameFacts(abolished, state.abolition)) return accept();
    if (!overtakesAbolition(command, state.abolition))
      return reject({ type: 'GOV_BODY_ABOLISHED', abolishedOn: state.abolition.on });
  }
  const early = beforeCreation(command.on, state);
  return early === undefined ? accept(abolished) : reject(early);
}

/** Why nothing can happen in a body on a day. Days count: what happened before the abolition may be recorded after it. */
export function absentOn(day: string, state: BodyState): BodyAbsence | undefined {
  if (state.status === 'absent') return { type: 'GOV_BODY_NOT_FOUND' };
  if (state.status === 'abolished' && day >= state.abolition.on)
    return { type: 'GOV_BODY_ABOLISHED', abolishedOn: state.abolition.on };
  return beforeCreation(day, state);
}

function beforeCreation(day: string, state: Existing): BodyAbsence | undefined {
  if (day >= state.created.since) return undefined;
  return { type: 'GOV_BODY_BEFORE_CREATION', found: day, required: state.created.since };
}
