import { describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import {
  accept,
  aggregate,
  calendarDate,
  instant,
  reject,
  type Decision,
  type StreamName,
  type Uuid,
} from '#libs/kernel';
import { CountedIds, countedUuid } from '#libs/kernel/testing';
import { RevisionConflict, type EventStore } from '#libs/event-store';
import { PreconditionFailed, UnitOfWork, type CommandContext } from './index.ts';
import type { TransactOptions, Transaction } from './index.ts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { collect, ContractSamples, readStream } from '#libs/event-store/testing';

/** An organisation's names, which is enough to decide, refuse and have nothing to do. */
type Rename = { readonly name: string };
type Renamed = { readonly type: 'OrganisationRenamed'; organisationId: string; name: string; since: string };
type Refusal = { readonly type: 'MBR_NAME_TAKEN'; readonly name: string };
type Names = readonly string[];

let decisions = 0;
const naming = aggregate({
  context: 'membership',
  name: 'organisation',
  initial: [] as Names,
  evolve: (names: Names, { name }: Renamed): Names => [...names, name],
  decide: ({ name }: Rename, names: Names): Decision<Renamed, Refusal> => {
    decisions += 1;
    if (names.at(-1) === name) return accept();
    if (names.includes(name)) return reject({ type: 'MBR_NAME_TAKEN', name });
    return accept({ type: 'OrganisationRenamed', organisationId: countedUuid(7), name, since: '2016-03-31' });
  },
});

interface Naming {
  readonly type: 'ClusterNamed';
  readonly clusterId: string;
  readonly name: string;
  readonly nameKind: 'final';
  readonly since: string;
  readonly embargoUntil?: string;
}
/** Names a cluster, on demand under embargo. */
const clusterNaming = aggregate({
  context: 'membership',
  name: 'cluster',
  initial: null,
  evolve: (_state: null, _event: Naming) => null,
  decide: (command: { embargoUntil?: string }): Decision<Naming, never> =>
    accept({
      type: 'ClusterNamed',
      clusterId: countedUuid(8),
      name: 'Digital League',
      nameKind: 'final',
      since: '2016-03-31',
      ...command,
    }),
});

const ids = new CountedIds(9);
const samples = new ContractSamples(8);

function contextWith(commandId: Uuid = ids.next(), changes: Partial<CommandContext> = {}): CommandContext {
  return {
    commandId,
    commandHash: 'a'.repeat(64),
    actor: { id: 'staff:jb' },
    recordedAt: instant('2016-03-31T10:00:00Z'),
    effectiveAt: calendarDate('2016-04-01'),
    correlationId: countedUuid(1),
    ...changes,
  };
}

/** Renames an organisation by a command of its own. */
function renaming(unitOfWork: UnitOfWork) {
  return (id: string, name: string, context = contextWith(), options: TransactOptions = {}) =>
    unitOfWork.transact(context, (tx) => tx.decide(naming, id, { name }), { subject: naming.stream(id), ...options });
}

function setUp(wrap: (store: EventStore) => EventStore = (store) => store, maxRetries?: number) {
  const store = wrap(new MemoryEventStore(catalog));
  const unitOfWork = new UnitOfWork({ store, catalog, ids, maxRetries });
  return { store, unitOfWork, rename: renaming(unitOfWork) };
}

/** Lets somebody else append just before each of the next appends, as another process would. */
function withRival(store: EventStore, stream: StreamName, times: number): EventStore {
  let left = times;
  return Object.assign(Object.create(store) as EventStore, {
    read: store.read.bind(store),
    readCommand: store.readCommand.bind(store),
    keepAnswer: store.keepAnswer.bind(store),
    readAnswer: store.readAnswer.bind(store),
    appendAll: async (...request: Parameters<EventStore['appendAll']>) => {
      left -= 1;
      if (left >= 0) await store.append(stream, 'any', [samples.renamed(`rival ${String(left)}`)]);
      return store.appendAll(...request);
    },
  });
}

describe('a unit of work', () => {
  it('stores what was decided, named by the context of the stream, with the context of the command', async () => {
    const { store, rename } = setUp();
    const id = samples.id();
    const stream = naming.stream(id);
    const context = contextWith(ids.next(), { causationId: countedUuid(2), evidence: [{ title: 'Minutes' }] });
    const outcome = await rename(id, 'A', context);
    const [event] = await readStream(store, stream);
    expect(event).toEqual({
      id: event?.id,
      type: 'membership.OrganisationRenamed',
      schemaVersion: 1,
      stream,
      revision: 0n,
      data: { organisationId: countedUuid(7), name: 'A', since: '2016-03-31' },
      // The day of the event is its own, whatever the day of the request.
      metadata: { ...context, effectiveAt: '2016-03-31', visibility: { kind: 'public' } },
    });
    expect(outcome).toEqual({
      ok: true,
      revision: 0n,
      events: [{ id: event?.id, type: 'membership.OrganisationRenamed', stream, revision: 0n, data: event?.data }],
      repeated: false,
      commandHash: 'a'.repeat(64),
    });
  });

  it('decides on the state that the stream has', async () => {
    const { unitOfWork, rename } = setUp();
    const id = samples.id();
    for (const name of ['A', 'B']) await rename(id, name);
    expect(await rename(id, 'A')).toEqual({ ok: false, rejection: { type: 'MBR_NAME_TAKEN', name: 'A' } });
    expect(await unitOfWork.state(naming, id)).toEqual(['A', 'B']);
  });

  it('what is already so is a success without events, at the revision of the stream', async () => {
    const { store, rename } = setUp();
    const id = samples.id();
    await rename(id, 'A');
    expect(await rename(id, 'A')).toMatchObject({ ok: true, revision: 0n, events: [], repeated: false });
    expect(await readStream(store, naming.stream(id))).toHaveLength(1);
  });

  it.each([
    [{ embargoUntil: '2016-05-23' }, { kind: 'embargoed', until: '2016-05-23' }],
    [{}, { kind: 'public' }],
  ])('an event with %p is %p', async (command, visibility) => {
    const { store, unitOfWork } = setUp();
    const id = samples.id();
    await unitOfWork.transact(contextWith(), (tx) => tx.decide(clusterNaming, id, command));
    expect((await readStream(store, clusterNaming.stream(id)))[0]?.metadata.visibility).toEqual(visibility);
  });

  it('that reads and decides nothing is a bug', async () => {
    const { unitOfWork } = setUp();
    await expect(unitOfWork.transact(contextWith(), () => undefined)).rejects.toThrow('one stream at least');
  });

  describe('the same command again', () => {
    it.each(['B', 'A', 'C'])(
      'gives the first answer without a decision that counts, now asking for %s',
      async (name) => {
        const { store, rename } = setUp();
        const id = samples.id();
        const context = contextWith();
        await rename(id, 'A');
        const first = await rename(id, 'B', context);
        await rename(id, 'Z');
        const again = await rename(id, name, { ...context, commandHash: 'b'.repeat(64) });
        expect(again).toEqual({ ...first, repeated: true });
        expect(await readStream(store, naming.stream(id))).toHaveLength(3);
      },
    );

    it('also where the caller expects a revision that is no longer, or has no right any more', async () => {
      const { unitOfWork, rename } = setUp();
      const id = samples.id();
      const context = contextWith();
      await rename(id, 'A');
      const first = await rename(id, 'B', context, { expected: { match: [0n] } });
      const repeated = { ...first, repeated: true };
      expect(await rename(id, 'B', context, { expected: { match: [0n] } })).toEqual(repeated);
      const forbidden = unitOfWork.transact(context, () => {
        throw new Error('not any more');
      });
      expect(await forbidden).toEqual(repeated);
    });

    it('twenty times at once: one copy and one answer', async () => {
      const { store, rename } = setUp();
      const id = samples.id();
      const context = contextWith();
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => rename(id, 'A', context)));
      expect(new Set(outcomes.map((outcome) => (outcome.ok ? outcome.events[0]?.id : 'refused'))).size).toBe(1);
      expect(await readStream(store, naming.stream(id))).toHaveLength(1);
    });
  });

  describe('the same command again, of which the first recorded nothing', () => {
    const remember = { until: () => instant('2016-04-01T10:00:00.000Z'), isDecision: () => true };
    const at = (recordedAt: string) => contextWith(ids.next(), { recordedAt: instant(recordedAt) });

    it.each(['A', 'B', 'C'])(
      'already so, now asking for %s: the answer that it had, and nothing else',
      async (name) => {
        const { store, rename } = setUp();
        const id = samples.id();
        const context = contextWith();
        await rename(id, 'A');
        const first = await rename(id, 'A', context, { remember });
        expect(first).toMatchObject({ ok: true, revision: 0n, events: [], repeated: false });
        await rename(id, 'B');
        const again = await rename(id, name, { ...context, commandHash: 'b'.repeat(64) }, { remember });
        expect(again).toEqual({ ...first, repeated: true });
        expect(await readStream(store, naming.stream(id))).toHaveLength(2);
      },
    );

    it('says what it found there, and so says the answer that is remembered', async () => {
      const { unitOfWork } = setUp();
      const id = samples.id();
      const renames = (found: string, context: CommandContext) => {
        const work = async (tx: Transaction) => {
          const { before, after } = await tx.decide(naming, id, { name: 'A' });
          if (before === after) tx.report({ found });
        };
        return unitOfWork.transact(context, work, { subject: naming.stream(id), remember });
      };
      expect(await renames('x', contextWith())).not.toHaveProperty('reported');
      const context = contextWith();
      const first = await renames('y', context);
      expect(first).toMatchObject({ events: [], reported: { found: 'y' }, repeated: false });
      expect(await renames('z', context)).toEqual({ ...first, repeated: true });
    });

    it.each(['A', 'B', 'C'])('refused, now asking for %s: refused the same way', async (name) => {
      const { store, rename } = setUp();
      const id = samples.id();
      const context = contextWith();
      for (const each of ['A', 'B']) await rename(id, each);
      const first = await rename(id, 'A', context, { remember });
      expect(first).toEqual({ ok: false, rejection: { type: 'MBR_NAME_TAKEN', name: 'A' } });
      const again = await rename(id, name, context, { remember });
      expect(again).toEqual({ ...first, repeated: true, commandHash: 'a'.repeat(64) });
      expect(await readStream(store, naming.stream(id))).toHaveLength(2);
    });

    it('a refusal that is no decision, and a command without a key, are decided anew', async () => {
      const { rename } = setUp();
      const id = samples.id();
      for (const options of [{ remember: { ...remember, isDecision: () => false } }, {}]) {
        const context = contextWith();
        for (const each of ['A', 'B']) await rename(id, `${each} ${context.commandId}`);
        await rename(id, `A ${context.commandId}`, context, options);
        expect(await rename(id, `C ${context.commandId}`, context, options)).toMatchObject({
          ok: true,
          repeated: false,
        });
      }
    });

    it('is decided anew once its time is over', async () => {
      const { rename } = setUp();
      const id = samples.id();
      const context = at('2016-03-31T10:00:00.000Z');
      await rename(id, 'A');
      await rename(id, 'A', context, { remember });
      await rename(id, 'B');
      const [during, after] = ['2016-04-01T09:59:59.999Z', '2016-04-01T10:00:00.000Z'].map(instant);
      expect(await rename(id, 'C', { ...context, recordedAt: during! }, { remember })).toMatchObject({ events: [] });
      expect(await rename(id, 'C', { ...context, recordedAt: after! }, { remember })).toMatchObject({ revision: 2n });
    });

    it('fifty at once, each with a body of its own: one of them is the answer of all', async () => {
      const { store, rename } = setUp();
      const id = samples.id();
      await rename(id, 'A');
      const context = contextWith();
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) => {
          const commandHash = String(index).padStart(64, '0');
          return rename(id, index % 2 === 0 ? 'A' : 'B', { ...context, commandHash }, { remember });
        }),
      );
      expect(outcomes.filter(({ repeated }) => repeated !== true)).toHaveLength(1);
      expect(new Set(outcomes.map(({ commandHash }) => commandHash)).size).toBe(1);
      const recorded = new Set(outcomes.map((outcome) => outcome.ok && outcome.events.length));
      expect(recorded.size).toBe(1);
      expect(await readStream(store, naming.stream(id))).toHaveLength(recorded.has(1) ? 2 : 1);
    });
  });

  describe('while others write', () => {
    it('is run whole again on the state they left', async () => {
      const id = samples.id();
      const { store, rename } = setUp((inner) => withRival(inner, naming.stream(id), 3));
      decisions = 0;
      expect(await rename(id, 'A')).toMatchObject({ ok: true, revision: 3n });
      expect(decisions).toBe(4);
      const names = (await readStream(store, naming.stream(id))).map((event) => event.data['name']);
      expect(names).toEqual(['rival 2', 'rival 1', 'rival 0', 'A']);
    });

    it('may then find that it is already so', async () => {
      const id = samples.id();
      const { rename } = setUp((inner) => withRival(inner, naming.stream(id), 1));
      expect(await rename(id, 'rival 0')).toMatchObject({ ok: true, events: [] });
    });

    it('gives up after so many tries, with the conflict', async () => {
      const id = samples.id();
      const { rename } = setUp((inner) => withRival(inner, naming.stream(id), 99), 2);
      decisions = 0;
      await expect(rename(id, 'A')).rejects.toBeInstanceOf(RevisionConflict);
      expect(decisions).toBe(3);
    });

    it('commands that record nothing on their subject do not wait for one another there', async () => {
      const { unitOfWork } = setUp();
      const subject = naming.stream(samples.id());
      let begun = 0;
      let bothHaveBegun: () => void = () => undefined;
      const both = new Promise<void>((resolve) => (bothHaveBegun = resolve));
      // Each is over only once the other one has begun.
      const beside = (name: string) => {
        const work = async (tx: Transaction) => {
          begun += 1;
          if (begun === 2) bothHaveBegun();
          await both;
          await tx.decide(naming, samples.id(), { name });
        };
        return unitOfWork.transact(contextWith(), work, { subject, recordsBeside: true });
      };
      const outcomes = await Promise.all([beside('A'), beside('B')]);
      expect(outcomes).toMatchObject([{ ok: true }, { ok: true }]);
    });

    it('a thousand commands at once on one stream all take effect, in the order in which they came, and none loses to another', async () => {
      const { store, rename } = setUp();
      const id = samples.id();
      const lost: string[] = [];
      const names = Array.from({ length: 1_000 }, (_, index) => String(index));
      await Promise.all(names.map((name) => rename(id, name, contextWith(), { onConflict: () => lost.push(name) })));
      expect((await readStream(store, naming.stream(id))).map((event) => event.data['name'])).toEqual(names);
      expect(lost).toEqual([]);
    });

    it('commands about a hundred streams that all write to another one lose to one another once, and then wait for their turn', async () => {
      const { store, unitOfWork } = setUp();
      const shared = samples.id();
      let lost = 0;
      const names = Array.from({ length: 100 }, (_, index) => String(index));
      const both = async (name: string) => {
        const own = samples.id();
        await unitOfWork.transact(
          contextWith(),
          async (tx) => {
            await tx.decide(naming, own, { name });
            await tx.decide(naming, shared, { name });
          },
          { subject: naming.stream(own), onConflict: () => (lost += 1) },
        );
      };
      await Promise.all(names.map(both));
      expect(await readStream(store, naming.stream(shared))).toHaveLength(100);
      expect(lost).toBeLessThan(100);
    });

    it('in another process with an older state in mind decides on the newest', async () => {
      const { store, unitOfWork, rename } = setUp();
      const other = renaming(new UnitOfWork({ store, catalog, ids }));
      const id = samples.id();
      for (const [index, each] of [rename, other, rename, other, other, rename].entries())
        await each(id, String(index));
      expect(await unitOfWork.state(naming, id)).toEqual(['0', '1', '2', '3', '4', '5']);
      expect(await other(id, '0')).toMatchObject({ ok: false });
    });
  });

  describe('on the states that were seen last', () => {
    /** Two processes on one store; counts what the first one reads and appends. */
    function setUpCounted() {
      const counts = { read: 0, appended: 0 };
      const inner = new MemoryEventStore(catalog);
      const counting: EventStore = Object.assign(Object.create(inner) as EventStore, {
        read: (...request: Parameters<EventStore['read']>) => {
          counts.read += 1;
          return inner.read(...request);
        },
        appendAll: (...request: Parameters<EventStore['appendAll']>) => {
          counts.appended += 1;
          return inner.appendAll(...request);
        },
        readCommand: inner.readCommand.bind(inner),
        readAnswer: inner.readAnswer.bind(inner),
      });
      const { rename, unitOfWork } = setUp(() => counting);
      return { counts, inner, rename, unitOfWork, elsewhere: renaming(new UnitOfWork({ store: inner, catalog, ids })) };
    }
    const id = samples.id();

    it('records without a look at what came since, since nothing came', async () => {
      const { counts, rename } = setUpCounted();
      for (const name of ['A', 'B', 'C']) expect(await rename(id, name)).toMatchObject({ ok: true });
      expect(counts).toEqual({ read: 1, appended: 3 });
    });

    it('looks, and decides on the newest, where the append meets another revision; that is no conflict', async () => {
      const { counts, inner, rename, elsewhere } = setUpCounted();
      await rename(id, 'A');
      await elsewhere(id, 'B');
      let conflicts = 0;
      expect(await rename(id, 'C', contextWith(), { onConflict: () => (conflicts += 1) })).toMatchObject({
        revision: 2n,
      });
      expect({ ...counts, conflicts }).toEqual({ read: 2, appended: 3, conflicts: 0 });
      expect((await readStream(inner, naming.stream(id))).map(({ data }) => data['name'])).toEqual(['A', 'B', 'C']);
    });

    it('refuses, or finds it already so, only after a look', async () => {
      const { counts, rename, elsewhere } = setUpCounted();
      for (const name of ['A', 'B']) await rename(id, name);
      counts.read = 0;
      expect(await rename(id, 'A')).toMatchObject({ ok: false });
      expect(await rename(id, 'B')).toMatchObject({ ok: true, revision: 1n, events: [] });
      expect(counts.read).toBe(2);
      await elsewhere(id, 'C');
      expect(await rename(id, 'B')).toMatchObject({ ok: false });
    });

    it('meets what the caller wants of the revision as it is now', async () => {
      const { rename, elsewhere } = setUpCounted();
      await rename(id, 'A');
      await elsewhere(id, 'B');
      const at = (revision: bigint) => rename(id, 'C', contextWith(), { expected: { match: [revision] } });
      await expect(at(0n)).rejects.toMatchObject({ name: 'PreconditionFailed', actual: 1n });
      await elsewhere(id, 'D');
      expect(await at(2n)).toMatchObject({ revision: 3n });
    });

    it('reads nothing for a subject that it makes', async () => {
      const { counts, rename } = setUpCounted();
      const made = await rename(samples.id(), 'A', contextWith(), { makesSubject: true });
      expect(made).toMatchObject({ ok: true, revision: 0n });
      expect(counts).toEqual({ read: 0, appended: 1 });
    });

    it.each([
      ['B', { ok: true, revision: 1n }],
      ['A', { ok: true, revision: 0n, events: [] }],
    ])('decides on what stands there though it was to be made: %s', async (name, outcome) => {
      const { rename, elsewhere } = setUpCounted();
      await elsewhere(id, 'A');
      expect(await rename(id, name, contextWith(), { makesSubject: true })).toMatchObject(outcome);
    });

    it('gives the first answer to the same command again', async () => {
      const { rename } = setUpCounted();
      const context = contextWith();
      const first = await rename(id, 'A', context, { makesSubject: true });
      expect(await rename(id, 'A', context, { makesSubject: true })).toEqual({ ...first, repeated: true });
    });
  });

  describe('what the caller has seen', () => {
    it.each([
      [0, 1n, undefined],
      [2, 0n, 1n],
      [2, 2n, 1n],
    ])('with %i events, expecting %s: refused with the revision found', async (count, expected, actual) => {
      const { store, rename } = setUp();
      const id = samples.id();
      const stream = naming.stream(id);
      for (let index = 0; index < count; index += 1) await rename(id, String(index));
      const attempt = rename(id, 'new', contextWith(), { expected: { match: [expected] } });
      await expect(attempt).rejects.toMatchObject({ name: 'PreconditionFailed', stream, actual });
      expect(await readStream(store, stream)).toHaveLength(count);
    });

    it('gets each try when another writer comes in between', async () => {
      const id = samples.id();
      const inner = new MemoryEventStore(catalog);
      await inner.append(naming.stream(id), 'no-stream', [samples.renamed('first')]);
      const { rename } = setUp(() => withRival(inner, naming.stream(id), 1));
      const attempt = rename(id, 'A', contextWith(), { expected: { match: [0n] } });
      await expect(attempt).rejects.toBeInstanceOf(PreconditionFailed);
      await expect(attempt).rejects.toMatchObject({ actual: 1n });
    });
  });

  describe('over several streams', () => {
    const two = () => [samples.id(), samples.id()] as const;

    it('records together, and the revision is that of the subject', async () => {
      const { store, unitOfWork, rename } = setUp();
      const [one, other] = two();
      await rename(one, 'old');
      const outcome = await unitOfWork.transact(contextWith(), async (tx) => {
        await tx.decide(naming, one, { name: 'A' });
        await tx.decide(naming, other, { name: 'B' });
      });
      expect(outcome).toMatchObject({
        ok: true,
        revision: 1n,
        events: [
          { stream: naming.stream(one), revision: 1n },
          { stream: naming.stream(other), revision: 0n },
        ],
      });
      expect(await readStream(store, naming.stream(other))).toHaveLength(1);
    });

    it('records nothing when one is refused; the first refusal in their order is the answer', async () => {
      const { store, unitOfWork, rename } = setUp();
      const [one, other] = two();
      for (const id of [one, other]) for (const name of ['A', 'B']) await rename(id, name);
      const fresh = samples.id();
      const outcome = await unitOfWork.transact(contextWith(), async (tx) => {
        await tx.decide(naming, fresh, { name: 'F' });
        await tx.decide(naming, other, { name: 'A' });
        await tx.decide(naming, one, { name: 'A' });
      });
      expect(outcome).toEqual({ ok: false, rejection: { type: 'MBR_NAME_TAKEN', name: 'A' } });
      expect(await readStream(store, naming.stream(fresh))).toEqual([]);
    });

    it('decides one upon the other, and reads what it has decided, on one stream', async () => {
      const { store, unitOfWork } = setUp();
      const id = samples.id();
      const seen: Names[] = [];
      const outcome = await unitOfWork.transact(contextWith(), async (tx) => {
        for (const name of ['A', 'B', 'B']) {
          await tx.decide(naming, id, { name });
          seen.push(await tx.read(naming, id));
        }
      });
      expect(outcome).toMatchObject({ ok: true, revision: 1n });
      expect(seen).toEqual([['A'], ['A', 'B'], ['A', 'B']]);
      expect((await readStream(store, naming.stream(id))).map((event) => event.data['name'])).toEqual(['A', 'B']);
    });

    it('leaves the streams alone on which nothing is new', async () => {
      const { store, unitOfWork, rename } = setUp();
      const [one, other] = two();
      await rename(one, 'A');
      const outcome = await unitOfWork.transact(contextWith(), async (tx) => {
        await tx.decide(naming, one, { name: 'A' });
        await tx.decide(naming, other, { name: 'B' });
      });
      expect(outcome).toMatchObject({ ok: true, revision: 0n, events: [{ stream: naming.stream(other) }] });
      expect(await readStream(store, naming.stream(one))).toHaveLength(1);
    });

    it('is run again when a stream moved that it only read', async () => {
      const [guarded, written] = two();
      const { store, unitOfWork } = setUp((inner) => withRival(inner, naming.stream(guarded), 2));
      const seen: number[] = [];
      const outcome = await unitOfWork.transact(contextWith(), async (tx) => {
        const names = await tx.read(naming, guarded);
        seen.push(names.length);
        await tx.decide(naming, written, { name: String(names.length) });
      });
      expect(outcome).toMatchObject({ ok: true });
      expect(seen).toEqual([0, 1, 2]);
      expect((await readStream(store, naming.stream(written))).map((event) => event.data['name'])).toEqual(['2']);
    });

    it('is retried as a whole when one stream moved, and repeated as a whole', async () => {
      const [one, other] = two();
      const { store, unitOfWork } = setUp((inner) => withRival(inner, naming.stream(other), 2));
      const context = contextWith();
      const both = () =>
        unitOfWork.transact(context, async (tx) => {
          await tx.decide(naming, one, { name: 'A' });
          await tx.decide(naming, other, { name: 'B' });
        });
      const first = await both();
      expect(first).toMatchObject({ ok: true, repeated: false });
      expect(await both()).toEqual({ ...first, repeated: true });
      const names = (await collect(store.read(naming.stream(other)))).map((event) => event.data['name']);
      expect(names).toEqual(['rival 1', 'rival 0', 'B']);
    });
  });

  describe('that is only tried', () => {
    const dryRun = { dryRun: true };

    it('answers with what it would record, and records nothing', async () => {
      const { store, unitOfWork, rename } = setUp();
      const id = samples.id();
      await rename(id, 'A');
      const outcome = await rename(id, 'B', contextWith(), dryRun);
      const stream = naming.stream(id);
      const data = expect.objectContaining({ name: 'B' }) as unknown;
      const event = { type: 'membership.OrganisationRenamed', stream, revision: 1n, data };
      expect(outcome).toMatchObject({ ok: true, revision: 0n, events: [event], repeated: false, rehearsed: true });
      expect(await readStream(store, stream)).toHaveLength(1);
      expect(await unitOfWork.state(naming, id)).toEqual(['A']);
    });

    it('is refused as it would be, and has nothing to do where it would have nothing to do', async () => {
      const { rename } = setUp();
      const id = samples.id();
      for (const name of ['A', 'B']) await rename(id, name);
      expect(await rename(id, 'A', contextWith(), dryRun)).toMatchObject({ ok: false });
      expect(await rename(id, 'B', contextWith(), dryRun)).toMatchObject({ ok: true, events: [] });
    });

    it('takes no state for the newest that somebody else has moved', async () => {
      const { store, rename } = setUp();
      const id = samples.id();
      await rename(id, 'A');
      await store.append(naming.stream(id), 'any', [samples.renamed('B')]);
      expect(await rename(id, 'B', contextWith(), dryRun)).toMatchObject({ ok: true, events: [] });
    });

    it('leaves its id and its answer to the command itself', async () => {
      const { rename } = setUp();
      const [id, context] = [samples.id(), contextWith()];
      const remember = { until: () => context.recordedAt, isDecision: () => true };
      await rename(id, 'A', context, { ...dryRun, remember });
      expect(await rename(id, 'A', context, { remember })).toMatchObject({
        events: [{ revision: 0n }],
        repeated: false,
      });
    });
  });

  it('with a bug in a decider stops, and stores nothing', async () => {
    const { store, unitOfWork } = setUp();
    const id = samples.id();
    const broken: typeof naming = {
      ...naming,
      decide: () => {
        throw new RangeError('impossible');
      },
    };
    const attempt = unitOfWork.transact(contextWith(), (tx) => tx.decide(broken, id, { name: 'A' }));
    await expect(attempt).rejects.toThrow('impossible');
    expect(await readStream(store, naming.stream(id))).toEqual([]);
  });

  it('with an event that its schema does not allow is refused by the store, as a bug', async () => {
    const { rename } = setUp();
    await expect(rename(samples.id(), '')).rejects.toMatchObject({ name: 'InvalidAppend', reason: 'schema' });
  });
});
