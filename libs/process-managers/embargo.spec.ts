import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { directBus, UnitOfWork } from '#libs/commands';
import { carriedEvent, catalog, type EmbargoLifted } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { ContractSamples, readEvents } from '#libs/event-store/testing';
import { fire, type ManagerServices } from '#libs/hosting';
import { MemoryReadModels } from '#libs/hosting/testing';
import { calendarDate, streamName, type ProposedEvent, type RecordedEvent, type Visibility } from '#libs/kernel';
import { CountedIds, countedUuid, deciderIsIdempotent, ManualClock, specification } from '#libs/kernel/testing';
import { embargoAggregate, embargoManager } from './embargo.ts';
import type { ManagerTimer } from './definition.ts';

const DAY = calendarDate('2016-06-01');
const clusterId = countedUuid(1, 0xe1);
const stream = streamName('membership', 'cluster', clusterId);
const secret = { clusterId, name: 'Projet N2', nameKind: 'code', since: '2016-03-01', embargoUntil: DAY };

describe('the embargo of an event', () => {
  const event = {
    ...{ id: countedUuid(2, 0xe1), type: 'membership.ClusterNamed', schemaVersion: 1, stream },
    ...{
      revision: '1',
      position: '7',
      effectiveAt: '2016-03-01',
      recordedAt: '2016-03-10T10:00:00.000Z',
      data: secret,
    },
  };
  const lift = { type: 'LiftEmbargo', event, on: DAY } as const;
  const lifted = { type: 'EmbargoLifted', event, on: DAY } as const;
  const embargo = embargoAggregate('membership');
  const { given } = specification(embargo);

  it('is lifted, and the event stands in what is recorded', () => given().when(lift).then(lifted));
  it('is lifted once', () => given(lifted).when(lift).then());
  it('that was lifted is not lifted on another day again', () =>
    given(lifted)
      .when({ ...lift, on: '2017-01-01' })
      .then());

  deciderIsIdempotent(
    'embargo',
    embargo,
    fc.array(fc.constantFrom(lift, { ...lift, on: '2017-01-01' }), { maxLength: 4 }),
  );
});

describe('the process manager that lifts embargoes', () => {
  const manager = embargoManager('membership');
  const timers = manager.timers!;
  let store: MemoryEventStore;
  let services: ManagerServices;
  let clock: ManualClock;

  beforeEach(() => {
    store = new MemoryEventStore(catalog);
    clock = new ManualClock('2016-06-02T08:00:00Z');
    const ids = new CountedIds();
    services = servicesOver(ids);
  });
  afterEach(() => store.close());

  function servicesOver(ids: CountedIds): ManagerServices {
    const unitOfWork = new UnitOfWork({ store, catalog, ids });
    const readModels = new MemoryReadModels(store);
    return { unitOfWork, readModels, ids, clock, bus: directBus({ unitOfWork, store, readModels, ids }) };
  }
  const lift = (timer: ManagerTimer, by = services) => fire(manager, timer, by);

  /** The event of a cluster's name as it is recorded. */
  async function named(visibility: Visibility, data: ProposedEvent['data'] = secret): Promise<RecordedEvent> {
    const samples = new ContractSamples();
    const { metadata } = samples.renamed();
    const type = 'membership.ClusterNamed';
    const event = { id: countedUuid(3, 0xe1), type, schemaVersion: 1, data, metadata: { ...metadata, visibility } };
    await store.append(samples.organisation(), 'any', [samples.renamed()]);
    await store.append(stream, 'any', [event]);
    return (await readEvents(store.readAll(0n))).at(-1)!;
  }
  const embargoed = (until = DAY) => named({ kind: 'embargoed', until });
  const lifted = async () => (await readEvents(store.readAll(0n))).filter(({ type }) => type.endsWith('EmbargoLifted'));

  it('hears of the events of its context that may have one', () => {
    expect([manager.name, manager.on]).toEqual([
      'membership.embargo',
      ['membership.ClusterNamed', 'membership.ClusterNamedCorrected', 'membership.ClusterNamedVoided'],
    ]);
  });

  it('is not there in a context without such events', () => {
    expect(() => embargoManager('incubation')).toThrow('no event of incubation has an embargo');
  });

  it('waits for the first moment of the day in France', async () => {
    const event = await embargoed();
    expect(timers.setBy(event)).toEqual([expect.objectContaining({ id: event.id, dueAt: '2016-05-31T22:00:00.000Z' })]);
    expect(timers.setBy(event)).toEqual(timers.setBy(event));
  });

  it.each<[string, Visibility]>([
    ['public', { kind: 'public' }],
    ['private for good', { kind: 'private' }],
  ])('waits for nothing where the event is %s', async (_what, visibility) => {
    expect(timers.setBy(await named(visibility))).toEqual([]);
  });

  it('can lift the largest event that may be embargoed', async () => {
    store = new MemoryEventStore({ ...catalog, check: () => [] });
    services = servicesOver(new CountedIds());
    const of = (length: number) => named({ kind: 'embargoed', until: DAY }, { ...secret, name: 'x'.repeat(length) });
    await expect(of(45_600)).rejects.toMatchObject({ reason: 'too-large', required: 'at most 46000 bytes' });
    const event = await of(45_100);
    for (const timer of timers.setBy(event)) await lift(timer);
    expect(await lifted()).toMatchObject([{ data: { event: { data: event.data } } }]);
  });

  it('records what everybody may know now, with the event and its place', async () => {
    const event = await embargoed();
    for (const timer of timers.setBy(event)) await lift(timer);
    const [found, ...more] = await lifted();
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      type: 'membership.EmbargoLifted',
      stream: `membership.embargo-${event.id}`,
      data: { on: DAY },
      metadata: {
        visibility: { kind: 'public' },
        effectiveAt: DAY,
        recordedAt: '2016-06-02T08:00:00.000Z',
        actor: { id: 'process:membership.embargo' },
        causationId: event.id,
        correlationId: event.metadata.correlationId,
      },
    });
    expect(carriedEvent(found!.data as EmbargoLifted)).toEqual({
      ...{ type: event.type, version: 1, data: event.data, id: event.id, stream, revision: 0n, position: 1n },
      ...{ effectiveAt: event.metadata.effectiveAt, recordedAt: event.metadata.recordedAt },
    });
  });

  it('fired again, after its timer was written down and read, lifts nothing again', async () => {
    const [timer] = timers.setBy(await embargoed());
    await lift(timer!);
    clock.set('2016-07-01T08:00:00Z');
    await lift(JSON.parse(JSON.stringify(timer)) as typeof timer & object);
    await lift(timer!, servicesOver(new CountedIds(7)));
    expect(await lifted()).toHaveLength(1);
  });

  it('keeps the trace of what asked for the name', async () => {
    const event = await embargoed();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const [timer] = timers.setBy({ ...event, metadata: { ...event.metadata, traceparent } });
    await lift(timer!);
    expect((await lifted())[0]?.metadata.traceparent).toBe(traceparent);
  });

  it('does not wait where the day was over when the event was recorded', async () => {
    const event = await embargoed(calendarDate('2016-03-02'));
    const [timer] = timers.setBy(event);
    expect(timer!.dueAt < event.metadata.recordedAt).toBe(true);
    await lift(timer!);
    expect((await lifted())[0]?.metadata).toMatchObject({ effectiveAt: '2016-03-02', recordedAt: clock.now() });
  });
});
