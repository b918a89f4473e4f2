import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import {
  accept,
  aggregate,
  calendarDate,
  instant,
  streamName,
  type DomainEventShape,
  type JsonObject,
  type StreamName,
} from '#libs/kernel';
import { CountedIds } from '#libs/kernel/testing';
import type { ContextDefinition } from './context.ts';
import { aggregateOf, foldEveryStream } from './stream-folds.ts';

const since = '2016-01-01';
const counted = (context: string, name: string) =>
  aggregate({
    context,
    name,
    initial: 0,
    evolve: (count: number, _event: DomainEventShape) => count + 1,
    decide: () => accept<DomainEventShape>(),
  });
const named = (context: string, name: string) =>
  aggregate({
    context,
    name,
    initial: '',
    evolve: (_state: string, event: DomainEventShape) => {
      if (event.type === 'OrganisationRenamed') throw new Error('renamed before it was known');
      return event.type;
    },
    decide: () => accept<DomainEventShape>(),
  });

function context(name: string, ...aggregates: ContextDefinition['aggregates']): ContextDefinition {
  return { name, port: 0, aggregates, commands: [], projections: [], processManagers: [], queries: [] };
}

describe('the decider of a stream', () => {
  const [book, loan, bottle] = [counted('shelf', 'book'), named('shelf', 'book-loan'), named('cellar', 'book')];
  const contexts = [context('shelf', book, loan), context('cellar', bottle)];

  it.each([
    ['shelf.book-1', book],
    ['cellar.book-1', bottle],
    ['shelf.book-loan-1', loan],
    ['shelf.book-loaned-1', book],
    ['shelf.bookmark-1', undefined],
    ['attic.book-1', undefined],
  ])('%s', (stream, found) => {
    expect(aggregateOf(contexts, stream as StreamName)).toBe(found);
  });
});

describe('folding every stream', () => {
  let store: MemoryEventStore;
  const ids = new CountedIds();
  beforeEach(() => {
    store = new MemoryEventStore(catalog);
  });
  afterEach(() => store.close());

  async function put(stream: StreamName, type: string, data: JsonObject): Promise<void> {
    await store.append(stream, 'any', [
      {
        id: ids.next(),
        type: `membership.${type}`,
        schemaVersion: 1,
        data,
        metadata: {
          recordedAt: instant('2016-01-01T10:00:00Z'),
          effectiveAt: calendarDate(since),
          actor: { id: 'spec' },
          correlationId: ids.next(),
          visibility: { kind: 'public' },
        },
      },
    ]);
  }

  async function organisation(): Promise<StreamName> {
    const organisationId = ids.next();
    const stream = streamName('membership', 'organisation', organisationId);
    await put(stream, 'OrganisationRegistered', { organisationId, name: 'Alto', kind: 'company', since });
    return stream;
  }

  const foldAll = (
    contexts: readonly ContextDefinition[],
    signal = new AbortController().signal,
    ownStreamsOnly = false,
  ) => {
    const progress: object[] = [];
    const onProgress = (line: object): void => void progress.push(line);
    const report = foldEveryStream(store, contexts, { onProgress, signal, ownStreamsOnly });
    return { report, progress };
  };

  it('counts streams and events, and finds nothing wrong with what folds', async () => {
    for (let count = 0; count < 40; count += 1) await organisation();
    const { report, progress } = foldAll([context('membership', named('membership', 'organisation'))]);
    expect(await report).toEqual({ streams: 40, events: 40, unfoldable: [] });
    expect(progress[0]).toEqual({ streams: 40, events: 40 });
  });

  it('leaves the streams of others out where they run elsewhere, and reports them where nobody does', async () => {
    await organisation();
    const shelf = [context('shelf', counted('shelf', 'book'))];
    expect(await foldAll(shelf, undefined, true).report).toEqual({ streams: 0, events: 0, unfoldable: [] });
    expect(await foldAll(shelf).report).toMatchObject({ streams: 1, unfoldable: [{ revision: -1 }] });
  });

  it('names the stream and the revision at which a decider fails, and goes on', async () => {
    const bad = await organisation();
    await organisation();
    await put(bad, 'OrganisationRenamed', { organisationId: bad.slice(-36), name: 'Boréa', since });
    const { report } = foldAll([context('membership', named('membership', 'organisation'))]);
    expect(await report).toEqual({
      streams: 2,
      events: 2,
      unfoldable: [{ stream: bad, revision: 1, message: 'renamed before it was known' }],
    });
  });

  it('names the streams that no decider knows', async () => {
    const stream = await organisation();
    expect(await foldAll([]).report).toMatchObject({
      streams: 1,
      events: 0,
      unfoldable: [{ stream, revision: -1, message: 'no decider knows this stream' }],
    });
  });

  it('of an empty store finds nothing', async () => {
    expect(await foldAll([]).report).toEqual({ streams: 0, events: 0, unfoldable: [] });
  });

  it('stops when it is aborted', async () => {
    await organisation();
    await expect(foldAll([], AbortSignal.abort(new Error('gone'))).report).rejects.toThrow('gone');
  });
});
