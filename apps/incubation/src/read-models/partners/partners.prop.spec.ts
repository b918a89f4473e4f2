import { LAST_DAY } from '#libs/projections';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { addDays, calendarDate, fold } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { chunkingDoesNotMatter, given, type Happened } from '#libs/projections/testing';
import { incubator } from '../../domain/incubator/incubator.ts';
import {
  partner,
  type PartnerCommand,
  sameHolder,
  type Holder,
  type Partner,
  type PartnerEvent,
} from '../../domain/partner/partner.ts';
import { endingOn } from '../../../test/partner-ends.ts';
import { partners, viewOfPartner, type PartnerView } from './partners.projection.ts';

type Event = Happened<GrappeEvents>;

const partnerId = countedUuid(1, 1);
const cluster = (count: number): Holder => ({ kind: 'cluster', id: countedUuid(count, 2) });
const START = calendarDate('2015-06-01');
const anyDay = fc.integer({ min: 0, max: 40 }).map((days) => addDays(START, days));

/** A wish; who holds the partnership when it is to pass is looked up as the succession does. */
const anyWish = fc.oneof(
  fc.record({ wish: fc.constant('seat' as const), on: anyDay, number: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ wish: fc.constant('pass' as const), on: anyDay, number: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ wish: fc.constant('pass' as const), on: anyDay, number: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ wish: fc.constant('leave' as const), on: anyDay, number: fc.constant(0) }),
);
type Wish = typeof anyWish extends fc.Arbitrary<infer T> ? T : never;
const anyWishes = fc.array(anyWish, { maxLength: 12 });

const open = incubator.evolve(incubator.initial, {
  type: 'IncubatorOpened',
  incubatorId: countedUuid(2, 1),
  name: 'Le Bivouac',
  site: 'La Pardieu',
  since: START,
});
const join: PartnerCommand = {
  ...{ type: 'JoinAsPartner', partnerId, incubatorId: countedUuid(2, 1), class: 'sector-body', incubator: open },
  ...{ holder: cluster(100), founding: true, since: START },
};

/** An operation takes effect on one day. */
const operationOf = (number: number, on: string) =>
  countedUuid(number * 10_000 + Number(on.slice(5).replace('-', '')), 4);

function commandOf({ wish, on, number }: Wish, state: Partner): PartnerCommand {
  if (wish === 'seat') return { type: 'GrantSeat', seatId: countedUuid(number, 3), since: on, incubator: open };
  if (wish === 'leave') return { type: 'LeavePartnership', on, incubator: open };
  const from = state.status === 'absent' ? cluster(100) : state.holder;
  return { type: 'PassPartnership', from, to: cluster(number), operationId: operationOf(number, on), on };
}

/** The accepted events of these wishes, and the state that the decider makes of them. */
function lived(wishes: readonly Wish[]): { readonly events: readonly PartnerEvent[]; readonly state: Partner } {
  const events: PartnerEvent[] = [];
  const take = (command: PartnerCommand): void => {
    const decision = partner.decide(command, fold(partner, events));
    if (decision.ok) events.push(...decision.events);
  };
  take(join);
  for (const wish of wishes) take(commandOf(wish, fold(partner, events)));
  return { events, state: fold(partner, events) };
}

const published = (events: readonly PartnerEvent[]): readonly Event[] =>
  events.map(({ type, ...data }) => ({ type: `incubation.${type}`, data }) as Event);

/** On the last day of all: every end has come. */
function viewOf(events: readonly PartnerEvent[]): PartnerView {
  const view = given(partners, published(events)).document(partnerId);
  if (view === undefined) throw new Error('a partner that joined stands in the register');
  return viewOfPartner(view, endingOn(LAST_DAY), '9999-12-30');
}

const run = (check: (view: PartnerView, life: ReturnType<typeof lived>) => void): void => {
  fc.assert(
    fc.property(anyWishes, (wishes) => {
      const life = lived(wishes);
      check(viewOf(life.events), life);
    }),
    { numRuns: 200, seed: propertySeed() },
  );
};

describe('a partnership in the register, whatever became of it', () => {
  it('has a chain of holders without a gap and without an overlap, from the day it joined', () => {
    let longest = 0;
    run(({ holders, since, leftOn }) => {
      longest = Math.max(longest, holders.length);
      expect(holders[0]?.from).toBe(since);
      expect(holders.map(({ to }) => to)).toEqual([...holders.slice(1).map(({ from }) => from), leftOn ?? null]);
      for (const { from, to } of holders) expect(to === null || from <= to).toBe(true);
    });
    expect(longest).toBeGreaterThan(3);
  });

  it('has the holder and the status that the decisions are taken on', () => {
    const seen = new Set<string>();
    run((view, { state }) => {
      if (state.status === 'absent') throw new Error('it joined');
      seen.add(state.status);
      expect(view.status).toBe(state.status);
      expect(sameHolder(view.holder, state.holder)).toBe(true);
      expect(view.holders.at(-1)?.holder).toEqual(view.holder);
      expect(view.seat).toEqual(state.seat);
    });
    expect(seen).toEqual(new Set(['partner', 'left']));
  });

  it('passes by each operation once, and keeps its seat on the way', () => {
    let passed = 0;
    run(({ holders, seat }, { events }) => {
      const operations = holders.flatMap(({ operationId }) => operationId ?? []);
      expect(new Set(operations).size).toBe(operations.length);
      expect(operations).toHaveLength(holders.length - 1);
      passed += operations.length;
      const granted = events.filter(({ type }) => type === 'SeatGranted');
      expect(granted.length).toBe(seat === undefined ? 0 : 1);
    });
    expect(passed).toBeGreaterThan(100);
  });

  it('takes nothing more once it has ended, whatever was recorded after it', () => {
    let late = 0;
    run(({ holders, seat, leftOn }, { events }) => {
      if (leftOn === undefined) return;
      for (const { from } of holders) expect(from <= leftOn).toBe(true);
      expect(seat === undefined || seat.since < leftOn).toBe(true);
      late += events.at(-1)?.type === 'PartnerLeft' ? 0 : 1;
    });
    expect(late).toBeGreaterThan(10);
  });

  it('says the same whatever the order in which its facts were recorded', () => {
    fc.assert(
      fc.property(
        anyWishes.chain((wishes) => {
          const [joined, ...others] = lived(wishes).events;
          return fc.tuple(fc.constant([joined, ...others]), fc.shuffledSubarray(others, { minLength: others.length }));
        }),
        ([events, shuffled]) => {
          const [joined] = events;
          if (joined === undefined) return;
          const known = events.flatMap((each) => each ?? []);
          // A chain of successions is recorded in its order.
          const passings = known.filter(({ type }) => type === 'PartnershipPassed').values();
          const others = shuffled.map((each) =>
            each.type === 'PartnershipPassed' ? (passings.next().value ?? each) : each,
          );
          expect(viewOf([joined, ...others])).toEqual(viewOf(known));
        },
      ),
      { numRuns: 200, seed: propertySeed() },
    );
  });

  chunkingDoesNotMatter(
    partners,
    anyWishes.map((wishes) => published(lived(wishes).events)),
    60,
  );
});
