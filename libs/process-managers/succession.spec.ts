import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { directBus, managerCommand, UnitOfWork } from '#libs/commands';
import { catalog, type GrappeEvents } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { react, type ManagerServices } from '#libs/hosting';
import { MemoryReadModels } from '#libs/hosting/testing';
import { accept, aggregate, invariant, reject, type Decision, type RecordedEvent, type Uuid } from '#libs/kernel';
import { CountedIds, countedUuid, deciderIsIdempotent, ManualClock } from '#libs/kernel/testing';
import { recorded } from '#libs/projections/testing';
import { step, type AnyProcessManager, type ManagerStep } from './definition.ts';
import { successionAggregate, successionManager, type ReferenceMove, type Succession } from './succession.ts';

const operationId = countedUuid(1, 0x0b);
const since = '2016-03-31';
type Renamed = { readonly type: 'OrganisationRenamed' } & GrappeEvents['membership.OrganisationRenamed'];

/** A reference that moves once, breaks while it is fragile, and refuses on demand. */
const reference = aggregate({
  context: 'membership',
  name: 'organisation',
  initial: 0,
  evolve: (count: number, _event: Renamed) => count + 1,
  decide: ({ fragile, refuses, ...event }: Renamed & Weak, moved): Decision<Renamed, { type: 'MBR_NO' }> => {
    invariant(!fragile, 'killed in the middle');
    if (refuses) return reject({ type: 'MBR_NO' });
    return moved > 0 ? accept() : accept(event);
  },
});
interface Weak {
  readonly fragile: boolean;
  readonly refuses: boolean;
}
const move = managerCommand<Renamed & Weak>({
  name: 'membership.test-move',
  summary: 'Moves a reference.',
  aggregate: reference,
  run: (tx, { id, body }) => tx.decide(reference, id, body),
});

