import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { directBus, managerCommand, UnitOfWork } from '#libs/commands';
import { catalog, type GrappeEvents } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { react, type ManagerServices } from '#libs/hosting';
import { MemoryReadModels } from '#libs/hosting/testing';
import { accept, aggregate, invariant, streamName, type RecordedEvent, type Uuid } from '#libs/kernel';
import { CountedIds, countedUuid, deciderIsIdempotent, ManualClock } from '#libs/kernel/testing';
import { recorded } from '#libs/projections/testing';
import { step, type ManagerStep } from './definition.ts';
import { successionAggregate, successionManager, successionsOf, withoutPersons, type Undecided } from './succession.ts';

const operationId = countedUuid(1, 0x0e);
const [ANNULLED, since] = ['2019-06-24', '2016-03-31'];
type Renamed = { readonly type: 'OrganisationRenamed' } & GrappeEvents['membership.OrganisationRenamed'];
type Moved = Renamed & { readonly fragile: boolean };

/** A reference that moves once there and once back, and breaks while it is fragile. */
const reference = aggregate({
  context: 'membership',
  name: 'organisation',
  initial: [] as readonly string[],
  evolve: (names: readonly string[], event: Renamed) => [...names, event.name],
  decide: ({ fragile, ...event }: Moved, names) => {
    invariant(!fragile, 'killed in the middle');
    return names.includes(event.name) ? accept() : accept(event);
  },
});
const move = managerCommand<Moved>({
  name: 'membership.test-return',
  summary: 'Moves a reference.',
  aggregate: reference,
  run: (tx, { id, body }) => tx.decide(reference, id, body),
});

describe('the annulment of a succession in a context', () => {
  const ids = Array.from({ length: 12 }, (_, index) => countedUuid(index, 0x0f));
  let store: MemoryEventStore;
  let services: ManagerServices;
  let fragileAt: number | undefined;
  let undecided: readonly Undecided[];

  beforeEach(() => {
    [fragileAt, undecided] = [undefined, []];
    store = new MemoryEventStore(catalog);
    const unitOfWork = new UnitOfWork({ store, catalog, ids: new CountedIds() });
    const own = {
      unitOfWork,
      readModels: new MemoryReadModels(store),
      ids: new CountedIds(),
      clock: new ManualClock(),
    };
    services = { ...own, bus: directBus({ store, ...own }) };
  });
  afterEach(() => store.close());

  const stepOf =
    (prefix: string, name: string) =>
    (organisationId: Uuid, index: number): { step: ManagerStep } => {
      const fragile = name === 'Back' && index === fragileAt;
      const body = { type: 'OrganisationRenamed', organisationId, name, since, fragile } as const;
      return { step: step(move, { key: `${prefix}organisation:${organisationId}`, id: organisationId, body }) };
    };
  const manager = successionManager<undefined>({
    context: 'membership',
    successions: successionsOf('membership', 1, withoutPersons),
    reads: [],
    commands: [move],
    gather: () => Promise.resolve(undefined),
    references: () => ids.map(stepOf('', 'There')),
    annulment: { references: () => ids.map(stepOf('annulled-', 'Back')), undecided: () => undecided },
  });
  const handle = (event: RecordedEvent) => react(manager, event, services);

  const successor = {
    clusterId: countedUuid(3, 0x0e),
    name: 'A',
    nameKind: 'final',
    seat: 'Lyon',
    departments: [],
  } as const;
  const predecessors = [{ clusterId: countedUuid(4, 0x0e) }];
  const judgement = { court: 'TJ', number: '1', judgedOn: ANNULLED, finalOn: ANNULLED, basis: 'L. 235-11' };
  const [effect, annulled, retried] = recorded([
    {
      type: 'mergers.SuccessionTookEffect',
      data: {
        ...{
          operationId,
          kind: 'fusion-absorption',
          planVersion: 1,
          planHash: 'a'.repeat(64),
          verdicts: [],
          predecessors,
        },
        successor: { ...successor, departments: [], created: false },
        ...{ newAntennas: [], antennaMapping: [], transitionalGovernance: { bodies: [] } },
        ...{ decidedOn: since, effectiveOn: since },
      },
    },
    {
      type: 'mergers.SuccessionAnnulled',
      data: {
        operationId,
        judgement,
        predecessors,
        successor: { clusterId: successor.clusterId, created: false },
        on: ANNULLED,
      },
    },
    { type: 'mergers.ReferencesRetried', data: { operationId, on: ANNULLED } },
  ]) as [RecordedEvent, RecordedEvent, RecordedEvent];

  async function publish(event: RecordedEvent): Promise<void> {
    await store.append(streamName('mergers', 'operation', operationId), 'any', [
      { ...event, data: { ...event.data }, metadata: { ...event.metadata, commandId: undefined } },
    ]);
    await handle(event);
  }
  async function log(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const page of store.readAll(0n)) events.push(...page.events);
    return events.filter(({ type }) => type.startsWith('membership.'));
  }
  const backs = async () => (await log()).filter(({ data }) => data['name'] === 'Back').length;

  it('gives back what had moved, and reports it beside the effect', async () => {
    await publish(effect);
    await publish(annulled);
    expect(await backs()).toBe(12);
    const reports = (await log()).filter(({ type }) => type.endsWith('SuccessionApplied'));
    expect(reports.map(({ data }) => [data['moved'], data['annulment']])).toEqual([
      [12, undefined],
      [12, true],
    ]);
    const { head } = await store.status();
    await handle(annulled);
    expect((await store.status()).head).toBe(head);
  });

  it.each([[0], [1], [6], [11]])('killed at reference %i goes on where it was, each given back once', async (at) => {
    await publish(effect);
    fragileAt = at;
    await expect(publish(annulled)).rejects.toThrow('killed in the middle');
    expect(await backs()).toBeLessThan(12);
    fragileAt = undefined;
    await handle(annulled);
    expect(await backs()).toBe(12);
  });

  it('lists what somebody has to decide until it is decided', async () => {
    const [code, found, required] = ['MBR_CONSENT_NEEDED', 'a member of nobody else', 'a decision'];
    const key = `annulled-membership:${countedUuid(9, 0x0e)}`;
    undecided = [{ key, code, found, required }];
    await publish(effect);
    await publish(annulled);
    const aside = (await log()).filter(({ type }) => type.endsWith('SetAside'));
    expect(aside.map(({ data }) => data)).toEqual([{ operationId, reference: key, count: 0, code, found, required }]);
    expect((await log()).at(-1)?.data).toMatchObject({ toMove: 12, moved: 12, needConsent: 1, annulment: true });
    await handle(retried);
    expect((await log()).some(({ type }) => type.endsWith('Recovered'))).toBe(false);
    undecided = [];
    await handle({ ...retried, id: countedUuid(10, 0x0e) });
    expect((await log()).at(-1)).toMatchObject({
      type: 'membership.SuccessionReferenceRecovered',
      data: { reference: key },
    });
  });
});

