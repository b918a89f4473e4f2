import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { calendarDate, streamName, type Visibility } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { creates, keyed, projection, updates, upserts, type Projection } from '../projection.ts';
import { foldBatches, given, recorded, type Happened } from '../testing/index.ts';
import type { ReadingOrder } from './rereading.ts';

type Data = { readonly shop: string; readonly on: string; readonly name?: string };
type Correction = { readonly fact: string; readonly was: Data; readonly now?: Data };
interface Events {
  'sample.Opened': Data;
  'sample.Named': Data;
  'sample.NamedCorrected': Correction;
  'sample.NamedVoided': Correction;
}
const TYPES = ['sample.Opened', 'sample.Named'];
const order: ReadingOrder = {
  dayOf: (_type, { on }) => (typeof on === 'string' ? on : undefined),
  rankOf: (type) => TYPES.indexOf(type),
  correctionsOf: (type) =>
    type === 'sample.Named' ? { corrected: `${type}Corrected`, voided: `${type}Voided` } : undefined,
};

interface Shop {
  readonly names: readonly string[];
}

const shops = projection<Events, Shop>({
  name: 'sample.shops',
  version: 1,
  columns: {},
  indexes: [],
  order,
  on: {
    'sample.Opened': keyed(
      ({ data }) => data.shop,
      creates(() => ({ names: [] })),
    ),
    'sample.Named': keyed(
      ({ data }) => data.shop,
      updates((shop, { data }) => ({ names: [...shop.names, data.name ?? ''] })),
    ),
  },
});

/** How often each name is borne: documents under keys that a correction may change. */
const names = projection<Events, { readonly shops: readonly string[] }>({
  name: 'sample.names',
  version: 1,
  columns: {},
  indexes: [],
  order,
  on: {
    'sample.Named': keyed(
      ({ data }) => data.name ?? '',
      upserts((known, { data }) => ({ shops: [...(known?.shops ?? []), data.shop] })),
    ),
  },
});

const opened: Happened<Events> = { type: 'sample.Opened', data: { shop: 'a', on: '2012-01-01' } };
const named = (name: string, on: string): Happened<Events> => ({ type: 'sample.Named', data: { shop: 'a', on, name } });

describe('a document whose facts are recorded late and corrected', () => {
  it('is made of its events in the order of their days', () => {
    const { document } = given(shops, [
      opened,
      named('second', '2014-01-01'),
      named('first', '2013-01-01'),
      named('third', '2015-01-01'),
    ]);
    expect(document('a')).toEqual({ names: ['first', 'second', 'third'] });
  });

  it('is made anew of all that its handlers saw of each event', () => {
    type Seen = { readonly seen: Readonly<Record<string, object>> };
    const seen = (before: Seen | undefined, event: { readonly data: Data }): Seen => {
      const shown = JSON.stringify(event, (_member, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      );
      return { seen: { ...before?.seen, [event.data.on]: JSON.parse(shown) as object } };
    };
    const model = projection<Events, Seen>({
      ...{ name: 'sample.seen', version: 1, columns: {}, indexes: [], order, subject: 'sample.shop' },
      on: {
        'sample.Named': keyed(
          ({ data }) => data.shop,
          upserts((before: Seen | undefined, event) => seen(before, event)),
        ),
      },
    });
    const hidden: Visibility = { kind: 'embargoed', until: calendarDate('2017-01-01') };
    const happened = [
      { ...named('own', '2014-01-01'), stream: streamName('sample', 'shop', 'a') },
      { ...named('of another', '2015-01-01'), stream: streamName('sample', 'shop', 'b') },
      { ...named('hidden', '2016-01-01'), visibility: hidden },
    ];
    const late = { ...named('late', '2013-01-01') };
    const before = given(model, happened).document('a');
    const after = given(model, [...happened, late]).document('a');
    expect(Object.keys(before?.seen ?? {})).toHaveLength(3);
    expect(after?.seen).toMatchObject(before?.seen ?? {});
  });

  it('keeps of one day the order in which they were recorded', () => {
    expect(given(shops, [opened, named('x', '2014-01-01'), named('y', '2014-01-01')]).document('a')).toEqual({
      names: ['x', 'y'],
    });
  });

  it('says the same whatever the order of recording', () => {
    const facts = ['2013', '2014', '2015', '2016', '2017'].map((year) => named(`of ${year}`, `${year}-01-01`));
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (drawn) => {
        expect(given(shops, [opened, ...drawn]).document('a')).toEqual(given(shops, [opened, ...facts]).document('a'));
      }),
      { numRuns: 50, seed: propertySeed() },
    );
  });

  const history = [opened, named('wrong', '2013-01-01'), named('later', '2014-01-01')];
  const ids = projection<Events, { readonly id: string }>({
    ...{ name: 'sample.ids', version: 1, columns: {}, indexes: [] },
    on: {
      'sample.Named': keyed(
        () => 'first',
        upserts((known, { id }) => known ?? { id }),
      ),
    },
  });
  const fact = given(ids, history).document('first')?.id ?? '';
  const was = { shop: 'a', on: '2013-01-01', name: 'wrong' };

  it('follows a correction, at the day to which it was corrected', () => {
    const corrected: Happened<Events> = {
      type: 'sample.NamedCorrected',
      data: { fact, was, now: { ...was, name: 'right', on: '2015-01-01' } },
    };
    expect(given(shops, [...history, corrected]).document('a')).toEqual({ names: ['later', 'right'] });
  });

  it('follows a correction of a correction', () => {
    const now = { ...was, name: 'right' };
    const first: Happened<Events> = { type: 'sample.NamedCorrected', data: { fact, was, now } };
    const second: Happened<Events> = {
      type: 'sample.NamedCorrected',
      data: { fact, was: now, now: { ...now, name: 'righter' } },
    };
    expect(given(shops, [...history, first, second]).document('a')).toEqual({ names: ['righter', 'later'] });
  });

  it('holds nothing of a fact that was voided', () => {
    const voided: Happened<Events> = { type: 'sample.NamedVoided', data: { fact, was } };
    expect(given(shops, [...history, voided]).document('a')).toEqual({ names: ['later'] });
  });

  it('loses a fact to another document, and is gone where none is left', () => {
    const corrected: Happened<Events> = {
      type: 'sample.NamedCorrected',
      data: { fact, was, now: { ...was, name: 'later' } },
    };
    const { documents } = given(names, [...history, corrected]);
    expect([...documents()]).toEqual([['later', { shops: ['a', 'a'] }]]);
  });

  it('that was not made of the fact stops the model', () => {
    const voided: Happened<Events> = { type: 'sample.NamedVoided', data: { fact: 'another', was } };
    expect(() => given(shops, [...history, voided])).toThrow('a was not made of the fact another');
  });
});

