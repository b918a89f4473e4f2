import type pg from 'pg';
import { MissingPosition, type RecordedEvent } from '#libs/kernel';
import { joinEmpty } from '#libs/signal';
import { claimConsumer, findConsumer, moveConsumer, pauseConsumer, StaleConsumer } from './consumer-rows.ts';
import type { ConsumerError, ConsumerOwner } from './consumer-rows.ts';
import { pause, underLease, type LeasedOptions, type Running } from './leased.ts';
import { CONSUMER_POLICY, GivenUp, tryByPolicy, type ConsumerPolicy } from './policy.ts';
import { withoutHandled, type MessageSource } from './port.ts';

export interface ConsumerOptions extends LeasedOptions {
  /** The name of its position and of its lease: `<context>.<consumer>`. */
  readonly name: string;
  readonly source: MessageSource;
  readonly contexts: readonly string[];
  readonly types?: readonly string[] | undefined;
  readonly pageSize?: number | undefined;
  /** Whether it is given events as they are stored; as `ReadOptions.asStored`. */
  readonly asStored?: boolean | undefined;
  /** The effect of one event. It may be called again with the same event, so a repeat must take no second effect. */
  readonly handle: (event: RecordedEvent, signal: AbortSignal) => Promise<void>;
  /** Hears of the events of a page before the first of them is handled, so that what they need can be read for many at once. */
  readonly expect?: ((page: readonly RecordedEvent[]) => void) | undefined;
  readonly policy?: Partial<ConsumerPolicy> | undefined;
  /** After so long inside a page the position moves, for observers and so that a crash repeats less. Default: 1,000 ms. */
  readonly moveAfterMs?: number | undefined;
  /** How long the position may lag behind events that the consumer does not handle. Default: 100 ms. */
  readonly restMs?: number | undefined;
  /** Hears at once how far it has passed events that it does not handle; undefined when it is not run here any more. */
  readonly onPassed?: ((next: bigint | undefined) => void) | undefined;
}

/**
 * Handles events one after the other in ledger order, at least once, in one process at a time: the position moves after the
 * effect, fenced by the lease's epoch. An event that cannot be handled pauses the consumer there: nothing is skipped, no other
 * consumer is disturbed, and the process goes on. Resolves when the signal is aborted; never rejects.
 */
export async function runConsumer(options: ConsumerOptions): Promise<void> {
  const { name } = options;
  await underLease(`consumer:${name}`, options, (epoch, running) => own({ name, epoch }, running));
}

type RunningConsumer = Running<ConsumerOptions>;

/** Runs until the lease is lost or the consumer ends. It waits while a server is away, which concerns every consumer. */
async function own(owner: ConsumerOwner, options: RunningConsumer): Promise<void> {
  const { signal, pollMs, onFault, pool, onPassed } = options;
  const aborted = (): boolean => signal.aborted;
  while (!aborted()) {
    try {
      const claimed = await claimConsumer(pool, owner);
      if (claimed.state === 'paused') await untilResumed(options);
      else await follow(owner, claimed.position, options).finally(() => onPassed?.(undefined));
    } catch (error) {
      if (error instanceof StaleConsumer || aborted()) return;
      onFault(error instanceof GivenUp ? error.reason : error);
      if (!(await pauseAtFault(owner, error, options))) await pause(pollMs, signal);
    }
  }
}

async function follow(owner: ConsumerOwner, from: bigint, options: RunningConsumer): Promise<void> {
  const { source, pool, contexts, types, pageSize, asStored, signal, restMs = 100, onPassed } = options;
  let position = from;
  const moveTo = async (next: bigint): Promise<void> => {
    if (next === position) return;
    await moveConsumer(pool, owner, position, next);
    position = next;
  };
  const request = { from, contexts, types, pageSize, asStored };
  const pages = joinEmpty((same) => source.consume({ ...request, signal: same }), {
    restMs,
    signal,
    onEmpty: (next) => onPassed?.(next),
  });
  for await (const page of pages) {
    const { events, next } = withoutHandled(page, position);
    const handled = await handleEach(events, position, options, moveTo);
    const last = events.at(-1);
    await moveTo(last === undefined || handled > last.position ? next : handled);
    if (signal.aborted) return;
  }
}

/**
 * Handles the events of a page and answers with the first position that is not handled. The position in the database moves once for
 * a page, because a commit for each event would cost more than most effects, and also inside a page that takes long; a fault leaves
 * it at the event that failed.
 */
async function handleEach(
  events: readonly RecordedEvent[],
  from: bigint,
  options: RunningConsumer,
  moveTo: (next: bigint) => Promise<void>,
): Promise<bigint> {
  const { handle, moveAfterMs = 1_000 } = options;
  let handled = from;
  options.expect?.(events);
  let movedAt = performance.now();
  for (const event of events) {
    if (options.signal.aborted) break;
    if (performance.now() - movedAt > moveAfterMs) {
      await moveTo(handled);
      movedAt = performance.now();
    }
    try {
      await tryByPolicy((signal) => handle(event, signal), options, { ...CONSUMER_POLICY, ...options.policy });
    } catch (error) {
      await moveTo(handled);
      throw error instanceof GivenUp ? new GivenUp(error.reason, event) : error;
    }
    handled = event.position + 1n;
  }
  return handled;
}

/** True when the error is one that stops the consumer, and the consumer is paused at it now. */
async function pauseAtFault(
  owner: ConsumerOwner,
  error: unknown,
  { pool, onFault }: RunningConsumer,
): Promise<boolean> {
  try {
    const stop = stopOf(error) ?? (await stopOfReading(error, owner, pool));
    if (stop === undefined) return false;
    await pauseConsumer(pool, owner, stop.position, stop.error);
    return true;
  } catch (again) {
    onFault(again);
    return false;
  }
}

/** Why a consumer pauses, and where. */
interface Stop {
  readonly position: bigint;
  readonly error: ConsumerError;
}

/** What is stored cannot be read, however often it is tried: a text whose key is missing, one that was altered. By name, as of another realm. */
const UNREADABLE: readonly unknown[] = ['UnknownKey', 'BrokenSeal', 'RecordDiffers'];

/** Pages end before what cannot be read, so that the consumer stands at it. */
async function stopOfReading(error: unknown, { name }: ConsumerOwner, pool: pg.Pool): Promise<Stop | undefined> {
  if (!(error instanceof Error) || !UNREADABLE.includes(error.name)) return undefined;
  const { position = 0n } = (await findConsumer(pool, name)) ?? {};
  return { position, error: { message: error.message } };
}

function stopOf(error: unknown): Stop | undefined {
  if (error instanceof MissingPosition) return { position: error.position, error: { message: error.message } };
  if (!(error instanceof GivenUp) || error.event === undefined) return undefined;
  const { position, stream, type, id } = error.event;
  return { position, error: { message: error.message, stream, type, eventId: id } };
}

async function untilResumed({ name, pool, pollMs, signal }: RunningConsumer): Promise<void> {
  do await pause(pollMs, signal);
  while (!signal.aborted && (await findConsumer(pool, name))?.state === 'paused');
}
