import { describe, expect, it } from '@jest/globals';
import { KeyedTurns } from './keyed-turns.ts';

describe('turns by key', () => {
  /** Work that records when it begins, and ends on demand. */
  function work(begun: string[], name: string) {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const run = async (): Promise<string> => {
      begun.push(name);
      await ended;
      return name;
    };
    return { run, end };
  }
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('work that shares a key waits for what came before, other work does not', async () => {
    const turns = new KeyedTurns();
    const begun: string[] = [];
    const [first, second, third] = [work(begun, 'first'), work(begun, 'second'), work(begun, 'third')];
    const outcomes = [
      turns.take(['a', 'b'], first.run),
      turns.take(['b', 'c'], second.run),
      turns.take(['d'], third.run),
    ];
    await settle();
    expect(begun).toEqual(['first', 'third']);
    first.end();
    await settle();
    expect(begun).toEqual(['first', 'third', 'second']);
    second.end();
    third.end();
    expect(await Promise.all(outcomes)).toEqual(['first', 'second', 'third']);
  });

  it('keeps the order in which work came, over any number of keys', async () => {
    const turns = new KeyedTurns();
    const done: number[] = [];
    const all = Array.from({ length: 50 }, (_, index) =>
      turns.take([`k${String(index % 3)}`, 'shared'], () => {
        done.push(index);
        return settle();
      }),
    );
    await Promise.all(all);
    expect(done).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('work that fails holds up nobody, and its error is its own', async () => {
    const turns = new KeyedTurns();
    const failing = turns.take(['a'], () => Promise.reject(new TypeError('no')));
    const next = turns.take(['a'], () => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });

  it('is idle once everything has ended, also what was added meanwhile', async () => {
    const turns = new KeyedTurns();
    const begun: string[] = [];
    const [first, second] = [work(begun, 'first'), work(begun, 'second')];
    void turns.take(['a'], first.run);
    let idle = false;
    const waiting = turns.idle().then(() => {
      idle = true;
    });
    void turns.take(['b'], second.run);
    first.end();
    await settle();
    expect(idle).toBe(false);
    second.end();
    await waiting;
    expect(begun).toEqual(['first', 'second']);
  });
});
