import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  accept,
  below,
  cannotFollow,
  chronicle,
  fold,
  reject,
  requireSettled,
  withFact,
  type Decision,
} from './index.ts';
import { propertySeed, specification } from './testing/index.ts';

/** A shop that opens and closes, and has names: the smallest history with periods, and facts that hold from a day on. */
type Opened = { readonly type: 'Opened'; readonly id: string; readonly on: string };
type Closed = { readonly type: 'Closed'; readonly id: string; readonly on: string };
type Named = { readonly type: 'Named'; readonly id: string; readonly name: string; readonly since: string };
type Fact = Opened | Closed | Named;
type CorrectedFact<F> = F extends { readonly type: infer T extends string }
  ? {
      readonly type: `${T}Corrected`;
      readonly fact: string;
      readonly was: Omit<F, 'type'>;
      readonly now: Omit<F, 'type'>;
      readonly reason: string;
      readonly on: string;
    }
  : never;
type VoidedFact<F> = F extends { readonly type: infer T extends string }
  ? {
      readonly type: `${T}Voided`;
      readonly fact: string;
      readonly was: Omit<F, 'type'>;
      readonly reason: string;
      readonly on: string;
    }
  : never;
type Event = Fact | CorrectedFact<Fact> | VoidedFact<Fact>;

interface Period {
  readonly from: string;
  readonly until?: string;
}
interface Shop {
  readonly periods: readonly Period[];
  readonly names: readonly Named[];
}
type Command = { readonly type: 'State'; readonly facts: readonly Fact[] };

const MOST_NAMES = 5;

const shop = chronicle({
  context: 'sample',
  name: 'shop',
  prefix: 'SMP',
  initial: { periods: [], names: [] },
  facts: {
    Opened: { name: 'opening', day: ({ on }: Opened) => on, changes: ['on'] },
    Closed: { name: 'closing', day: ({ on }: Closed) => on, changes: ['on'] },
    Named: { name: 'name', day: ({ since }: Named) => since, changes: ['name', 'since'] },
  },
  evolve: (state, fact): Shop => {
    if (fact.type === 'Named') return { ...state, names: [...state.names, fact] };
    const last = state.periods.at(-1);
    const isOpen = last !== undefined && last.until === undefined;
    if (fact.type === 'Opened') {
      if (isOpen) cannotFollow(fact, `it is open from ${last.from} on`);
      return { ...state, periods: [...state.periods, { from: fact.on }] };
    }
    if (!isOpen) cannotFollow(fact, 'it is not open before that day');
    return { ...state, periods: state.periods.with(-1, { ...last, until: fact.on }) };
  },
  judge: ({ names }) => (names.length > MOST_NAMES ? ({ type: 'SMP_NAMES', found: names.length } as const) : undefined),
  decide: ({
    facts,
  }: Command): Decision<
    Fact,
    { readonly type: 'SMP_NAMES'; readonly found: number } | { readonly type: 'SMP_EARLY' }
  > =>
    facts.some(
      ({ type, ...fact }) =>
        'on' in fact && below('SMP_EARLY', fact.on, '2000-01-01') !== undefined && type !== 'Named',
    )
      ? reject({ type: 'SMP_EARLY' })
      : accept(...facts),
});

const id = 'corner';
const opened = (on: string): Opened => ({ type: 'Opened', id, on });
const closed = (on: string): Closed => ({ type: 'Closed', id, on });
const named = (name: string, since: string): Named => ({ type: 'Named', id, name, since });
const state = (...facts: readonly Fact[]): Command => ({ type: 'State', facts });
const { given } = specification<
  typeof shop extends { decide(command: infer C, state: never): unknown } ? C : never,
  ReturnType<typeof shop.evolve>,
  Event,
  { readonly type: string }
>(shop);
const read = (events: readonly Event[]) => {
  const shopAfter = fold(shop, events);
  requireSettled(shopAfter);
  const { periods, names } = shopAfter;
  return { periods, names };
};

