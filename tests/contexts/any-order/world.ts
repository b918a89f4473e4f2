import { directBus, UnitOfWork, type CommandOutcome, type PeopleCommand } from '#libs/commands';
import { catalog } from '#libs/contracts';
import { react, type ManagerServices } from '#libs/hosting';
import { MemoryReadModels } from '#libs/hosting/testing';
import { calendarDate, instant, type Instant, type RecordedEvent, type Uuid } from '#libs/kernel';
import { CountedIds, ManualClock } from '#libs/kernel/testing';
import { effectReckoned } from '../../../apps/mergers/src/policies/effect-reckoned.ts';
import type { AnyProcessManager } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { LightStore } from './light-store.ts';

/** A command of people, by the name of its row. */
export interface Sent {
  readonly name: string;
  /** Of the resource, where it does not follow from the body. */
  readonly id?: Uuid | undefined;
  readonly body: object;
  readonly on: string;
}

/** After every day of a history. */
const NOW: Instant = instant('2024-06-01T10:00:00.000Z');

const rows = new Map<string, PeopleCommand>(
  contexts.flatMap(({ commands }) => commands.flatMap((table) => table.rows)).map((row) => [row.name, row]),
);
const managersOf = new Map<string, readonly AnyProcessManager[]>();
// What an effect has changed is reckoned from what is on record by then: that depends on the order, and is not compared.
for (const manager of contexts.flatMap(({ processManagers }) =>
  processManagers.filter(({ name }) => name !== effectReckoned.name),
))
  for (const type of manager.on) managersOf.set(type, [...(managersOf.get(type) ?? []), manager]);

/** The row of a command. @throws TypeError */
export function rowOf(name: string): PeopleCommand {
  const row = rows.get(name);
  if (row === undefined) throw new TypeError(`there is no command ${name}`);
  return row;
}

/** The resource that a command is about. @throws TypeError where its id is only drawn */
export function subjectOf({ name, id, body }: Sent): Uuid {
  const row = rowOf(name);
  const subject = id ?? row.idOf?.(parsedBody(row, body));
  if (subject === undefined) throw new TypeError(`${name} has no id`);
  return subject;
}

const parsedBodies = new WeakMap<object, unknown>();

/** Parsed once: the same request is recorded in several orders. */
function parsedBody(row: PeopleCommand, body: object): unknown {
  const known = parsedBodies.get(body) ?? row.body.parse(body);
  parsedBodies.set(body, known);
  return known;
}

/** All contexts with their commands, process managers and read models, in memory and without a server: what people send is recorded, and followed when asked. */
export class World {
  readonly readModels: ReadModels;
  /** How often each process manager has recorded something. */
  readonly followed = new Map<string, number>();
  readonly #store: LightStore;
  readonly #ids: CountedIds;
  readonly #services: ManagerServices;
  #handled: number;

  /** With what was recorded in another one before. */
  constructor(before: readonly RecordedEvent[] = []) {
    this.#store = new LightStore(before);
    this.#handled = before.length;
    this.#ids = new CountedIds(before.length === 0 ? 0xa0 : 0xa1);
    const [store, ids] = [this.#store, this.#ids];
    const unitOfWork = new UnitOfWork({ store, catalog, ids });
    this.readModels = new MemoryReadModels(store);
    const bus = directBus({ unitOfWork, store, readModels: this.readModels, ids });
    this.#services = { unitOfWork, readModels: this.readModels, clock: new ManualClock(NOW), ids, bus };
  }

  get ledger(): readonly RecordedEvent[] {
    return this.#store.ledger;
  }

  async send({ name, id, body, on }: Sent): Promise<CommandOutcome> {
    const row = rowOf(name);
    const parsed = parsedBody(row, body);
    const commandId = this.#ids.next();
    return await this.#services.bus.execute({
      row,
      id: row.idOf?.(parsed) ?? id ?? this.#ids.next(),
      body: parsed,
      context: {
        ...{ commandId, correlationId: commandId, actor: { id: 'spec' } },
        ...{ recordedAt: NOW, effectiveAt: calendarDate(on) },
      },
      caller: { subject: 'spec', roles: ['admin'], clusters: [] },
    });
  }

  /** Lets the process managers handle what they have not seen yet, until nothing new comes of it. */
  async follow(): Promise<void> {
    const { ledger } = this.#store;
    for (let event = ledger[this.#handled]; event !== undefined; event = ledger[this.#handled]) {
      this.#handled += 1;
      for (const manager of managersOf.get(event.type) ?? []) await this.#react(manager, event);
    }
  }

  async #react(manager: AnyProcessManager, event: RecordedEvent): Promise<void> {
    const before = this.#store.ledger.length;
    await react(manager, event, this.#services);
    if (this.#store.ledger.length > before) this.followed.set(manager.name, (this.followed.get(manager.name) ?? 0) + 1);
  }
}
