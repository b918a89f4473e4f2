import type { MessageHandler } from '@nestjs/microservices';
import { catalog } from '#libs/contracts';
import type { ConsumedProcess } from '#libs/hosting';
import type { RecordedEvent } from '#libs/kernel';
import { deliver } from './delivery.ts';
import { LedgerContext } from './ledger-context.ts';
import { HandlerPlace, processNameOf } from './on-event.ts';

/** Why handlers are refused: before anything is read, so that nothing was moved past by mistake. */
export interface HandlerComplaint {
  readonly code:
    /** There is nothing to run. */
    | 'NO_HANDLERS'
    /** Request and reply: nobody waits for an answer to an event. */
    | 'MESSAGE_PATTERN'
    /** A handler of another kind, of which could not be known whether it did its work. */
    | 'PLAIN_PATTERN'
    /** A handler in a class without a process, so that it has no position. */
    | 'NO_PROCESS'
    /** No event of that type is published by anybody. */
    | 'UNKNOWN_EVENT'
    /** Two for the same event in one process: when one of them fails, both would run again. */
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

const ON_EVENT = 'a method with @OnEvent in a controller class with @Process';

/** The handlers that Nest found, made into processes. */
export class HandlerTable {
  readonly #entries: Entry[] = [];
  readonly #complaints: HandlerComplaint[] = [];

  add(pattern: unknown, callback: MessageHandler, isEventHandler: boolean, place: unknown): void {
    const said = typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
    if (!isEventHandler)
      this.#refuse('MESSAGE_PATTERN', `@MessagePattern(${said})`, `${ON_EVENT}: events have no reply`);
    else if (!(place instanceof HandlerPlace)) this.#refuse('PLAIN_PATTERN', `@EventPattern(${said})`, ON_EVENT);
    else this.#entries.push({ type: said, place, callback });
  }

  /** One process for each name. @throws InvalidHandlers */
  processes(): readonly ConsumedProcess[] {
    const complaints = [...this.#complaints, ...complaintsOf(this.#entries)];
    if (complaints.length === 0 && this.#entries.length === 0)
      complaints.push({ code: 'NO_HANDLERS', found: 'no handler in any module', required: ON_EVENT });
    if (complaints.length > 0) throw new InvalidHandlers(complaints);
    const named = grouped(this.#entries, ({ place }) => processNameOf(place.owner) ?? '');
    return [...named].map(([name, entries]) => processOf(name, entries));
  }

  #refuse(code: HandlerComplaint['code'], found: string, required: string): void {
    this.#complaints.push({ code, found, required });
  }
}

function processOf(name: string, entries: readonly Entry[]): ConsumedProcess {
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

function complaintsOf(entries: readonly Entry[]): HandlerComplaint[] {
  return [...homeless(entries), ...unknown(entries), ...sharedNames(entries), ...second(entries)];
}

function homeless(entries: readonly Entry[]): readonly HandlerComplaint[] {
  return entries
    .filter(({ place }) => processNameOf(place.owner) === undefined)
    .map(({ place }) => ({
      code: 'NO_PROCESS',
      found: `${String(place)} in a class without a process`,
      required: `@Process('<context>.<process>') on ${place.className}`,
    }));
}

function unknown(entries: readonly Entry[]): readonly HandlerComplaint[] {
  return entries
    .filter(({ type }) => catalog.definitionOf(type) === undefined)
    .map(({ type, place }) => ({
      code: 'UNKNOWN_EVENT',
      found: `${String(place)} for ${type}`,
      required: 'a type of the contracts',
    }));
}

function sharedNames(entries: readonly Entry[]): readonly HandlerComplaint[] {
  const ofEachClass = new Map(entries.map(({ place }) => [place.owner, place])).values();
  const owners = grouped([...ofEachClass], ({ owner }) => processNameOf(owner) ?? '');
  return [...owners]
    .filter(([name, places]) => name !== '' && places.length > 1)
    .map(([name, places]) => ({
      code: 'NAME_TAKEN',
      found: `${name} on ${places.map(({ className }) => className).join(' and ')}`,
      required: 'a name of its own for each class',
    }));
}

function second(entries: readonly Entry[]): readonly HandlerComplaint[] {
  const alike = grouped(
    entries,
    ({ place: { owner, className }, type }) => `${processNameOf(owner) ?? className} for ${type}`,
  );
  return [...alike]
    .filter(([, found]) => found.length > 1)
    .map(([what, found]) => ({
      code: 'SECOND_HANDLER',
      found: `${found.map(({ place }) => String(place)).join(' and ')} of ${what}`,
      required: 'one handler of a process for each event',
    }));
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
