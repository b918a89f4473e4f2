import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { accept, fold, invariant, InvariantBroken, reject } from './decider.ts';
import { door, type DoorEvent } from './test/door.ts';
import { propertySeed } from './testing/index.ts';

const opened: DoorEvent = { type: 'DoorOpened', by: 'anna' };
const closed: DoorEvent = { type: 'DoorClosed' };

describe('folding', () => {
  it.each([
    ['nothing', [], { open: false, openings: 0 }],
    ['one event', [opened], { open: true, openings: 1 }],
    ['two events in their order', [opened, closed], { open: false, openings: 1 }],
    ['the same two the other way round', [closed, opened], { open: true, openings: 1 }],
    ['an event twice', [opened, opened], { open: true, openings: 2 }],
  ])('%s', (_what, events, state) => {
    expect(fold(door, events)).toEqual(state);
  });

  it('nothing is the initial state itself', () => {
    expect(fold(door, [])).toBe(door.initial);
  });

  it('goes on from a given state', () => {
    expect(fold(door, [closed], { open: true, openings: 7 })).toEqual({ open: false, openings: 7 });
    const from = { open: true, openings: 7 };
    expect(fold(door, [], from)).toBe(from);
  });

  it('goes on from a state that counts as false', () => {
    const sum = { initial: 10, evolve: (state: number, event: number) => state + event };
    expect(fold(sum, [1, 2], 0)).toBe(3);
    expect(fold(sum, [1, 2], undefined)).toBe(13);
    const last = { initial: 'none' as string | null, evolve: (_: string | null, event: string) => event };
    expect(fold(last, [], null)).toBeNull();
    expect(fold(last, [], '')).toBe('');
  });

  it('takes events from anything that can be gone through, once', () => {
    const taken: number[] = [];
    function* events(): Generator<number> {
      for (const event of [1, 2, 3]) {
        taken.push(event);
        yield event;
      }
    }
    const text = { initial: '', evolve: (state: string, event: number) => `${state}${String(event)}` };
    expect(fold(text, events())).toBe('123');
    expect(taken).toEqual([1, 2, 3]);
  });

  it('in one go or in two is the same', () => {
    const history = fc.array(fc.constantFrom(opened, closed), { maxLength: 12 });
    fc.assert(
      fc.property(history, history, (before, after) => {
        expect(fold(door, after, fold(door, before))).toEqual(fold(door, [...before, ...after]));
      }),
      { seed: propertySeed() },
    );
  });
});

describe('a decision', () => {
  it('accepts events in their order', () => {
    expect(accept<DoorEvent>(opened, closed)).toEqual({ ok: true, events: [opened, closed] });
  });

  it('accepts nothing as well: it is already so', () => {
    expect(accept()).toEqual({ ok: true, events: [] });
  });

  it('refuses with its reason as given', () => {
    const reason = { type: 'DOOR_TOO_OFTEN', most: 2 } as const;
    expect(reject(reason)).toEqual({ ok: false, rejection: reason });
    expect(reject(reason).rejection).toBe(reason);
  });
});

describe('an invariant', () => {
  it.each([true, 1, 'a', {}, []])('that holds says nothing: %j', (condition) => {
    expect(() => invariant(condition, 'never')).not.toThrow();
  });

  it.each([false, 0, '', null, undefined, Number.NaN])('that does not hold stops with its message: %j', (condition) => {
    expect(() => invariant(condition, 'a seat has one holder')).toThrow(new InvariantBroken('a seat has one holder'));
  });

  it('is distinguished from every other error by its class and its name', () => {
    const broken = new InvariantBroken('a seat has one holder');
    expect(broken.name).toBe('InvariantBroken');
    expect(broken).toBeInstanceOf(Error);
    expect(String(broken)).toBe('InvariantBroken: a seat has one holder');
  });

  it('of a decider is thrown by its decision, not returned as a refusal', () => {
    const open = { open: true, openings: 1 };
    expect(() => door.decide({ do: 'slam', times: 0 }, open)).toThrow(InvariantBroken);
  });
});
