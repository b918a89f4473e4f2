import { describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import {
  accept,
  calendarDate,
  instant,
  reject,
  streamName,
  type Decider,
  type StreamName,
  type Uuid,
} from '#libs/kernel';
import { CountedIds, countedUuid } from '#libs/kernel/testing';
import { RevisionConflict, type EventStore } from '#libs/event-store';
import { CommandRunner, step, type CommandContext } from './index.ts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { collect, ContractSamples, readStream } from '#libs/event-store/testing';

/** An organisation's names, which is enough to decide, refuse and have nothing to do. */
type Rename = { readonly name: string };
type Renamed = { readonly type: 'OrganisationRenamed'; organisationId: string; name: string; since: string };
type Refusal = { readonly type: 'MBR_NAME_TAKEN'; readonly name: string };
type Names = readonly string[];

let decisions = 0;
const naming: Decider<Rename, Names, Renamed, Refusal> = {
  initial: [],
  evolve: (names, { name }) => [...names, name],
  decide: ({ name }, names) => {
    decisions += 1;
    if (names.at(-1) === name) return accept();
    if (names.includes(name)) return reject({ type: 'MBR_NAME_TAKEN', name });
    return accept({ type: 'OrganisationRenamed', organisationId: countedUuid(7), name, since: '2016-03-31' });
  },
};

interface Naming {
  readonly type: 'ClusterNamed';
  readonly clusterId: string;
  readonly name: string;
  readonly nameKind: 'final';
  readonly since: string;
  readonly embargoUntil?: string;
}
/** Names a cluster, under embargo when told. */
const clusterNaming: Decider<{ embargoUntil?: string }, null, Naming, never> = {
  initial: null,
  evolve: () => null,
  decide: (command) =>
    accept({
      type: 'ClusterNamed',
      clusterId: countedUuid(8),
      name: 'Digital League',
      nameKind: 'final',
      since: '2016-03-31',
      ...command,
    }),
};

const ids = new CountedIds(9);
const samples = new ContractSamples(8);

function contextWith(commandId: Uuid = ids.next(), changes: Partial<CommandContext> = {}): CommandContext {
  return {
    commandId,
    commandHash: 'a'.repeat(64),
    actor: { subject: 'staff:jb' },
    recordedAt: instant('2016-03-31T10:00:00Z'),
    effectiveAt: calendarDate('2016-04-01'),
    correlationId: countedUuid(1),
    ...changes,
  };
}

function setUp(wrap: (store: EventStore) => EventStore = (store) => store, maxRetries?: number) {
  const store = wrap(new MemoryEventStore(catalog));
  return { store, runner: new CommandRunner({ store, catalog, ids, maxRetries }) };
}

/** Lets somebody else append just before each of the next appends, as another process would. */
function withRival(store: EventStore, stream: StreamName, times: number): EventStore {
  let left = times;
  return Object.assign(Object.create(store) as EventStore, {
    read: store.read.bind(store),
    readCommand: store.readCommand.bind(store),
    appendAll: async (...request: Parameters<EventStore['appendAll']>) => {
      left -= 1;
      if (left >= 0) await store.append(stream, 'any', [samples.renamed(`rival ${String(left)}`)]);
      return store.appendAll(...request);
    },
  });
}

describe('the command runner', () => {
  it('stores what was decided, named by the context of the stream, with the context of the command', async () => {
    const { store, runner } = setUp();
    const stream = samples.organisation();
    const context = contextWith(ids.next(), { causationId: countedUuid(2), evidence: [{ title: 'Minutes' }] });
    const outcome = await runner.run(step(naming, stream, { name: 'A' }), context);
    const [event] = await readStream(store, stream);
    expect(event).toEqual({
      id: event?.id,
      type: 'membership.OrganisationRenamed',
      schemaVersion: 1,
      stream,
      revision: 0n,
      data: { organisationId: countedUuid(7), name: 'A', since: '2016-03-31' },
      metadata: { ...context, visibility: { kind: 'public' } },
    });
    expect(outcome).toEqual({
      ok: true,
      revision: 0n,
      events: [{ id: event?.id, type: 'membership.OrganisationRenamed', stream, revision: 0n }],
      repeated: false,
      commandHash: 'a'.repeat(64),
    });
  });

  it('decides on the state that the stream has', async () => {
    const { runner } = setUp();
    const stream = samples.organisation();
    for (const name of ['A', 'B']) await runner.run(step(naming, stream, { name }), contextWith());
    const again = await runner.run(step(naming, stream, { name: 'A' }), contextWith());
    expect(again).toEqual({ ok: false, rejection: { type: 'MBR_NAME_TAKEN', name: 'A' } });
    expect(await runner.load(naming, stream)).toEqual({ state: ['A', 'B'], revision: 1n });
  });

  it('what is already so is a success without events, at the revision of the stream', async () => {
    const { store, runner } = setUp();
    const stream = samples.organisation();
    await runner.run(step(naming, stream, { name: 'A' }), contextWith());
    const again = await runner.run(step(naming, stream, { name: 'A' }), contextWith());
    expect(again).toMatchObject({ ok: true, revision: 0n, events: [], repeated: false });
    expect(await readStream(store, stream)).toHaveLength(1);
  });

  it('a stream without events has no revision', async () => {
    const { runner } = setUp();
    expect(await runner.load(naming, samples.organisation())).toEqual({ state: [], revision: undefined });
  });

  it.each([
    [{ embargoUntil: '2016-05-23' }, { kind: 'embargoed', until: '2016-05-23' }],
    [{}, { kind: 'public' }],
  ])('an event with %p is %p', async (command, visibility) => {
    const { store, runner } = setUp();
    const stream = streamName('membership', 'cluster', samples.id());
    await runner.run(step(clusterNaming, stream, command), contextWith());
    expect((await readStream(store, stream))[0]?.metadata.visibility).toEqual(visibility);
  });

  describe('the same command again', () => {
    it.each(['B', 'A', 'C'])(
      'gives the first answer without a decision that counts, now asking for %s',
      async (name) => {
        const { store, runner } = setUp();
        const stream = samples.organisation();
        const context = contextWith();
        await runner.run(step(naming, stream, { name: 'A' }), contextWith());
        const first = await runner.run(step(naming, stream, { name: 'B' }), context);
        await runner.run(step(naming, stream, { name: 'Z' }), contextWith());
        const again = await runner.run(step(naming, stream, { name }), { ...context, commandHash: 'b'.repeat(64) });
        expect(again).toEqual({ ...first, repeated: true });
        expect(await readStream(store, stream)).toHaveLength(3);
      },
    );

    it('also where the caller expects a revision that is no longer, or would be stopped now', async () => {
      const { runner } = setUp();
      const stream = samples.organisation();
      const context = contextWith();
      await runner.run(step(naming, stream, { name: 'A' }), contextWith());
      const first = await runner.run(step(naming, stream, { name: 'B' }), context, { expected: 0n });
      expect(await runner.run(step(naming, stream, { name: 'B' }), context, { expected: 0n })).toEqual({
        ...first,
        repeated: true,
      });
      const before = (): void => {
        throw new Error('not any more');
      };
      expect(await runner.run(step(naming, stream, { name: 'B' }), context, { before })).toEqual({
        ...first,
        repeated: true,
      });
    });

    it('twenty times at once: one copy and one answer', async () => {
      const { store, runner } = setUp();
      const stream = samples.organisation();
      const context = contextWith();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => runner.run(step(naming, stream, { name: 'A' }), context)),
      );
      expect(new Set(outcomes.map((outcome) => (outcome.ok ? outcome.events[0]?.id : 'refused'))).size).toBe(1);
      expect(await readStream(store, stream)).toHaveLength(1);
    });
  });

  describe('while others write', () => {
    it('decides anew on the state they left', async () => {
      const stream = samples.organisation();
      const { store, runner } = setUp((inner) => withRival(inner, stream, 3));
      decisions = 0;
      const outcome = await runner.run(step(naming, stream, { name: 'A' }), contextWith());
      expect(outcome).toMatchObject({ ok: true, revision: 3n });
      expect(decisions).toBe(4);
      expect((await readStream(store, stream)).map(({ data }) => data['name'])).toEqual([
        'rival 2',
        'rival 1',
        'rival 0',
        'A',
      ]);
    });

    it('may then be refused', async () => {
      const stream = samples.organisation();
      const { runner } = setUp((inner) => withRival(inner, stream, 1));
      await runner.load(naming, stream);
      const outcome = await runner.run(step(naming, stream, { name: 'rival 0' }), contextWith());
      expect(outcome).toMatchObject({ ok: true, events: [] });
    });

    it('gives up after so many tries, with the conflict', async () => {
      const stream = samples.organisation();
      const { runner } = setUp((inner) => withRival(inner, stream, 99), 2);
      decisions = 0;
      await expect(runner.run(step(naming, stream, { name: 'A' }), contextWith())).rejects.toBeInstanceOf(
        RevisionConflict,
      );
      expect(decisions).toBe(3);
    });

    it('twenty commands at once on one stream all take effect', async () => {
      const { store, runner } = setUp(undefined, 20);
      const stream = samples.organisation();
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          runner.run(step(naming, stream, { name: String(index) }), contextWith()),
        ),
      );
      expect(new Set((await readStream(store, stream)).map(({ data }) => data['name'])).size).toBe(20);
    });

    it('another runner with an older state in mind decides on the newest', async () => {
      const { store, runner } = setUp();
      const other = new CommandRunner({ store, catalog, ids });
      const stream = samples.organisation();
      for (const [index, each] of [runner, other, runner, other, other, runner].entries())
        await each.run(step(naming, stream, { name: String(index) }), contextWith());
      expect((await runner.load(naming, stream)).state).toEqual(['0', '1', '2', '3', '4', '5']);
      expect(await other.run(step(naming, stream, { name: '0' }), contextWith())).toMatchObject({ ok: false });
    });
  });

  describe('what the caller has seen', () => {
    it.each([
      [0, 1n, undefined],
      [2, 0n, 1n],
      [2, 2n, 1n],
    ])('with %i events, expecting %s: a conflict with the revision found', async (count, expected, actual) => {
      const { store, runner } = setUp();
      const stream = samples.organisation();
      for (let index = 0; index < count; index += 1)
        await runner.run(step(naming, stream, { name: String(index) }), contextWith());
      const attempt = runner.run(step(naming, stream, { name: 'new' }), contextWith(), { expected });
      await expect(attempt).rejects.toMatchObject({ name: 'RevisionConflict', stream, expected, actual });
      expect(await readStream(store, stream)).toHaveLength(count);
    });

    it('is not retried when somebody writes in between', async () => {
      const stream = samples.organisation();
      const inner = new MemoryEventStore(catalog);
      await inner.append(stream, 'no-stream', [samples.renamed('first')]);
      const { runner } = setUp(() => withRival(inner, stream, 1));
      const attempt = runner.run(step(naming, stream, { name: 'A' }), contextWith(), { expected: 0n });
      await expect(attempt).rejects.toMatchObject({ name: 'RevisionConflict', actual: 1n });
    });

    it('the state is shown before the decision, and an error there stops the command', async () => {
      const { store, runner } = setUp();
      const stream = samples.organisation();
      await runner.run(step(naming, stream, { name: 'A' }), contextWith());
      const shown: unknown[] = [];
      const before = (state: unknown): void => {
        shown.push(state);
        throw new TypeError('not yours');
      };
      await expect(runner.run(step(naming, stream, { name: 'B' }), contextWith(), { before })).rejects.toThrow(
        'not yours',
      );
      expect(shown).toEqual([['A']]);
      expect(await readStream(store, stream)).toHaveLength(1);
    });
  });

  describe('several decisions as one', () => {
    const two = () => [samples.organisation(), samples.organisation()] as const;

    it('are recorded together, and the revision is that of the first stream', async () => {
      const { store, runner } = setUp();
      const [one, other] = two();
      await runner.run(step(naming, one, { name: 'old' }), contextWith());
      const outcome = await runner.runAll(
        [step(naming, one, { name: 'A' }), step(naming, other, { name: 'B' })],
        contextWith(),
      );
      expect(outcome).toMatchObject({
        ok: true,
        revision: 1n,
        events: [
          { stream: one, revision: 1n },
          { stream: other, revision: 0n },
        ],
      });
      expect(await readStream(store, other)).toHaveLength(1);
    });

    it('are recorded not at all when one is refused; the first refusal in their order is the answer', async () => {
      const { store, runner } = setUp();
      const [one, other] = two();
      for (const stream of [one, other])
        for (const name of ['A', 'B']) await runner.run(step(naming, stream, { name }), contextWith());
      const fresh = samples.organisation();
      const outcome = await runner.runAll(
        [step(naming, fresh, { name: 'F' }), step(naming, other, { name: 'A' }), step(naming, one, { name: 'A' })],
        contextWith(),
      );
      expect(outcome).toEqual({ ok: false, rejection: { type: 'MBR_NAME_TAKEN', name: 'A' } });
      expect(await readStream(store, fresh)).toEqual([]);
    });

    it('on one stream are decided one upon the other', async () => {
      const { store, runner } = setUp();
      const stream = samples.organisation();
      const steps = ['A', 'B', 'B'].map((name) => step(naming, stream, { name }));
      await expect(runner.runAll(steps, contextWith())).resolves.toMatchObject({ ok: true, revision: 1n });
      expect((await readStream(store, stream)).map(({ data }) => data['name'])).toEqual(['A', 'B']);
    });

    it('that change some streams only leave the others alone', async () => {
      const { store, runner } = setUp();
      const [one, other] = two();
      await runner.run(step(naming, one, { name: 'A' }), contextWith());
      const outcome = await runner.runAll(
        [step(naming, one, { name: 'A' }), step(naming, other, { name: 'B' })],
        contextWith(),
      );
      expect(outcome).toMatchObject({ ok: true, revision: 0n, events: [{ stream: other }] });
      expect(await readStream(store, one)).toHaveLength(1);
    });

    it('that are none: a success without events', async () => {
      const { runner } = setUp();
      expect(await runner.runAll([], contextWith())).toMatchObject({ ok: true, revision: undefined, events: [] });
    });

    it('are retried together when one stream moved, and repeated together', async () => {
      const [one, other] = two();
      const { store, runner } = setUp((inner) => withRival(inner, other, 2));
      const context = contextWith();
      const steps = [step(naming, one, { name: 'A' }), step(naming, other, { name: 'B' })];
      const first = await runner.runAll(steps, context);
      expect(first).toMatchObject({ ok: true, repeated: false });
      expect(await runner.runAll(steps, context)).toEqual({ ...first, repeated: true });
      expect((await collect(store.read(other))).map(({ data }) => data['name'])).toEqual(['rival 1', 'rival 0', 'B']);
    });
  });

  it('a bug in a decider stops the command and stores nothing', async () => {
    const { store, runner } = setUp();
    const stream = samples.organisation();
    const broken: typeof naming = {
      ...naming,
      decide: () => {
        throw new RangeError('impossible');
      },
    };
    await expect(runner.run(step(broken, stream, { name: 'A' }), contextWith())).rejects.toThrow('impossible');
    expect(await readStream(store, stream)).toEqual([]);
  });

  it('an event that its schema does not allow is refused by the store, as a bug', async () => {
    const { runner } = setUp();
    const attempt = runner.run(step(naming, samples.organisation(), { name: '' }), contextWith());
    await expect(attempt).rejects.toMatchObject({ name: 'InvalidAppend', reason: 'schema' });
  });
});
