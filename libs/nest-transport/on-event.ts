import 'reflect-metadata';
import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { EventType, GrappeEvents } from '#libs/contracts';
import type { RecordedEvent } from '#libs/kernel';
import { noteCalls, type LedgerContext } from './delivery.ts';

/** A recorded event of one of these types, with the data that its type carries. */
export type Published<Types extends EventType> = {
  [Type in Types]: RecordedEvent & { readonly type: Type; readonly data: GrappeEvents[Type] };
}[Types];

/** What `@OnEvent` decorates: an asynchronous method, because its promise is what is awaited. */
export type HandlerOf<Types extends EventType> = (event: Published<Types>, context: LedgerContext) => Promise<unknown>;

/** Identifies the transport: Nest hands its handlers to no other strategy, and hands it no handlers of another one. */
export const LEDGER = Symbol('grappe.ledger');

/** Where a handler is declared: Nest knows only its pattern. */
export class HandlerPlace {
  constructor(
    readonly owner: object,
    readonly className: string,
    readonly method: string,
  ) {}

  /** The name that `@ProcessManager` gave the class. */
  get manager(): string | undefined {
    return managerNameOf(this.owner);
  }

  toString(): string {
    return `${this.className}.${this.method}`;
  }
}

const names = new WeakMap<object, string>();

/**
 * Makes the class a process manager: a Nest controller whose `@OnEvent` methods share one position in the ledger. The name is that of
 * its position and of its lease: under another name it begins at the beginning.
 */
export function ProcessManager(name: `${string}.${string}`): ClassDecorator {
  return (target) => {
    names.set(target, name);
    Controller()(target);
  };
}

/**
 * Makes the method the process manager's handler of these events. It is given the event as it was read (nothing is parsed again) and a
 * {@link LedgerContext}. The event counts as handled when the promise of the method is fulfilled, and by nothing else; it may come
 * again, so a repeat must take no second effect.
 */
export function OnEvent<Types extends EventType>(...types: readonly [Types, ...Types[]]) {
  return <Handler extends HandlerOf<Types>>(
    prototype: object,
    method: string,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => {
    const handler = descriptor.value;
    if (handler === undefined) throw new TypeError(`@OnEvent is for methods, found ${method}`);
    const { constructor: owner } = prototype;
    const place = new HandlerPlace(owner, owner.name, method);
    descriptor.value = withMetadataOf(handler, noteCalls(handler));
    EventPattern(types, LEDGER, { place })(prototype, method, descriptor);
  };
}

/** The name that `@ProcessManager` gave the class. */
export function managerNameOf(owner: object): string | undefined {
  return names.get(owner);
}

/** Other decorators keep their metadata (guards, filters) at the function. */
function withMetadataOf<Handler extends object>(from: object, to: Handler): Handler {
  for (const key of Reflect.getOwnMetadataKeys(from))
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, from), to);
  return to;
}
