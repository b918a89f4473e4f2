import type { EventStore } from '#libs/event-store';
import { requireSettled, unsettledIn, type AnyAggregate, type StreamName } from '#libs/kernel';
import type { ContextDefinition } from './context.ts';

/** A stream whose events its own decider cannot fold, or that no decider knows. */
interface UnfoldableStream {
  readonly stream: StreamName;
  /** The revision at which it failed; -1 when no decider knows the stream. */
  readonly revision: number;
  readonly message: string;
}

const STREAMS_AT_ONCE = 16;

interface FoldOptions {
  readonly onProgress: (progress: object) => void;
  readonly signal: AbortSignal;
  /** Leaves streams of other contexts out, instead of reporting that no decider here knows them. */
  readonly ownStreamsOnly?: boolean | undefined;
}

/** Folds every stream of the store by the decider of its aggregate. Memory is bounded by a page of stream names. */
export async function foldEveryStream(store: EventStore, contexts: readonly ContextDefinition[], options: FoldOptions) {
  const prefixes = options.ownStreamsOnly === true ? contexts.map(({ name }) => `${name}.`) : [''];
  const report = { streams: 0, events: 0, unfoldable: [] as UnfoldableStream[] };
  for (const prefix of prefixes) {
    for await (const names of pagesOfStreams(store, prefix)) {
      options.signal.throwIfAborted();
      for (let start = 0; start < names.length; start += STREAMS_AT_ONCE) {
        const part = names.slice(start, start + STREAMS_AT_ONCE);
        const folded = await Promise.all(part.map((name) => foldStream(store, name, aggregateOf(contexts, name))));
        for (const { events, problem } of folded) {
          report.events += events;
          if (problem !== undefined) report.unfoldable.push(problem);
        }
      }
      report.streams += names.length;
      options.onProgress({ streams: report.streams, events: report.events });
    }
  }
  return report;
}

async function* pagesOfStreams(store: EventStore, prefix: string): AsyncGenerator<readonly StreamName[]> {
  for (let after: StreamName | undefined; ;) {
    const names = await store.streams({ prefix, limit: 500, ...(after === undefined ? {} : { after }) });
    yield names;
    after = names.at(-1);
    if (after === undefined) return;
  }
}

/** The decider of `<context>.<aggregate>-<id>`; names of aggregates may hold dashes, so the longest that fits is taken. */
export function aggregateOf(contexts: readonly ContextDefinition[], stream: StreamName): AnyAggregate | undefined {
  const dot = stream.indexOf('.');
  const aggregates = contexts.find(({ name }) => name === stream.slice(0, dot))?.aggregates ?? [];
  const fitting = aggregates.filter(({ name }) => stream.startsWith(`${name}-`, dot + 1));
  return fitting.toSorted((a, b) => b.name.length - a.name.length)[0];
}

async function foldStream(
  store: EventStore,
  stream: StreamName,
  aggregate: AnyAggregate | undefined,
): Promise<{ readonly events: number; readonly problem?: UnfoldableStream }> {
  if (aggregate === undefined)
    return { events: 0, problem: { stream, revision: -1, message: 'no decider knows this stream' } };
  let events = 0;
  let settled = 0;
  try {
    let state = aggregate.initial;
    for await (const { id, type, data } of store.read(stream)) {
      state = aggregate.evolve(state, { ...data, type: type.slice(type.indexOf('.') + 1) }, id);
      events += 1;
      if (unsettledIn(state) === undefined) settled = events;
    }
    requireSettled(state);
    return { events };
  } catch (error) {
    return {
      events,
      problem: { stream, revision: settled, message: error instanceof Error ? error.message : String(error) },
    };
  }
}
