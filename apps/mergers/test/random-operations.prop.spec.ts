import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import type { OperationEvent, Status } from '../src/domain/operation/operation.ts';
import { RandomOperations } from './random-operations.ts';
import { boundTwice, breachesOf } from './slow-law.ts';

/** The arrows of the machine, as they are drawn in the design: whatever is drawn, no other one is taken. */
const ARROWS: Readonly<Record<Status, readonly Status[]>> = {
  absent: ['exploring'],
  exploring: ['drafted', 'withdrawn'],
  drafted: ['adopted', 'lapsed', 'withdrawn'],
  adopted: ['published', 'approved', 'ready', 'effective', 'rejected', 'drafted', 'lapsed', 'withdrawn'],
  published: ['approved', 'ready', 'effective', 'rejected', 'drafted', 'lapsed', 'withdrawn'],
  approved: ['ready', 'effective', 'drafted', 'lapsed', 'withdrawn'],
  ready: ['approved', 'effective', 'drafted', 'lapsed', 'withdrawn'],
  effective: ['declared', 'closed', 'annulled'],
  declared: ['closed', 'annulled'],
  closed: ['annulled'],
  annulled: [],
  rejected: [],
  lapsed: [],
  withdrawn: [],
};

/** How often each event was recorded, over all histories. */
function count(seen: Map<string, number>, events: readonly OperationEvent[]): void {
  for (const { type } of events) seen.set(type, (seen.get(type) ?? 0) + 1);
}

it('whatever commands are sent to two operations that want one body, no guard is passed that a slow reading of the law refuses', () => {
  const [seen, statuses] = [new Map<string, number>(), new Set<Status>()];
  let histories = 0;
  const runs = Number(process.env['HISTORIES'] ?? 400);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 999_999 }), { minLength: 600, maxLength: 600 }), (numbers) => {
      let at = 0;
      const operations = new RandomOperations((below) => (numbers[at++ % numbers.length] ?? 0) % below);
      operations.play(90);
      histories += 1;
      for (const [from, to] of operations.statuses) {
        expect({ from, to, isArrow: ARROWS[from].includes(to) }).toEqual({ from, to, isArrow: true });
        statuses.add(to);
      }
      expect(operations.histories.flatMap(breachesOf)).toEqual([]);
      expect(boundTwice(operations.ledger)).toEqual([]);
      count(seen, operations.ledger);
    }),
    { numRuns: runs, seed: propertySeed() },
  );
  process.stdout.write(`random operations: ${String(histories)} histories, ${JSON.stringify([...seen])}\n`);
  expect(Object.keys(ARROWS).filter((status) => status !== 'absent' && !statuses.has(status as Status))).toEqual([]);
});
