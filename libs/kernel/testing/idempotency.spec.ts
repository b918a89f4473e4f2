import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { accept, type Decider } from '../decider.ts';
import { door, type DoorCommand, type DoorEvent, type DoorRefusal, type DoorState } from '../test/door.ts';
import { deciderIsIdempotent, eachTakesEffectOnce, propertySeed } from './idempotency.ts';

const anyCommand: fc.Arbitrary<DoorCommand> = fc.oneof(
  fc.constantFrom('anna', 'bert').map((by) => ({ do: 'open', by }) as const),
  fc.constant({ do: 'close' } as const),
  fc.integer({ min: 1, max: 4 }).map((times) => ({ do: 'slam', times }) as const),
);
const anyHistory = fc.array(anyCommand, { maxLength: 10 });

/** Says that it opened each time that it is asked to, open or not. */
const forgetful: Decider<DoorCommand, DoorState, DoorEvent, DoorRefusal> = {
  ...door,
  decide: (command, state) =>
    command.do === 'open' ? accept({ type: 'DoorOpened', by: command.by }) : door.decide(command, state),
};

/** Is wrong in its second closing only: what a short history does not show. */
const late: Decider<DoorCommand, DoorState, DoorEvent, DoorRefusal> = {
  ...door,
  decide: (command, state) =>
    command.do === 'close' && state.openings === 2 ? accept({ type: 'DoorClosed' }) : door.decide(command, state),
};

const found = (decider: typeof door) =>
  fc.check(
    fc.property(anyHistory, (commands) => eachTakesEffectOnce(decider, commands)),
    { seed: propertySeed(), numRuns: 500 },
  );

describe('the property that a command takes effect once', () => {
  deciderIsIdempotent('a door', door, anyHistory);

  it('holds for a door that looks before it opens', () => {
    expect(found(door).failed).toBe(false);
  });

  it('catches a door that does not, with one command', () => {
    const { failed, counterexample } = found(forgetful);
    expect(failed).toBe(true);
    expect(counterexample?.[0]).toEqual([{ do: 'open', by: 'anna' }]);
  });

  it('catches a fault that takes a history to show, with the shortest one', () => {
    const { failed, counterexample } = found(late);
    expect(failed).toBe(true);
    expect(counterexample?.[0].map((command) => command.do)).toEqual(['open', expect.any(String), 'open', 'close']);
  });

  it.each<[string, DoorCommand[], boolean]>([
    ['no commands', [], true],
    ['a refused command', [{ do: 'close' }], true],
    ['what is already so', [{ do: 'open', by: 'anna' }], false],
    ['a refused command first', [{ do: 'close' }, { do: 'open', by: 'anna' }], false],
  ])('of the forgetful door, %s: %s', (_what, commands, once) => {
    expect(eachTakesEffectOnce(forgetful, commands)).toBe(once);
  });

  it('is content with a command that is refused the second time', () => {
    const coin: Decider<'spend', boolean, 'Spent', 'SPENT'> = {
      initial: false,
      evolve: () => true,
      decide: (_, spent) => (spent ? { ok: false, rejection: 'SPENT' } : accept('Spent' as const)),
    };
    expect(eachTakesEffectOnce(coin, ['spend', 'spend'])).toBe(true);
  });
});

describe('the seed', () => {
  const given = process.env['SEED'];
  afterEach(() => {
    if (given === undefined) delete process.env['SEED'];
    else process.env['SEED'] = given;
  });

  it('is that of the run: two properties of one run have the same', () => {
    expect(propertySeed()).toBe(Number(given));
    expect(propertySeed()).toBe(propertySeed());
  });

  it('is named by a property that fails', () => {
    process.env['SEED'] = '-42';
    const failing = () =>
      fc.assert(
        fc.property(fc.nat(), () => false),
        { seed: propertySeed() },
      );
    expect(failing).toThrow(/seed: -42\b/);
  });

  it.each([undefined, '', 'today', '1.5', '12345678901'])('is not drawn anew in a worker where it is %p', (value) => {
    if (value === undefined) delete process.env['SEED'];
    else process.env['SEED'] = value;
    expect(propertySeed).toThrow(TypeError);
  });
});
