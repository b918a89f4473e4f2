import { fold, reject, type Decider } from '#libs/kernel';
import { decide } from './operation.decide.ts';
import type { OperationCommand } from './operation.commands.ts';
import { evolve } from './operation.evolve.ts';
import type { OperationRejection } from './operation.rejections.ts';
import { absent, binds, type Operation, type OperationEvent } from './operation.ts';

/** What a decision does to the participants: it binds them, frees them, or leaves them as they are (G12). */
export type Consequence = 'engages' | 'releases' | 'leaves';

/** A command together with what it was seen to do to the participants: the steps on their streams were chosen by it. */
export interface OperationOrder {
  readonly command: OperationCommand;
  readonly bodies: Consequence;
}

export const bare: Decider<OperationCommand, Operation, OperationEvent, OperationRejection> = {
  initial: absent,
  evolve,
  decide,
};

/**
 * The decider that stands behind the API. Operation and bodies are written together at exact revisions; a decision whose
 * consequence is no longer the one that was seen (another board or assembly came in between) is refused and may be asked again.
 */
export const operation: Decider<OperationOrder, Operation, OperationEvent, OperationRejection> = {
  initial: absent,
  evolve,
  decide: ({ command, bodies }, state) => {
    const decision = decide(command, state);
    if (!decision.ok || consequenceOf(state, decision.events) === bodies) return decision;
    return reject({ type: 'MRG_MOVED_ON' });
  },
};

export function consequenceOf(before: Operation, events: readonly OperationEvent[]): Consequence {
  const after = fold(bare, events, before);
  if (binds(before) === binds(after)) return 'leaves';
  return binds(after) ? 'engages' : 'releases';
}
