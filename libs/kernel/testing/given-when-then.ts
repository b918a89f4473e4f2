import { expect } from '@jest/globals';
import { fold, type Decider } from '../decider.ts';

/** Given these events, when this command, then these events or this refusal. */
export function specification<C, S, E, R>(decider: Decider<C, S, E, R>) {
  return {
    given: (...history: readonly E[]) => ({
      when: (command: C) => {
        const decision = decider.decide(command, fold(decider, history));
        return {
          /** Exactly these events; none means that the command asked for what is already so. */
          then: (...events: readonly E[]): void => {
            expect(decision).toEqual({ ok: true, events });
          },
          /** A refusal that has at least these members. */
          refused: (rejection: Partial<R>): void => {
            expect(decision).toMatchObject({ ok: false, rejection });
          },
          decision,
          /** The state after the accepted events. */
          state: (): S => {
            if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.rejection)}`);
            return fold(decider, [...history, ...decision.events]);
          },
        };
      },
    }),
  };
}
