import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { arrows } from '../src/domain/operation/operation.arrows.ts';
import type { OperationEvent } from '../src/domain/operation/operation.ts';
import { RandomOperations } from './random-operations.ts';
import { boundTwice, breachesOf } from './slow-law.ts';

/** The arrows as words; a court annuls by a judgement, which is not drawn here. */
const drawn = arrows.map(({ event, from, to }) => `${from} ${event} ${to}`);

/** How often each event was recorded, over all histories. */
function count(seen: Map<string, number>, events: readonly OperationEvent[]): void {
  for (const { type } of events) seen.set(type, (seen.get(type) ?? 0) + 1);
}

it('whatever commands are sent to two operations that want one body, no guard is passed that a slow reading of the law refuses', () => {
  const [seen, taken] = [new Map<string, number>(), new Set<string>()];
  let histories = 0;
  const runs = Number(process.env['HISTORIES'] ?? 400);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 999_999 }), { minLength: 600, maxLength: 600 }), (numbers) => {
      let at = 0;
      const operations = new RandomOperations((below) => (numbers[at++ % numbers.length] ?? 0) % below);
      operations.play(90);
      histories += 1;
      for (const { event, from, to } of operations.steps) {
        taken.add(`${from} ${event} ${to}`);
        expect(drawn).toContain(`${from} ${event} ${to}`);
      }
      expect(operations.histories.flatMap(breachesOf)).toEqual([]);
      expect(boundTwice(operations.ledger)).toEqual([]);
      count(seen, operations.ledger);
    }),
    { numRuns: runs, seed: propertySeed() },
  );
  process.stdout.write(`random operations: ${String(histories)} histories, ${JSON.stringify([...seen])}\n`);
  const reached = new Set([...taken].map((arrow) => arrow.split(' ').at(-1)));
  expect(arrows.filter(({ to }) => to !== 'annulled' && !reached.has(to))).toEqual([]);
});
