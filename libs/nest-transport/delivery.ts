import { AsyncLocalStorage } from 'node:async_hooks';
import type { PreRequestHook } from '@nestjs/common';
import { BaseRpcContext } from '@nestjs/microservices';
import { catchError, isObservable, lastValueFrom } from 'rxjs';
import type { RecordedEvent } from '#libs/kernel';

/** What a handler, guard or interceptor may know of a delivery: `@Ctx()`, or `host.switchToRpc().getContext()`. */
export class LedgerContext extends BaseRpcContext<[manager: string, event: RecordedEvent, signal: AbortSignal]> {
  /** The name of the process manager. */
  get manager(): string {
    return this.args[0];
  }

  /** The event as it was read, whatever a pipe made of the payload. */
  get event(): RecordedEvent {
    return this.args[1];
  }

  /** The place of the event in the ledger; the same whenever it comes again. */
  get position(): bigint {
    return this.args[1].position;
  }

  /** Aborted when the lease is lost or the application ends: what is still done then may be done by another at the same time. */
  get signal(): AbortSignal {
    return this.args[2];
  }
}

/** A delivery ended and the handler had not been called: a guard, pipe, interceptor or filter stood before it. */
export class HandlerNotReached extends Error {
  override readonly name = 'HandlerNotReached';
  readonly manager: string;
  readonly type: string;
  readonly position: bigint;

  constructor({ manager, event: { type, position } }: LedgerContext, options?: ErrorOptions) {
    const why = options === undefined ? '' : `: ${messageOf(options.cause)}`;
    super(`${manager}: ${type} at position ${String(position)} ended before its handler was called${why}`, options);
    this.manager = manager;
    this.type = type;
    this.position = position;
  }
}

/** The outcome of one delivery, as the handler itself and what stands around it know it; what filters make of it is not asked. */
class Delivery {
  constructor(readonly context: LedgerContext) {}

  /** The calls of the handler, in order: an interceptor may try it again. */
  readonly calls: Promise<unknown>[] = [];
  /** True when what goes wrong in it is seen before a filter has it. */
  isWatched = false;
  /** What went wrong around the handler or in it, before a filter had it. */
  failure: { readonly error: unknown } | undefined;
}

const current = new AsyncLocalStorage<Delivery>();

/**
 * The same handler, whose calls are noted in the delivery of which they are part. What Nest does not pass by itself (the context,
 * and the event where only another parameter is decorated) it is given as well.
 */
export function noteCalls<Handler extends (...args: never[]) => Promise<unknown>>(handler: Handler): Handler {
  return new Proxy(handler, {
    apply: (target, self: unknown, [event, context]: readonly unknown[]) => {
      const delivery = current.getStore();
      const args = [event ?? delivery?.context.event, context ?? delivery?.context];
      const call = (async (): Promise<unknown> => await Reflect.apply(target, self, args))();
      // Whoever drops the promise drops no error: the delivery looks at it.
      call.catch(() => undefined);
      delivery?.calls.push(call);
      return call;
    },
  });
}

/**
 * Notes in a delivery what went wrong in its guards, pipes, interceptors and handler: outermost of them, so that only filters come after
 * it. `ledgerMicroservice` registers it.
 */
export const noteFailures: PreRequestHook = (_context, next) => {
  const delivery = current.getStore();
  if (delivery === undefined) return next();
  delivery.isWatched = true;
  return next().pipe(
    catchError((error: unknown) => {
      delivery.failure = { error };
      throw error;
    }),
  );
};

/**
 * Runs what Nest made of a handler. Fulfilled when the handler was called, its (last) promise was fulfilled, and what stands around
 * it ended without an error; whatever a filter answered.
 * @throws HandlerNotReached; TypeError when the delivery is not watched; else the error of the handler or of what is around it, as it was thrown
 */
export async function deliver(context: LedgerContext, pipeline: () => Promise<unknown>): Promise<void> {
  const delivery = new Delivery(context);
  const around = await current.run(delivery, () => settle(pipeline));
  const last = (await Promise.allSettled(delivery.calls)).at(-1);
  if (last?.status === 'rejected') throw last.reason;
  const failure = delivery.failure ?? around;
  if (last === undefined) throw new HandlerNotReached(context, failure && { cause: failure.error });
  if (!delivery.isWatched) throw new TypeError(NOT_WATCHED);
  if (failure !== undefined) throw failure.error;
}

const NOT_WATCHED = 'a filter could hide errors from the ledger: make the application with ledgerMicroservice()';

async function settle(pipeline: () => Promise<unknown>): Promise<{ readonly error: unknown } | undefined> {
  try {
    const answer = await pipeline();
    if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
    return undefined;
  } catch (error) {
    return { error };
  }
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