/** Facts, corrections and withdrawals in the order of recording, one a year. */
const anyHistory = fc
  .array(fc.record({ kind: fc.integer({ max: 3, min: 0 }), pick: fc.nat(), day: fc.integer({ min: 1, max: 28 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((steps) => {
    const history: Happened<Events>[] = [{ ...opened, recordedAt: yearOf(0) }];
    const facts = new Map<string, Data>();
    for (const { kind, pick, day } of steps) {
      const recordedAt = yearOf(history.length);
      const data = { shop: 'a', on: `2014-01-${String(day).padStart(2, '0')}`, name: `n${String(pick % 3)}` };
      const [fact, was] = [...facts][pick % Math.max(facts.size, 1)] ?? [];
      if (kind < 2 || fact === undefined || was === undefined) {
        facts.set(idOf(history.length), data);
        history.push({ type: 'sample.Named', data, recordedAt });
      } else if (kind === 2) {
        facts.set(fact, data);
        history.push({ type: 'sample.NamedCorrected', data: { fact, was, now: data }, recordedAt });
      } else {
        facts.delete(fact);
        history.push({ type: 'sample.NamedVoided', data: { fact, was }, recordedAt });
      }
    }
    return history;
  });

function yearOf(index: number): string {
  return `${String(2000 + index)}-01-01T00:00:00.000Z`;
}

function idOf(index: number): string {
  return countedUuid(index + 1, 0xe);
}

describe('a document as it was known', () => {
  it.each([
    ['of one key', shops as Projection<Events>],
    ['under keys that a correction changes', names as Projection<Events>],
  ])('at an instant is the one of then: %s', (_which, model) => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const stored = foldBatches(model, [recorded(history)]);
        for (const index of history.keys()) {
          const then = given(model, history.slice(0, index + 1)).documents();
          for (const by of [yearOf(index), { before: BigInt(index + 1) }]) {
            const known = [...stored].flatMap(([key, document]) => {
              const shown = model.asKnown?.(document, key, by);
              return shown === undefined ? [] : [[key, shown] as const];
            });
            expect(new Map(known)).toEqual(then);
          }
        }
      }),
      { numRuns: 300, seed: propertySeed() },
    );
  });

  it('tells each event of a range once, with the fact that it corrects or voids', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), fc.nat(), (history, start, length) => {
        const from = start % history.length;
        const before = Math.min(history.length, from + (length % history.length) + 1);
        const stored = foldBatches(shops, [recorded(history)]).get('a') ?? {};
        const range = { from: BigInt(from), before: BigInt(before) };
        const changes = shops.changesIn?.(stored, range) ?? [];
        const found = changes
          .map(({ position, type, fact }) => [Number(position), type, fact])
          .sort(([a], [b]) => Number(a) - Number(b));
        expect(found).toEqual(
          history.slice(from, before).map(({ type, data }, index) => {
            return [from + index, type, (data as Partial<Correction>).fact];
          }),
        );
      }),
      { numRuns: 300, seed: propertySeed() },
    );
  });

  it('names the columns that ever had another value', () => {
    const model = projection<Events, { readonly last: string; readonly shop: string }>({
      name: 'sample.lasts',
      version: 1,
      columns: { last: { type: 'text', from: 'last' }, shop: { type: 'text', from: 'shop' } },
      indexes: [['last'], ['shop', 'last']],
      order,
      on: {
        'sample.Named': keyed(
          ({ data }) => data.shop,
          upserts((_known, { data: { shop, name = '' } }) => ({ shop, last: name })),
        ),
      },
    });
    const changedIn = (...history: readonly Happened<Events>[]): unknown =>
      Object.entries(foldBatches(model, [recorded(history)]).get('a') ?? {}).find(([name]) => name === '$changed')?.[1];
    const first = named('x', '2014-01-01');
    expect(changedIn(first)).toBeUndefined();
    expect(changedIn(first, named('y', '2015-01-01'))).toEqual(['last']);
    // What comes late and changes nothing in the end has changed nothing on the way.
    expect(changedIn(first, named('w', '2013-01-01'))).toBeUndefined();
    expect(changedIn(first, { type: 'sample.NamedVoided', data: { fact: idOf(0), was: first.data as Data } })).toEqual([
      '$gone',
      'last',
      'shop',
    ]);
  });
});
