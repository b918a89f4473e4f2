import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate, fold, inForceOn } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent, propertySeed } from '#libs/kernel/testing';
import { holdersOn, office, type OfficeCommand } from './office.decide.ts';
import { create, end, maxHolders, start } from './testing/office.fixtures.ts';
import type { OfficeEvent } from './office.ts';

const DAYS = 40;
const FIRST = calendarDate('2010-01-01');
const dayAfter = (days: number): string => addDays(FIRST, days);
const anyDay = fc.integer({ min: -2, max: DAYS }).map(dayAfter);
const cause = fc.constantFrom('term', 'resignation', 'succession', 'expiry');

const anyStart = fc
  .record({
    who: fc.integer({ min: 0, max: 3 }),
    mandate: fc.integer({ min: 0, max: 5 }),
    since: anyDay,
    limit: fc.option(anyDay, { nil: undefined }),
    ended: fc.option(fc.record({ on: anyDay, cause }), { nil: undefined }),
    how: fc.constantFrom('elected', 'transitional'),
  })
  .map(({ who, mandate, ...facts }) =>
    start({ ...facts, mandateId: countedUuid(mandate), person: { personId: countedUuid(50 + who), name: 'Somebody' } }),
  );
const anyEnd = fc
  .record({ mandate: fc.integer({ min: 0, max: 5 }), on: anyDay, cause })
  .map(({ mandate, on, cause: why }) => ({ ...end({ ...start0, mandateId: countedUuid(mandate) }), on, cause: why }));
const start0 = {
  person: { personId: countedUuid(50), name: 'Somebody' },
  how: 'elected',
  since: FIRST,
  mandateId: countedUuid(0),
} as const;
const anyCommand: fc.Arbitrary<OfficeCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ maxHolders: fc.integer({ min: 1, max: 3 }), since: anyDay }).map(maxHolders) },
  { weight: 4, arbitrary: anyStart },
  { weight: 2, arbitrary: anyEnd },
);
const anyHistory = fc.array(anyCommand, { maxLength: 20 }).map((commands) => [create, ...commands]);

describe('an office, whatever was commanded in whatever order', () => {
  deciderIsIdempotent('office', office, anyHistory);

  it('never has more holders on any day than may hold it that day, and nobody holds it twice', () => {
    fc.assert(
      fc.property(anyHistory, (commands) => {
        const state = fold(office, decided(commands));
        if (state.status === 'absent') return false;
        return Array.from({ length: DAYS + 1 }, (_none, index) => dayAfter(index)).every((day) => {
          const holders = holdersOn(state, day);
          const distinct = new Set(holders.map(({ person }) => person.personId)).size;
          return holders.length <= (inForceOn(state.capacities, day)?.maxHolders ?? 0) && distinct === holders.length;
        });
      }),
      { numRuns: 300, seed: propertySeed() },
    );
  });
});

function decided(commands: readonly OfficeCommand[]): readonly OfficeEvent[] {
  let history: readonly OfficeEvent[] = [];
  for (const command of commands) {
    const decision = office.decide(command, fold(office, history));
    if (decision.ok) history = [...history, ...decision.events];
  }
  return history;
}
