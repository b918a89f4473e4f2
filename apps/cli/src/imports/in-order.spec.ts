import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { inOrder } from './in-order.ts';

async function* numbers(until: number, fault?: Error): AsyncGenerator<number, void> {
  for (let number = 0; number < until; number += 1) yield await Promise.resolve(number);
  if (fault !== undefined) throw fault;
}

describe('work in order', () => {
  it('gives results in the order of the items, whichever is done first, and takes up no more than it may', async () => {
    let [underWay, most] = [0, 0];
    const results: number[] = [];
    const work = async (number: number): Promise<number> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await pause((number * 7) % 5);
      underWay -= 1;
      return number;
    };
    for await (const result of inOrder(numbers(40), 4, work)) results.push(result);
    expect(results).toEqual(Array.from({ length: 40 }, (_none, index) => index));
    expect(most).toBe(4);
  });

  it('gives what came before a fault of the items, and then the fault', async () => {
    const results: number[] = [];
    const reading = (async () => {
      const all = inOrder(numbers(3, new Error('torn')), 8, (number) => Promise.resolve(number));
      for await (const result of all) results.push(result);
    })();
    await expect(reading).rejects.toThrow('torn');
    expect(results).toEqual([0, 1, 2]);
  });

  it('ends with the first work that fails, in the order of the items', async () => {
    const results: number[] = [];
    const work = (number: number) =>
      number >= 2 ? Promise.reject(new Error(`no ${String(number)}`)) : Promise.resolve(number);
    const reading = (async () => {
      for await (const result of inOrder(numbers(9), 3, work)) results.push(result);
    })();
    await expect(reading).rejects.toThrow('no 2');
    expect(results).toEqual([0, 1]);
  });
});
