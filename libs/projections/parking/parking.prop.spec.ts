import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { RecordedEvent } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { touchesOf, type Documents } from '../folding/fold.ts';
import { applyByKey, Parking, type ParkedEvent } from './parking.ts';
import { fixedAccounts, parkingAccounts } from '../test/accounts.ts';
import { canHappen, closed, credited, moved, renamed, type BankEvent } from '../test/histories.ts';
import { cut } from '../testing/chunking.ts';
import { recorded } from '../testing/index.ts';

const account = fc.constantFrom('a', 'b', 'c', 'd');
const anyEvent: fc.Arbitrary<BankEvent> = fc.oneof(
  fc.tuple(account, fc.nat(9)).map(([key, amount]) => credited(key, amount)),
  fc.tuple(account, account, fc.nat(9)).map(([from, to, amount]) => moved(from, to, amount)),
  account.map(closed),
  fc.tuple(account, fc.constantFrom('poison', 'n')).map(([key, name]) => renamed(key, name)),
);
const histories = fc.array(anyEvent, { maxLength: 60 }).map((events) => {
  const open = new Set<string>();
  return events.filter((event) => canHappen(event, open));
});
const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 20 });

/** The documents of a world in memory, and what waits by key. */
class World implements Documents {
  readonly documents = new Map<string, object>();
  readonly waiting = new Map<string, ParkedEvent[]>();

  get(key: string): object | undefined {
    return this.documents.get(key);
  }

  set(key: string, document: object | undefined): void {
    if (document === undefined) this.documents.delete(key);
    else this.documents.set(key, document);
  }

  take(events: readonly RecordedEvent[]): void {
    const parking = new Parking(this.waiting.keys(), 100);
    applyByKey(parkingAccounts, touchesOf(parkingAccounts, events).touches, this, parking);
    for (const parked of parking.take())
      this.waiting.set(parked.key, [...(this.waiting.get(parked.key) ?? []), parked]);
  }

  /** Applies what waits at every key, in order, with the fix or without the events that fail. */
  release(discards: ReadonlyMap<bigint, ReadonlySet<string>>): void {
    for (const [key, parked] of this.waiting) {
      const events = parked.map(({ event }) => event);
      const { touches } = touchesOf(fixedAccounts, events, discards);
      const own = touches
        .map((touch) => ({ ...touch, keys: touch.keys.filter((each) => each === key) }))
        .filter(({ keys }) => keys.length > 0);
      applyByKey(fixedAccounts, own, this, new Parking([], 0));
    }
    this.waiting.clear();
  }
}

function foldOf(events: readonly RecordedEvent[], discards = new Map<bigint, ReadonlySet<string>>()): World {
  const world = new World();
  applyByKey(fixedAccounts, touchesOf(fixedAccounts, events, discards).touches, world, new Parking([], 0));
  return world;
}

function parkedBy(history: readonly BankEvent[], sizes: readonly number[]) {
  const events = recorded(history);
  const world = new World();
  for (const batch of cut(events, sizes)) world.take(batch);
  return { events, world };
}

describe('whatever is poison at whichever key, however the events are cut', () => {
  const parameters = { numRuns: 300, seed: propertySeed() };

  it('released in the end, the documents are those of the fold', () => {
    fc.assert(
      fc.property(histories, cuts, (history, sizes) => {
        const { events, world } = parkedBy(history, sizes);
        world.release(new Map());
        expect(world.documents).toEqual(foldOf(events).documents);
      }),
      parameters,
    );
  });

  it('with every poison event discarded, the documents are those of the fold without it', () => {
    fc.assert(
      fc.property(histories, cuts, (history, sizes) => {
        const { events, world } = parkedBy(history, sizes);
        const poison = events.filter(({ type, data }) => type === 'bank.Renamed' && data['name'] === 'poison');
        const discards = new Map(
          poison.map(({ position, data }) => [position, new Set([JSON.stringify(data['account']).slice(1, -1)])]),
        );
        world.release(discards);
        expect(world.documents).toEqual(foldOf(events, discards).documents);
      }),
      parameters,
    );
  });

  it('a key waits from its first poison event on, in order, and keys without one never wait', () => {
    fc.assert(
      fc.property(histories, cuts, (history, sizes) => {
        const { events, world } = parkedBy(history, sizes);
        for (const [key, parked] of world.waiting) {
          expect(parked.map((each) => 'reason' in each)).toEqual(parked.map((_each, index) => index === 0));
          const from = parked[0]?.event.position ?? -1n;
          const touching = touchesOf(fixedAccounts, events).touches.filter(
            ({ event, keys }) => event.position >= from && keys.includes(key),
          );
          expect(parked.map(({ event }) => event.position)).toEqual(touching.map(({ event }) => event.position));
        }
        const poisoned = events.filter(({ type, data }) => type === 'bank.Renamed' && data['name'] === 'poison');
        expect(new Set(world.waiting.keys())).toEqual(new Set(poisoned.map(({ data }) => data['account'])));
      }),
      parameters,
    );
  });
});
