import { contextOf, streamName, type RecordedEvent } from '#libs/kernel';
import { projection, upserts, type Projection } from '#libs/projections';
import { recorded, type Happened } from '#libs/projections/testing';
import { restrictedTopic, publicTopic, topicOf, topicsOf } from '../../records/index.ts';
import type { Dice } from './dice.ts';

export const CONTEXTS = ['harbour', 'market', 'press'] as const;
export const PARTITIONS = 6;

interface Facts {
  readonly 'harbour.Landed': { readonly good: string; readonly amount: number };
  readonly 'market.Sold': { readonly good: string; readonly amount: number };
  readonly 'press.Priced': { readonly good: string; readonly price: number };
}

interface Good {
  readonly stock: number;
  readonly price: number;
  readonly earned: number;
  readonly journal: readonly string[];
}

/** Fed by three contexts, and different for every order: what is sold earns the price that was the last one named. */
export const goods: Projection<Facts, Good> = projection<Facts, Good>({
  name: 'press.goods',
  version: 1,
  columns: {},
  indexes: [],
  key: 'good',
  on: {
    'harbour.Landed': upserts((before, { data }) =>
      noted(before, 'landed', { stock: (before?.stock ?? 0) + data.amount }),
    ),
    'market.Sold': upserts((before, { data }) =>
      noted(before, 'sold', {
        stock: (before?.stock ?? 0) - data.amount,
        earned: (before?.earned ?? 0) + data.amount * (before?.price ?? 0),
      }),
    ),
    'press.Priced': upserts((before, { data }) => noted(before, 'priced', { price: data.price })),
  },
});

function noted(before: Good | undefined, what: string, change: Partial<Good>): Good {
  const same = before ?? { stock: 0, price: 0, earned: 0, journal: [] };
  return { ...same, ...change, journal: [...same.journal, what] };
}

/** A ledger of so many events on five streams of each context, some of them private. */
export function someLedger(dice: Dice, count: number): readonly RecordedEvent[] {
  return recorded<Facts>(Array.from({ length: count }, () => someEvent(dice)));
}

function someEvent(dice: Dice): Happened<Facts> {
  const good = `good-${String(dice.roll(3))}`;
  const context = dice.oneOf(CONTEXTS);
  const common = {
    stream: streamName(context, 'book', String(dice.roll(5))),
    visibility: { kind: dice.roll(4) === 0 ? ('private' as const) : ('public' as const) },
  };
  switch (context) {
    case 'harbour':
      return { ...common, type: 'harbour.Landed', data: { good, amount: 1 + dice.roll(9) } };
    case 'market':
      return { ...common, type: 'market.Sold', data: { good, amount: 1 + dice.roll(9) } };
    case 'press':
      return { ...common, type: 'press.Priced', data: { good, price: 1 + dice.roll(99) } };
  }
}

/** Streams keep to a partition. */
export function partitionOf({ stream }: RecordedEvent): number {
  let sum = 0;
  for (const letter of stream) sum = (sum * 31 + letter.charCodeAt(0)) % 1_000_003;
  return sum % PARTITIONS;
}

/** The topics that a consumer of these contexts reads, and what it then ought to see. */
export function share(ledger: readonly RecordedEvent[], contexts: readonly string[], publicOnly: boolean) {
  const topics = contexts.flatMap((context) =>
    publicOnly ? [publicTopic(context)] : [publicTopic(context), restrictedTopic(context)],
  );
  const events = ledger.filter((event) => contexts.includes(contextOf(event.type)) && topics.includes(topicOf(event)));
  return { topics, events };
}

export const ALL_TOPICS = topicsOf(CONTEXTS);
