import type { DomainEvent, dryRunEvents } from '#libs/contracts';
import { accept, aggregate, cannotFollow, type CommandFor, type Decision, type EventOf } from '#libs/kernel';

type EffectReckoned = EventOf<DomainEvent<typeof dryRunEvents>, 'EffectReckoned'>;

/** What an effect has changed, as it was found in what stood in the ledger before it. */
export type ReckonEffect = CommandFor<EffectReckoned, 'ReckonEffect'>;

interface Reckoned {
  readonly isReckoned: boolean;
}

/** One stream for each effect, beside its operation: it is reckoned once, and nothing happens to it afterwards. */
export const reckonedEffect = aggregate<ReckonEffect, Reckoned, EffectReckoned, never>({
  context: 'mergers',
  name: 'effect',
  initial: { isReckoned: false },
  evolve: ({ isReckoned }, event) => {
    if (isReckoned) cannotFollow(event, 'the effect was reckoned');
    return { isReckoned: true };
  },
  decide: (command, { isReckoned }): Decision<EffectReckoned, never> =>
    isReckoned ? accept() : accept({ ...command, type: 'EffectReckoned' }),
});
