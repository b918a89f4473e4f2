import { it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold, type Decider } from '../decider.ts';

/**
 * The seed of this run's properties: `SEED` from the environment, else drawn by jest.config.js. The failure of a
 * property names it.
 *
 * @throws TypeError without a whole number in `SEED`
 */
export function propertySeed(): number {
  const seed = process.env['SEED'];
  if (seed === undefined || !/^-?\d{1,10}$/.test(seed)) throw new TypeError(`SEED is no whole number: ${String(seed)}`);
  return Number(seed);
}

/** False when a command of this sequence, decided again on the state after its own events, decides something new. */
export function eachTakesEffectOnce<C, S, E, R>(decider: Decider<C, S, E, R>, commands: readonly C[]): boolean {
  let events: readonly E[] = [];
  for (const command of commands) {
    const first = decider.decide(command, fold(decider, events));
    if (!first.ok) continue;
    // From the beginning: corrections name facts by the ids that they have there.
    events = [...events, ...first.events];
    const state = fold(decider, events);
    const again = decider.decide(command, state);
    if (again.ok && again.events.length > 0) return false;
  }
  return true;
}

/**
 * The property every decider has: fold the events of a command, decide the same command again, and nothing new is decided
 * (zero events, or a refusal; never the same events a second time).
 */
export function deciderIsIdempotent<C, S, E, R>(
  name: string,
  decider: Decider<C, S, E, R>,
  anyHistory: fc.Arbitrary<readonly C[]>,
  numRuns = 200,
): void {
  it(`${name}: a command decided twice takes effect once`, () => {
    fc.assert(
      fc.property(anyHistory, (commands) => eachTakesEffectOnce(decider, commands)),
      { numRuns, seed: propertySeed() },
    );
  });
}
