import type { MessageHandler } from '@nestjs/microservices';
import { catalog } from '#libs/contracts';
import type { ConsumerDefinition } from '#libs/hosting';
import type { RecordedEvent } from '#libs/kernel';
import { deliver, LedgerContext } from './delivery.ts';
import { HandlerPlace } from './on-event.ts';

/** Why handlers are refused: before anything is read, so that nothing was moved past by mistake. */
export interface HandlerComplaint {
  readonly code:
    /** There is nothing to run. */
    | 'NO_HANDLERS'
    /** Request and reply: events have no answer. */
    | 'MESSAGE_PATTERN'
    /** A handler of another kind: whether it did its work could not be known. */
    | 'PLAIN_PATTERN'
    /** A handler in a class that is no process manager, so that it has no position. */
    | 'NO_PROCESS'
    /** No context publishes events of that type. */
    | 'UNKNOWN_EVENT'
    /** Two for the same event in one class: when one of them fails, both would run again. */
    | 'SECOND_HANDLER'
    /** Two classes would share one position. */
    | 'NAME_TAKEN';
  readonly found: string;
  readonly required: string;
}

/** The handlers of an application cannot be run as they are declared; says everything that is wrong with them. */
export class InvalidHandlers extends TypeError {
  override readonly name = 'InvalidHandlers';
  constructor(readonly complaints: readonly HandlerComplaint[]) {
    super(complaints.map(({ code, found, required }) => `${code}: found ${found}; required: ${required}`).join('\n'));
  }
}

interface Entry {
  readonly type: string;
  readonly place: HandlerPlace;
  readonly callback: MessageHandler;
}

const ON_EVENT = 'a method with @OnEvent in a controller class with @ProcessManager';

/** The handlers that Nest found, by class. */
export class HandlerTable {
  readonly #entries: Entry[] = [];
  readonly #complaints: HandlerComplaint[] = [];

  add(pattern: unknown, callback: MessageHandler, isEventHandler: boolean, place: unknown): void {
    const type = typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
    if (!isEventHandler) {
      const found = `@MessagePattern(${type})`;
      this.#complaints.push({ code: 'MESSAGE_PATTERN', found, required: `${ON_EVENT}: events have no reply` });
    } else if (place instanceof HandlerPlace) this.#entries.push({ type, place, callback });
    else this.#complaints.push({ code: 'PLAIN_PATTERN', found: `@EventPattern(${type})`, required: ON_EVENT });
  }

  /** One consumer for each class. @throws InvalidHandlers */
  consumers(): readonly ConsumerDefinition[] {
    const complaints = [...this.#complaints, ...complaintsOf(this.#entries)];
    if (complaints.length === 0 && this.#entries.length === 0)
      complaints.push({ code: 'NO_HANDLERS', found: 'no handler in any module', required: ON_EVENT });
    if (complaints.length > 0) throw new InvalidHandlers(complaints);
    return [...groupBy(this.#entries, ({ place }) => place.manager ?? '')].map(consumerOf);
  }
}

function consumerOf([name, entries]: readonly [string, readonly Entry[]]): ConsumerDefinition {
  const handlers = new Map(entries.map(({ type, callback }) => [type, callback]));
  return {
    name,
    on: [...handlers.keys()],
    handle: async (event: RecordedEvent, signal: AbortSignal) => {
      const context = new LedgerContext([name, event, signal]);
      await deliver(context, async () => handlers.get(event.type)?.(event, context));
    },
  };
}

function complaintsOf(entries: readonly Entry[]): readonly HandlerComplaint[] {
  const classes = [...new Map(entries.map(({ place }) => [place.owner, place])).values()];
  const named = classes.filter(({ manager }) => manager !== undefined);
  const eventOf = ({ place, type }: Entry): string => `${place.manager ?? place.className} for ${type}`;
  return [
    ...entries
      .filter(({ place }) => place.manager === undefined)
      .map(({ place }) => ({
        code: 'NO_PROCESS' as const,
        found: `${String(place)} in a class that is no process manager`,
        required: `@ProcessManager('<service>.<name>') on ${place.className}`,
      })),
    ...entries
      .filter(({ type }) => catalog.definitionOf(type) === undefined)
      .map(({ type, place }) => ({
        code: 'UNKNOWN_EVENT' as const,
        found: `${String(place)} for ${type}`,
        required: 'a type of the contracts',
      })),
    ...duplicatesBy(named, ({ manager = '' }) => manager).map(([name, places]) => ({
      code: 'NAME_TAKEN' as const,
      found: `${name} on ${places.map(({ className }) => className).join(' and ')}`,
      required: 'a name of its own for each class',
    })),
    ...duplicatesBy(entries, eventOf).map(([what, found]) => ({
      code: 'SECOND_HANDLER' as const,
      found: `${found.map(({ place }) => String(place)).join(' and ')} of ${what}`,
      required: 'one handler of a process manager for each event',
    })),
  ];
}

function duplicatesBy<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  return [...groupBy(items, keyOf)].filter(([, found]) => found.length > 1);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
