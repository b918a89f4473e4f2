import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { directBus, managerCommand, UnitOfWork } from '#libs/commands';
import { catalog, type GrappeEvents } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { react, type ManagerServices } from '#libs/hosting';
import { MemoryReadModels } from '#libs/hosting/testing';
import {
  accept,
  aggregate,
  invariant,
  reject,
  streamName,
  type Decision,
  type RecordedEvent,
  type Uuid,
} from '#libs/kernel';
import { CountedIds, countedUuid, deciderIsIdempotent, ManualClock } from '#libs/kernel/testing';
import { recorded } from '#libs/projections/testing';
import type { Carried } from './carried.ts';
import { step, type AnyProcessManager, type ManagerStep } from './definition.ts';
import {
  successionAggregate,
  successionManager,
  successionsOf,
  withoutPersons,
  type ReferenceMove,
  type Succession,
} from './succession.ts';

const operationId = countedUuid(1, 0x0b);
const successions = successionsOf('membership', 1, withoutPersons);
const since = '2016-03-31';
type Renamed = { readonly type: 'OrganisationRenamed' } & GrappeEvents['membership.OrganisationRenamed'];

/** A reference that moves once, breaks while it is fragile, and refuses on demand. */
const reference = aggregate({
  context: 'membership',
  name: 'organisation',
  initial: 0,
  evolve: (count: number, _event: Renamed) => count + 1,
  decide: (
    { fragile, refuses, ...event }: Renamed & Weak,
    moved,
  ): Decision<Renamed, { type: 'MBR_NO'; found: string }> => {
    invariant(!fragile, 'killed in the middle');
    if (refuses) return reject({ type: 'MBR_NO', found: 'a stone' });
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

  function manager(
    references: () => readonly ReferenceMove[],
    prepare?: () => readonly ReferenceMove[],
    carried?: Carried,
  ) {
    const definition: AnyProcessManager = successionManager<undefined>({
      context: 'membership',
      successions,
      reads: [],
      commands: [move],
      gather: () => Promise.resolve(undefined),
      references,
      ...(carried === undefined ? {} : { carried: () => carried }),
      ...(prepare === undefined ? {} : { prepare: () => [prepare().map((each) => each.step)] }),
    });
    return { handle: (event: RecordedEvent, by = services) => react(definition, event, by) };
  }

  const successor = {
    clusterId: countedUuid(3, 0x0b),
    name: 'A',
    nameKind: 'final',
    seat: 'Lyon',
    departments: [],
  } as const;
  const succession: Succession = {
    operationId,
    ...{ kind: 'fusion-absorption', planVersion: 1, planHash: 'a'.repeat(64), verdicts: [] },
    predecessors: [{ clusterId: countedUuid(4, 0x0b) }],
    successor: { ...successor, departments: [], created: false },
    ...{ newAntennas: [], antennaMapping: [], transitionalGovernance: { bodies: [] } },
    decidedOn: since,
    effectiveOn: since,
  };
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
      metadata: { causationId: effect.id, actor: { id: 'process:membership.succession' }, effectiveAt: since },
    });
  });

  it('reports what moved as it was and what needs consent: the first of each list, and how many there are', async () => {
    const references = ids.map((id) => `organisation:${id}`);
    const carried = {
      asItWas: references.map((each) => ({ reference: each, code: 'MBR_NO', found: 'x'.repeat(300), required: 'y' })),
      consents: references.map((each) => ({ reference: each, needs: 'consent' as const, from: operationId })),
    };
    refusesAt = 3;
    await manager(() => moves(ids), undefined, carried).handle(effect, services);
    const report = (await log()).at(-1)?.data as GrappeEvents['membership.SuccessionApplied'];
    expect(report).toMatchObject({ toMove: 40, moved: 39, asItWas: { count: 39 }, needConsent: 39 });
    const listed = references.slice(0, 25).filter((_each, index) => index !== 3);
    expect(report.asItWas?.listed.map(({ reference: each }) => each)).toEqual(listed);
    expect(report.consents?.map(({ reference: each }) => each)).toEqual(listed);
    expect(report.asItWas?.listed[0]?.found).toHaveLength(200);
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

  it('prepares before it moves, and counts none of it', async () => {
    await manager(
      () => moves(ids.slice(1, 2)),
      () => moves(ids.slice(0, 1)),
    ).handle(effect, services);
    expect((await log()).map(({ type }) => type)).toEqual([
      'membership.SuccessionStarted',
      'membership.OrganisationRenamed',
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

  describe('what is refused', () => {
    const retried = async () => {
      const [event] = recorded([
        { type: 'mergers.ReferencesRetried', data: { operationId, on: since }, effectiveAt: since },
      ]);
      // The effect is what the read model of successions is folded from.
      await store.append(streamName('mergers', 'operation', operationId), 'no-stream', [
        { ...effect, data: { ...effect.data }, metadata: { ...effect.metadata, commandId: undefined } },
      ]);
      return event!;
    };
    const reference = () => `organisation:${String(ids[3])}`;

    it('is set aside with its reason, and everything else goes on', async () => {
      refusesAt = 3;
      await manager(() => moves(ids)).handle(effect, services);
      expect(await countOf('OrganisationRenamed')).toBe(39);
      const aside = (await log()).find(({ type }) => type === 'membership.SuccessionReferenceSetAside');
      expect(aside?.data).toEqual({ operationId, reference: reference(), count: 1, code: 'MBR_NO', found: 'a stone' });
      expect((await log()).at(-1)?.data).toMatchObject({ toMove: 40, moved: 39 });
    });

    it('is moved by a retry once its cause is mended, and nothing else is moved twice', async () => {
      refusesAt = 3;
      const running = manager(() => moves(ids));
      await running.handle(effect, services);
      const again = await retried();
      await running.handle(again, services);
      expect(await countOf('SuccessionReferenceSetAside')).toBe(1);
      expect(await countOf('SuccessionReferenceRecovered')).toBe(0);
      refusesAt = undefined;
      await running.handle({ ...again, id: countedUuid(9, 0x0b) }, services);
      expect(await countOf('OrganisationRenamed')).toBe(40);
      expect((await log()).at(-1)).toMatchObject({
        type: 'membership.SuccessionReferenceRecovered',
        data: { operationId, reference: reference() },
      });
      const { head } = await store.status();
      await running.handle({ ...again, id: countedUuid(10, 0x0b) }, services);
      expect((await store.status()).head).toBe(head);
    });

    it('and is not to be moved any more when it is tried again is settled', async () => {
      refusesAt = 3;
      await manager(() => moves(ids)).handle(effect, services);
      const again = await retried();
      await manager(() => moves(ids.filter((_id, index) => index !== 3))).handle(again, services);
      expect(await countOf('SuccessionReferenceRecovered')).toBe(1);
      expect(await countOf('OrganisationRenamed')).toBe(39);
    });

    it('in a run that was cut off, and can be moved in the next, is moved', async () => {
      refusesAt = 3;
      fragileAt = 39;
      const running = manager(() => moves(ids));
      await expect(running.handle(effect, services)).rejects.toThrow('killed in the middle');
      refusesAt = undefined;
      fragileAt = undefined;
      await running.handle(effect, services);
      expect(await countOf('OrganisationRenamed')).toBe(40);
      expect(await countOf('SuccessionReferenceRecovered')).toBe(1);
      expect((await log()).at(-1)?.data).toMatchObject({ toMove: 40, moved: 40 });
    });
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

  const reference = `organisation:${countedUuid(2)}`;
  const aside = { type: 'SuccessionReferenceSetAside', operationId, reference, count: 2, code: 'MBR_NO' } as const;
  const recovered = { type: 'SuccessionReferenceRecovered', operationId, reference } as const;

  it('reports as moved what is not set aside', () => {
    const before = [started, aside].reduce((state_, event) => state.evolve(state_, event), state.initial);
    expect(state.decide(applied, before)).toEqual(accept({ ...applied, toMove: 3, moved: 1 }));
  });

  it('is never applied before it was started', () => {
    expect(() => state.decide(applied, state.initial)).toThrow('only after it was started');
  });

  it.each([
    ['started twice', [started, started]],
    ['applied before it was started', [applied]],
    ['applied twice', [started, applied, applied]],
    ['set aside before it was started', [aside]],
    ['recovered and not set aside', [started, recovered]],
    ['recovered twice', [started, aside, recovered, recovered]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => history.reduce((before, event) => state.evolve(before, event), state.initial)).toThrow(
      'cannot follow',
    );
  });

  it('reports as many to move as it took up', () => {
    expect(state.decide(applied, { ...state.initial, status: 'started', toMove: 3 })).toEqual(
      accept({ ...applied, toMove: 3 }),
    );
  });

  deciderIsIdempotent(
    'succession of a context',
    state,
    fc
      .array(fc.constantFrom<Parameters<typeof state.decide>[0]>(applied, aside, recovered, started), { maxLength: 6 })
      .map((more) => [started, ...more]),
  );
});
