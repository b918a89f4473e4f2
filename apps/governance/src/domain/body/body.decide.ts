import { accept, reject, sameFacts, type Decider, type Decision } from '#libs/kernel';
import { evolveBody, noBody, type BodyAbolished, type BodyCreated, type BodyEvent, type BodyState } from './body.ts';
import type { BodyResized } from './body.ts';
import type { BodyRejection } from './body.rejections.ts';

export type CreateBody = Omit<BodyCreated, 'type'> & { readonly type: 'CreateBody' };
type ResizeBody = Omit<BodyResized, 'type' | 'clusterId'> & { readonly type: 'ResizeBody' };
export type AbolishBody = Omit<BodyAbolished, 'type' | 'clusterId'> & { readonly type: 'AbolishBody' };
/** Decides nothing: refuses where another aggregate needs a body that is not there on a day. */
interface RequireBody {
  readonly type: 'RequireBody';
  readonly bodyId: string;
  readonly on: string;
}
export type BodyCommand = CreateBody | ResizeBody | AbolishBody | RequireBody;

type BodyDecision = Decision<BodyEvent, BodyRejection>;
type Existing = Exclude<BodyState, { status: 'absent' }>;

export const body: Decider<BodyCommand, BodyState, BodyEvent, BodyRejection> = {
  initial: noBody,
  evolve: evolveBody,
  decide: (command, state) => {
    if (command.type === 'CreateBody') return create(command, state);
    if (state.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
    switch (command.type) {
      case 'ResizeBody':
        return resize(command, state);
      case 'AbolishBody':
        return abolish(command, state);
      case 'RequireBody':
        return absentOn(command.on, state) ?? accept();
    }
  },
};

function create(command: CreateBody, state: BodyState): BodyDecision {
  const created: BodyCreated = { ...command, type: 'BodyCreated' };
  if (state.status === 'absent') return accept(created);
  return sameFacts(created, state.created) ? accept() : reject({ type: 'GOV_BODY_EXISTS' });
}

function resize(command: ResizeBody, state: Existing): BodyDecision {
  const resized: BodyResized = { ...command, type: 'BodyResized', clusterId: state.created.clusterId };
  if (state.sizes.some((known) => sameFacts(known, resized))) return accept();
  const refusal = absentOn(command.since, state);
  if (refusal !== undefined) return refusal;
  const reserved = command.reserved?.seats ?? 0;
  if (reserved > command.size)
    return reject({ type: 'GOV_BODY_RESERVED_EXCEEDS_SIZE', found: reserved, required: command.size });
  return accept(resized);
}

function abolish(command: AbolishBody, state: Existing): BodyDecision {
  const abolished: BodyAbolished = { ...command, type: 'BodyAbolished', clusterId: state.created.clusterId };
  if (state.status === 'abolished') {
    if (sameFacts(abolished, state.abolition)) return accept();
    // A succession is law: it also overtakes an abolition that had been decided for a later day.
    const overtakes = command.cause === 'succession' && command.on < state.abolition.on;
    if (!overtakes) return reject({ type: 'GOV_BODY_ABOLISHED', abolishedOn: state.abolition.on });
  }
  return beforeCreation(command.on, state) ?? accept(abolished);
}

/** Days count, not the order of recording: what happened before the abolition may be recorded after it. */
function absentOn(day: string, state: Existing): BodyDecision | undefined {
  if (state.status === 'abolished' && day >= state.abolition.on)
    return reject({ type: 'GOV_BODY_ABOLISHED', abolishedOn: state.abolition.on });
  return beforeCreation(day, state);
}

function beforeCreation(day: string, state: Existing): BodyDecision | undefined {
  if (day >= state.created.since) return undefined;
  return reject({ type: 'GOV_BODY_BEFORE_CREATION', found: day, required: state.created.since });
}