describe('the state of an annulled succession', () => {
  const state = successionAggregate('membership');
  const annulment = { annulment: true } as const;
  const started = { type: 'SuccessionStarted', operationId, toMove: 3 } as const;
  const applied = { type: 'SuccessionApplied', operationId, toMove: 3, moved: 3, merged: 1, needConsent: 0 } as const;
  const aside = { type: 'SuccessionReferenceSetAside', operationId, count: 2, code: 'MBR_NO' } as const;
  const back = { ...aside, reference: 'annulled-clusters' } as const;

  it('counts as given back what is not set aside on its way back', () => {
    const history = [
      started,
      { ...aside, reference: 'clusters' },
      applied,
      { ...started, ...annulment, toMove: 5 },
      back,
    ];
    const before = history.reduce((each, event) => state.evolve(each, event as typeof back), state.initial);
    expect(state.decide({ ...applied, ...annulment }, before)).toEqual(
      accept({ ...applied, ...annulment, toMove: 5, moved: 3 }),
    );
  });

  it.each([
    ['annulled before it was applied', [started, { ...started, ...annulment }]],
    ['given back before that was begun', [started, applied, { ...applied, ...annulment }]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => history.reduce((each, event) => state.evolve(each, event as typeof started), state.initial)).toThrow(
      'cannot follow',
    );
  });

  deciderIsIdempotent(
    'annulled succession of a context',
    state,
    fc
      .array(
        fc.constantFrom<Parameters<typeof state.decide>[0]>(
          back,
          { ...applied, ...annulment },
          { ...started, ...annulment },
        ),
        {
          maxLength: 6,
        },
      )
      .map((more) => [started, applied, ...more]),
  );
});