describe('a fact that is recorded late', () => {
  it('stands at its day, whatever was recorded before', () => {
    const { periods } = read([opened('2012-01-01'), opened('2005-01-01'), closed('2008-01-01')].slice(0, 1));
    expect(periods).toEqual([{ from: '2012-01-01' }]);
    given(opened('2012-01-01'))
      .when(state(opened('2005-01-01'), closed('2008-01-01')))
      .then(opened('2005-01-01'), closed('2008-01-01'));
    expect(
      given(opened('2012-01-01'))
        .when(state(opened('2005-01-01'), closed('2008-01-01')))
        .state(),
    ).toMatchObject({
      periods: [{ from: '2005-01-01', until: '2008-01-01' }, { from: '2012-01-01' }],
    });
  });

  it.each([
    [
      'a second opening',
      [opened('2012-01-01')],
      state(opened('2005-01-01')),
      'opening of 2012-01-01',
      'it is open from 2005-01-01 on',
    ],
    [
      'a period that reaches into a later one',
      [opened('2012-01-01'), closed('2014-01-01')],
      state(opened('2005-01-01'), closed('2013-01-01')),
      'opening of 2012-01-01',
      'it is open from 2005-01-01 on',
    ],
    [
      'a closing before the opening',
      [opened('2012-01-01')],
      state(closed('2011-01-01')),
      'closing of 2011-01-01',
      'it is not open before that day',
    ],
  ] as const)('is refused for %s, with the day', (_what, history, command, found, required) =>
    given(...history)
      .when(command)
      .refused({ type: 'SMP_FACT_CONTRADICTED', found, required } as never),
  );

  it('again is a repeat, also in part', () => {
    given(opened('2012-01-01'))
      .when(state(opened('2012-01-01')))
      .then();
    given(opened('2012-01-01'))
      .when(state(opened('2012-01-01'), closed('2013-01-01')))
      .then(closed('2013-01-01'));
  });

  it('is refused by what the history then comes to', () => {
    const names = Array.from({ length: MOST_NAMES }, (_, index) => named(`n${String(index)}`, '2012-01-01'));
    given(...names)
      .when(state(named('one more', '2001-01-01')))
      .refused({ type: 'SMP_NAMES' });
  });
});

describe('of two statements about one day the later one counts, and the first', () => {
  type Decided = { readonly type: 'Decided'; readonly places: number; readonly since: string };
  interface Hall {
    readonly decisions: readonly Decided[];
  }
  const hall = chronicle<{ type: 'Decide'; fact: Decided }, Hall, Decided, never, 'SMP'>({
    ...{ context: 'sample', name: 'hall', prefix: 'SMP', initial: { decisions: [] } },
    facts: { Decided: { name: 'capacity', day: ({ since }) => since } },
    evolve: ({ decisions }, fact) => ({ decisions: withFact(decisions, fact) }),
    decide: ({ fact }) => accept(fact),
  });
  const decided = (places: number, since = '2016-01-01'): Decided => ({ type: 'Decided', places, since });
  const decide = (places: number, since?: string) => ({ type: 'Decide', fact: decided(places, since) }) as const;
  const { given: givenOfHall } = specification(hall);

  it('stated anew counts again', () => {
    givenOfHall(decided(0), decided(4)).when(decide(0)).then(decided(0));
  });

  it.each([
    ['stated once more after that is a repeat', [decided(0), decided(4), decided(0)]],
    ['is a repeat where the later one is about another day', [decided(0), decided(4, '2016-01-02')]],
    ['is a repeat where it was said twice', [decided(0), decided(0)]],
  ])('%s', (_what, history) => {
    givenOfHall(...history)
      .when(decide(0))
      .then();
  });
});

it('what was so before is held against no other fact', () => {
  const names = Array.from({ length: MOST_NAMES + 1 }, (_, index) => named(`n${String(index)}`, '2012-01-01'));
  given(...names)
    .when(state(opened('2012-01-01')))
    .then(opened('2012-01-01'));
});

