import type { EventStore } from '#libs/event-store';
import type { StreamName } from '#libs/kernel';
import type { Aggregate, ContextDefinition } from './context.ts';

/** A stream whose events its own decider cannot fold, or that no decider knows. */
export interface UnfoldableStream {
  readonly stream: StreamName;
  /** The revision at which it failed; -1 when no decider knows the stream. */
  readonly revision: number;
  readonly message: string;
}

export interface FoldReport {
  readonly streams: number;
  readonly events: number;
  readonly unfoldable: readonly UnfoldableStream[];
}

const STREAMS_AT_ONCE = 16;

/** Folds every stream of the store by the decider of its aggregate. Memory is bounded by a page of stream names. */
export async function foldEveryStream(
  store: EventStore,
  contexts: readonly ContextDefinition[],
  options: { readonly onProgress: (progress: object) => void; readonly signal: AbortSignal },
): Promise<FoldReport> {
  const unfoldable: UnfoldableStream[] = [];
  let streams = 0;
  let events = 0;
  for (let after: StreamName | undefined; ;) {
    options.signal.throwIfAborted();
    const names = await store.streams({ limit: 500, ...(after === undefined ? {} : { after }) });
    for (let start = 0; start < names.length; start += STREAMS_AT_ONCE) {
      const folded = await Promise.all(
        names.slice(start, start + STREAMS_AT_ONCE).map((name) => foldStream(store, name, aggregateOf(contexts, name))),
      );
      for (const result of folded) {
        events += result.events;
        if (result.problem !== undefined) unfoldable.push(result.problem);
      }
    }
    streams += names.length;
    options.onProgress({ streams, events });
    after = names.at(-1);
    if (after === undefined) return { streams, events, unfoldable };
  }
}

/** The decider of `<context>.<aggregate>-<id>`; names of aggregates may hold dashes, so the longest that fits is the one. */
export function aggregateOf(contexts: readonly ContextDefinition[], stream: StreamName): Aggregate | undefined {
  const dot = stream.indexOf('.');
  const aggregates = contexts.find(({ name }) => name === stream.slice(0, dot))?.aggregates ?? {};
  const fitting = Object.keys(aggregates).filter((name) => stream.startsWith(`${name}-`, dot + 1));
  const longest = fitting.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : aggregates[longest];
}

async function foldStream(
  store: EventStore,
  stream: StreamName,
  aggregate: Aggregate | undefined,
): Promise<{ readonly events: number; readonly problem?: UnfoldableStream }> {
  if (aggregate === undefined)
    return { events: 0, problem: { stream, revision: -1, message: 'no decider knows this stream' } };
  let events = 0;
  try {
    let state = aggregate.initial;
    for await (const { type, data } of store.read(stream)) {
      state = aggregate.evolve(state, { ...data, type: type.slice(type.indexOf('.') + 1) });
      events += 1;
    }
    return { events };
  } catch (error) {
    return {
      events,
      problem: { stream, revision: events, message: error instanceof Error ? error.message : String(error) },
    };
  }
}
