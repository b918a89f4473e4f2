import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { directBus, UnitOfWork, type CommandBus, type CommandOutcome, type PeopleCommand } from '#libs/commands';
import { catalog } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import { untilSettled } from '#libs/event-store/testing';
import { MemoryReadModels } from '#libs/hosting/testing';
import { calendarDate, instant, type RecordedEvent, type StreamName, type Uuid } from '#libs/kernel';
import { CountedIds } from '#libs/kernel/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';

/** A command of people by the name of its row. */
export interface Sent {
  readonly name: string;
  /** Of the resource, where it does not follow from the body. */
  readonly id?: Uuid;
  readonly body: object;
  readonly on: string;
}

/** What a round tries: where each command starts, which days they name, and which one waits before the commit. */
export interface Draw {
  readonly days: readonly [one: string, two: string];
  readonly turns: readonly [one: number, two: number];
  /** Which of the two waits between its decision and its append, in its first attempt. */
  readonly waits: 0 | 1 | undefined;
  /** How many turns it waits; absent where it waits until the other is through. */
  readonly waitTurns: number | undefined;
  /** Which process has sent what came before, and knows the streams from it. */
  readonly knows: 0 | 1;
}

const day = fc.constantFrom('2016-03-01', '2016-03-02', '2016-03-03');
const turn = fc.nat({ max: 4 });

export const anyDraw: fc.Arbitrary<Draw> = fc.record({
  days: fc.tuple(day, day),
  turns: fc.tuple(turn, turn),
  waits: fc.constantFrom(undefined, 0, 1),
  waitTurns: fc.option(turn, { nil: undefined }),
  knows: fc.constantFrom(0, 1),
});

/** Two commands of which each reads what the other writes, and what has to be true whichever comes first. */
export interface Race {
  readonly name: string;
  round(ids: () => Uuid, draw: Draw): Round;
}

export interface Round {
  /** One after the other; all are accepted. */
  readonly before: readonly Sent[];
  readonly one: Sent;
  readonly two: Sent;
  /** @throws what is not as it has to be */
  judge(outcomes: readonly [one: CommandOutcome, two: CommandOutcome], eventsOf: EventsOf): void;
}

/** The events of a stream with their positions. */
export type EventsOf = (stream: StreamName) => readonly RecordedEvent[];

const rows = new Map<string, PeopleCommand>(
  contexts.flatMap(({ commands }) => commands.flatMap((table) => table.rows)).map((row) => [row.name, row]),
);

/** A process that sends commands: a unit of work of its own over a store of its own. */
export class Desk {
  readonly #ids: CountedIds;
  readonly #bus: CommandBus;

  constructor(store: EventStore, space: number) {
    this.#ids = new CountedIds(space);
    const unitOfWork = new UnitOfWork({ store, catalog, ids: this.#ids });
    this.#bus = directBus({ unitOfWork, store, readModels: new MemoryReadModels(store), ids: this.#ids });
  }

  async send({ name, id, body, on }: Sent, pause?: () => Promise<unknown>): Promise<CommandOutcome> {
    const row = rows.get(name);
    if (row === undefined) throw new TypeError(`there is no command ${name}`);
    const commandId = this.#ids.next();
    const context = {
      ...{ commandId, correlationId: commandId, actor: { id: 'spec' } },
      ...{ recordedAt: instant('2016-06-01T10:00:00Z'), effectiveAt: calendarDate(on) },
    };
    const parsed = row.body.parse(body);
    return this.#bus.execute({
      row: pause === undefined ? row : pausing(row, pause),
      id: row.idOf?.(parsed) ?? id ?? this.#ids.next(),
      body: parsed,
      context,
      caller: { subject: 'spec', roles: ['admin'], clusters: [] },
    });
  }
}

/** The command waits between its decision and its append, the first time it is run. */
function pausing(row: PeopleCommand, pause: () => Promise<unknown>): PeopleCommand {
  let paused = false;
  return {
    ...row,
    run: async (tx, request) => {
      await row.run(tx, request);
      if (paused) return;
      paused = true;
      await pause();
    },
  };
}

const ROUNDS_AT_ONCE = 25;

/** Runs every draw as a round of two commands in flight, and judges each. Ids are drawn from three spaces, from `space` on. */
export async function raceEach(
  race: Race,
  draws: readonly Draw[],
  stores: readonly [EventStore, EventStore],
  space: number,
): Promise<void> {
  const source = new CountedIds(space);
  const desks = [new Desk(stores[0], space + 1), new Desk(stores[1], space + 2)] as const;
  const rounds = draws.map((draw) => ({ draw, ...race.round(() => source.next(), draw) }));
  const judgements: ((eventsOf: EventsOf) => void)[] = [];
  for (let start = 0; start < rounds.length; start += ROUNDS_AT_ONCE) {
    const part = rounds.slice(start, start + ROUNDS_AT_ONCE);
    judgements.push(...(await Promise.all(part.map((round) => inFlight(round, desks)))));
  }
  await untilSettled(stores[0]);
  const events = await ledgerOf(stores[0]);
  for (const judge of judgements) judge((stream) => events.get(stream) ?? []);
}

/** Runs one, and answers with what judges it once the ledger is known. */
async function inFlight(
  { before, one, two, draw, judge }: Round & { readonly draw: Draw },
  desks: readonly [Desk, Desk],
): Promise<(eventsOf: EventsOf) => void> {
  for (const sent of before) {
    const outcome = await desks[draw.knows].send(sent);
    if (!outcome.ok) throw new Error(`${sent.name}: ${JSON.stringify(outcome.rejection)}`);
  }
  const run = async (which: 0 | 1, sent: Sent, rival: () => Promise<unknown>): Promise<CommandOutcome> => {
    await turns(draw.turns[which]);
    const pause = () => (draw.waitTurns === undefined ? rival() : turns(draw.waitTurns));
    return await desks[which].send(sent, draw.waits === which ? pause : undefined);
  };
  const first: Promise<CommandOutcome> = run(0, one, () => second);
  const second: Promise<CommandOutcome> = run(1, two, () => first);
  const outcomes = await Promise.all([first, second]);
  return (eventsOf) => {
    try {
      judge(outcomes, eventsOf);
    } catch (error) {
      throw new Error(`${JSON.stringify(draw)}: ${String(error)}`, { cause: error });
    }
  };
}

async function turns(count: number): Promise<void> {
  for (let turned = 0; turned < count; turned += 1) await setImmediate();
}

async function ledgerOf(store: EventStore): Promise<ReadonlyMap<StreamName, readonly RecordedEvent[]>> {
  const streams = new Map<StreamName, RecordedEvent[]>();
  for await (const page of store.readAll(0n))
    for (const event of page.events) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  return streams;
}
