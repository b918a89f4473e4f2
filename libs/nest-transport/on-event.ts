import 'reflect-metadata';
import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { EventType, GrappeEvents } from '#libs/contracts';
import type { RecordedEvent } from '#libs/kernel';
import { noted, type LedgerContext } from './delivery.ts';

/** A recorded event of one of these types, with the data that its type carries. */
export type Published<Types extends EventType> = {
  [Type in Types]: RecordedEvent & { readonly type: Type; readonly data: GrappeEvents[Type] };
}[Types];

/** What `@OnEvent` may stand above: whoever is asked promises, because the promise is what is waited for. */
export type HandlerOf<Types extends EventType> = (event: Published<Types>, context: LedgerContext) => Promise<unknown>;

/** Handlers of this transport are for the ledger: Nest hands them to no other strategy, and to the ledger no others that name one. */
export const LEDGER = Symbol('grappe.ledger');

/** Where a handler was written: what Nest knows of it is its pattern only. */
export class HandlerPlace {
  constructor(
    readonly owner: object,
    readonly className: string,
    readonly method: string,
  ) {}

  /** The name that `@Process` gave the class. */
  get process(): string | undefined {
    return processNameOf(this.owner);
  }

  toString(): string {
    return `${this.className}.${this.method}`;
  }
}

const names = new WeakMap<object, string>();

/**
 * Makes the class a process: a Nest controller whose `@OnEvent` methods share one place in the ledger. The name is the name of its
 * position and of its lease; who renames a process begins at the beginning.
 */
export function Process(name: `${string}.${string}`): ClassDecorator {
  return (target) => {
    names.set(target, name);
    Controller()(target);
  };
}

/**
 * Makes the method the process's handler of these events. It is given the event as it was read (nothing is parsed again) and a
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
    descriptor.value = withMetadataOf(handler, noted(handler));
    EventPattern(types, LEDGER, { place })(prototype, method, descriptor);
  };
}

/** The name that `@Process` gave the class. */
export function processNameOf(owner: object): string | undefined {
  return names.get(owner);
}

/** What other decorators said of the method (its guards, its filters) stands at the function. */
function withMetadataOf<Handler extends object>(from: object, to: Handler): Handler {
  for (const key of Reflect.getOwnMetadataKeys(from))
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, from), to);
  return to;
}