describe('a correction', () => {
  const correct = (of: string, fact: string, changes: object) =>
    ({ type: 'CorrectFact', of, fact, changes, reason: 'typed wrong' }) as const;
  const voids = (of: string, fact: string) => ({ type: 'VoidFact', of, fact, reason: 'never was' }) as const;

  it('carries the fact as it was and as it is now', () =>
    given(opened('2012-01-01'), closed('2013-01-01'))
      .when(correct('Closed', '1', { on: '2014-01-01' }))
      .then({
        type: 'ClosedCorrected',
        fact: '1',
        was: { id, on: '2013-01-01' },
        now: { id, on: '2014-01-01' },
        reason: 'typed wrong',
        on: '2014-01-01',
      }));

  it('that changes nothing is a repeat', () =>
    given(opened('2012-01-01'))
      .when(correct('Opened', '0', { on: '2012-01-01' }))
      .then());

  it('is judged in the history as it would then read', () => {
    given(opened('2012-01-01'), closed('2013-01-01'))
      .when(correct('Opened', '0', { on: '2013-06-01' }))
      .refused({
        type: 'SMP_FACT_CONTRADICTED',
        found: 'closing of 2013-01-01',
        required: 'it is not open before that day',
      } as never);
    given(opened('2012-01-01'), closed('2013-01-01'), opened('2015-01-01'))
      .when(correct('Closed', '1', { on: '2016-01-01' }))
      .refused({ type: 'SMP_FACT_CONTRADICTED', found: 'opening of 2015-01-01' } as never);
  });

  it('of a correction names the fact, and not the correction', () => {
    const first = {
      type: 'NamedCorrected',
      fact: '0',
      was: { id, name: 'a', since: '2012-01-01' },
      now: { id, name: 'b', since: '2012-01-01' },
      reason: 'r',
      on: '2012-01-01',
    } as const;
    given(named('a', '2012-01-01'), first)
      .when(correct('Named', '0', { name: 'c' }))
      .then({
        type: 'NamedCorrected',
        fact: '0',
        was: first.now,
        now: { id, name: 'c', since: '2012-01-01' },
        reason: 'typed wrong',
        on: '2012-01-01',
      });
    given(named('a', '2012-01-01'), first)
      .when(correct('Named', '1', { name: 'c' }))
      .refused({ type: 'SMP_FACT_NOT_FOUND', found: '1' } as never);
  });

  it('that voids a fact on which others rest is refused with the first of them', () =>
    given(opened('2012-01-01'), closed('2013-01-01'))
      .when(voids('Opened', '0'))
      .refused({ type: 'SMP_FACT_CONTRADICTED', found: 'closing of 2013-01-01' } as never));

  it('voids a fact once, and nothing of it is left', () => {
    const voided = {
      type: 'ClosedVoided',
      fact: '1',
      was: { id, on: '2013-01-01' },
      reason: 'never was',
      on: '2013-01-01',
    } as const;
    given(opened('2012-01-01'), closed('2013-01-01')).when(voids('Closed', '1')).then(voided);
    given(opened('2012-01-01'), closed('2013-01-01'), voided).when(voids('Closed', '1')).then();
    given(opened('2012-01-01'), closed('2013-01-01'), voided)
      .when(correct('Closed', '1', { on: '2012-06-01' }))
      .refused({ type: 'SMP_FACT_NOT_FOUND' });
    expect(read([opened('2012-01-01'), closed('2013-01-01'), voided])).toEqual(read([opened('2012-01-01')]));
  });

  it('of another kind of fact finds none', () =>
    given(opened('2012-01-01'))
      .when(correct('Closed', '0', { on: '2013-01-01' }))
      .refused({ type: 'SMP_FACT_NOT_FOUND', found: '0' } as never));

  it('of a fact that nobody stated is an altered history', () => {
    const event = {
      type: 'ClosedVoided',
      fact: '9',
      was: { id, on: '2013-01-01' },
      reason: 'r',
      on: '2013-01-01',
    } as const;
    expect(() => read([opened('2012-01-01'), event])).toThrow('there is no fact 9');
  });
});

/** Some periods one after the other, and names of any days. */
const anyFacts = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 8 }),
    names: fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { maxLength: MOST_NAMES }),
  })
  .map(({ days, names }) => {
    const dates = [...days].sort((a, b) => a - b).map((day) => `2012-01-${String(day).padStart(2, '0')}`);
    const periods = dates.flatMap((day, index) =>
      index % 2 === 1
        ? []
        : [[opened(day), ...(dates[index + 1] === undefined ? [] : [closed(dates[index + 1] ?? '')])]],
    );
    return [
      ...periods,
      ...names.map((day) => [named(`of the ${String(day)}`, `2012-01-${String(day).padStart(2, '0')}`)]),
    ];
  });

describe('the order of recording', () => {
  it('makes no difference to what the facts say', () => {
    fc.assert(
      fc.property(
        anyFacts.chain((drawn) =>
          fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length })),
        ),
        ([drawn, shuffled]) => {
          const record = (groups: typeof drawn) =>
            groups.reduce<readonly Event[]>((events, facts) => {
              const decision = shop.decide(state(...facts), fold(shop, events));
              if (!decision.ok) throw new Error(JSON.stringify(decision.rejection));
              return [...events, ...decision.events];
            }, []);
          expect(read(record(shuffled))).toEqual(read(record(drawn)));
        },
      ),
      { numRuns: 300, seed: propertySeed() },
    );
  });

  it('and a fact that was wrong and corrected is one that was right from the start', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(), fc.integer({ min: 1, max: 28 }), (drawn, pick, day) => {
        const events = drawn.flat();
        const index = pick % events.length;
        const fact = events[index];
        if (fact === undefined) return;
        const to = `2012-01-${String(day).padStart(2, '0')}`;
        const changes = fact.type === 'Named' ? { since: to } : { on: to };
        const corrected = { ...fact, ...changes };
        const decision = shop.decide(
          { type: 'CorrectFact', of: fact.type, fact: String(index), changes, reason: 'r' },
          fold(shop, events),
        );
        const right = (): unknown => read(events.with(index, corrected));
        if (decision.ok) expect(read([...events, ...(decision.events as readonly Event[])])).toEqual(right());
        else expect(right).toThrow('cannot follow here');
      }),
      { numRuns: 300, seed: propertySeed() },
    );
  });
});