describe('a succession in a context', () => {
  let store: MemoryEventStore;
  let services: ManagerServices;
  let fragileAt: number | undefined;
  let refusesAt: number | undefined;
  const ids = Array.from({ length: 40 }, (_, index) => countedUuid(index, 0x0c));

  beforeEach(() => {
    fragileAt = undefined;
    refusesAt = undefined;
    store = new MemoryEventStore(catalog);
    const sources = { ids: new CountedIds(), clock: new ManualClock() };
    services = servicesOver(store, sources);
  });
  afterEach(() => store.close());

  function stepOf(index: number, organisationId: Uuid): ManagerStep {
    const [fragile, refuses] = [index === fragileAt, index === refusesAt];
    const body = { type: 'OrganisationRenamed', organisationId, name: 'Moved', since, fragile, refuses } as const;
    return step(move, { key: `organisation:${organisationId}`, id: organisationId, body });
  }

  const moves = (organisations: readonly Uuid[], more: Partial<ReferenceMove> = {}): readonly ReferenceMove[] =>
    organisations.map((id, index) => ({ step: stepOf(index, id), ...more }));

  function manager(references: () => readonly ReferenceMove[], prepare?: () => readonly ReferenceMove[]) {
    const definition: AnyProcessManager = successionManager<undefined>({
      context: 'membership',
      reads: [],
      commands: [move],
      gather: () => Promise.resolve(undefined),
      references,
      ...(prepare === undefined ? {} : { prepare: () => [prepare().map((each) => each.step)] }),
    });
    return { handle: (event: RecordedEvent, by = services) => react(definition, event, by) };
  }

  const succession = { operationId, predecessors: [], effectiveOn: since } as Partial<Succession>;
  const [effect] = recorded([{ type: 'mergers.SuccessionTookEffect', data: succession, effectiveAt: since }]) as [
    RecordedEvent,
  ];

  async function log(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const page of store.readAll(0n)) events.push(...page.events);
    return events;
  }
  const countOf = async (type: string): Promise<number> =>
    (await log()).filter((event) => event.type === `membership.${type}`).length;

  it('takes up its references, moves each, and reports the numbers', async () => {
    await manager(() => moves(ids)).handle(effect, services);
    expect(await countOf('OrganisationRenamed')).toBe(40);
    const events = await log();
    expect(events[0]).toMatchObject({
      type: 'membership.SuccessionStarted',
      stream: `membership.succession-${operationId}`,
      data: { operationId, toMove: 40 },
    });
    expect(events.at(-1)).toMatchObject({
      type: 'membership.SuccessionApplied',
      data: { toMove: 40, moved: 40, merged: 0, needConsent: 0 },
      metadata: { causationId: effect.id, actor: { subject: 'process:membership.succession' }, effectiveAt: since },
    });
  });

  it('counts references that stand together, and those that became one', async () => {
    const references = () => [
      ...moves(ids.slice(0, 2), { count: 3 }),
      ...moves(ids.slice(2, 5), { merges: true, count: 2 }),
      ...moves(ids.slice(5, 6)),
    ];
    await manager(references).handle(effect, services);
    expect((await log()).at(-1)?.data).toMatchObject({ toMove: 13, moved: 13, merged: 6 });
  });

  it('prepares first, and counts none of it', async () => {
    await manager(
      () => moves(ids.slice(1, 2)),
      () => moves(ids.slice(0, 1)),
    ).handle(effect, services);
    expect((await log()).map(({ type }) => type)).toEqual([
      'membership.OrganisationRenamed',
      'membership.SuccessionStarted',
      'membership.OrganisationRenamed',
      'membership.SuccessionApplied',
    ]);
    expect((await log()).at(-1)?.data).toMatchObject({ toMove: 1, moved: 1 });
  });

  it('with nothing to move says so', async () => {
    await manager(() => []).handle(effect, services);
    expect((await log()).map(({ data }) => data['toMove'])).toEqual([0, 0]);
  });

  it('handled again does nothing', async () => {
    const running = manager(() => moves(ids));
    await running.handle(effect, services);
    const { head } = await store.status();
    await running.handle(effect, services);
    expect((await store.status()).head).toBe(head);
  });

  it.each([[0], [1], [17], [31], [32], [39]])(
    'broken at reference %i goes on where it was, each moved once',
    async (at) => {
      const running = manager(() => moves(ids));
      fragileAt = at;
      await expect(running.handle(effect, services)).rejects.toThrow('killed in the middle');
      expect(await countOf('SuccessionApplied')).toBe(0);
      expect(await countOf('OrganisationRenamed')).toBeLessThan(40);
      fragileAt = undefined;
      await running.handle(effect, services);
      const moved = (await log()).filter(({ type }) => type === 'membership.OrganisationRenamed');
      expect(moved.map(({ data }) => data['organisationId']).toSorted()).toEqual(ids.toSorted());
      expect([await countOf('SuccessionStarted'), await countOf('SuccessionApplied')]).toEqual([1, 1]);
    },
  );

  it('stops at a refusal and names what it could not move: contexts disagree about history', async () => {
    refusesAt = 3;
    await expect(manager(() => moves(ids)).handle(effect, services)).rejects.toMatchObject({
      name: 'InvariantBroken',
      message: expect.stringMatching(new RegExp(`could not carry out organisation:${String(ids[3])}: .*MBR_NO`)),
    });
    expect(await countOf('SuccessionApplied')).toBe(0);
  });

  it('moves by commands whose ids follow from the event, so that a repeat is the same command', async () => {
    const running = manager(() => moves(ids.slice(0, 2)));
    await running.handle(effect, services);
    const first = (await log()).map(({ metadata }) => metadata.commandId);
    const other = new MemoryEventStore(catalog);
    await running.handle(effect, servicesOver(other, services));
    const again: unknown[] = [];
    for await (const page of other.readAll(0n)) again.push(...page.events.map(({ metadata }) => metadata.commandId));
    await other.close();
    expect(again.toSorted()).toEqual([...first].toSorted());
  });
});

function servicesOver(
  store: MemoryEventStore,
  { ids, clock }: Pick<ManagerServices, 'ids' | 'clock'>,
): ManagerServices {
  const unitOfWork = new UnitOfWork({ store, catalog, ids });
  const readModels = new MemoryReadModels(store);
  return { unitOfWork, readModels, ids, clock, bus: directBus({ unitOfWork, store, readModels, ids }) };
}

describe('the state of a succession', () => {
  const state = successionAggregate('membership');
  const started = { type: 'SuccessionStarted', operationId, toMove: 3 } as const;
  const applied = { type: 'SuccessionApplied', operationId, toMove: 0, moved: 3, merged: 1, needConsent: 0 } as const;

  it('is never applied before it was started', () => {
    expect(() => state.decide(applied, { status: 'absent' })).toThrow('only after it was started');
  });

  it.each([
    ['started twice', [started, started]],
    ['applied before it was started', [applied]],
    ['applied twice', [started, applied, applied]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => history.reduce((before, event) => state.evolve(before, event), state.initial)).toThrow(
      'cannot follow',
    );
  });

  it('reports as many to move as it took up', () => {
    expect(state.decide(applied, { status: 'started', toMove: 3 })).toEqual(accept({ ...applied, toMove: 3 }));
  });

  deciderIsIdempotent(
    'succession of a context',
    state,
    fc.nat({ max: 2 }).map((repeats) => [started, ...Array.from({ length: repeats }, () => applied), started]),
  );
});
