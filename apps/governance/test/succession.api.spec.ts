import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { catalog, type GrappeEvents } from '#libs/contracts';
import { calendarDate, streamName, type JsonObject } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { publish } from '../../../tests/support/published.ts';
import { governanceContext } from '../src/governance.context.ts';
import { absorption, succession } from '../src/policies/testing/succession.fixtures.ts';
import {
  board,
  bocquet,
  createBoard,
  createPresidency,
  director,
  Governance,
  mandateOfBocquet,
  mandateOfMontier,
  montier,
  numelink,
  presidency,
  rhoneAlley,
  startBocquet,
  startMontier,
} from './governance.fixtures.ts';

type Succession = GrappeEvents['mergers.SuccessionTookEffect'];
const digitalLeague = countedUuid(1, 0xb);
const newBoard = countedUuid(2, 0xb);
const newPresidency = countedUuid(3, 0xb);
const berard = { personId: countedUuid(4, 0xb), name: 'Jean-Michel Bérard' };

let app: TestApplication;
let governance: Governance;
beforeEach(async () => {
  app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
  governance = new Governance(app);
  await governance.hasClusters();
  await governance.hasBoard();
  await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
});
afterEach(async () => {
  await app.stop();
});

async function takesEffect(data: Succession): Promise<void> {
  const type = 'mergers.SuccessionTookEffect';
  const metadata = {
    recordedAt: app.clock.now(),
    effectiveAt: calendarDate(data.effectiveOn),
    actor: { id: 'test' },
    correlationId: data.operationId as ReturnType<typeof countedUuid>,
    visibility: { kind: 'public' },
  } as const;
  const id = countedUuid(Number((await app.store.status()).head) + 1, 0xe);
  const event = { id, type, schemaVersion: catalog.currentVersion(type) ?? 0, data: data as JsonObject, metadata };
  await app.store.append(streamName('mergers', 'operation', data.operationId), 'any', [event]);
  await app.react();
}

async function reported(data: Succession): Promise<unknown> {
  const stream = streamName('governance', 'succession', data.operationId);
  const events = [];
  for await (const event of app.store.read(stream)) events.push(event);
  return events.at(-1)?.data;
}

describe('Numélink and Clust’R Numérique become Digital League', () => {
  const offices = [
    {
      officeId: newPresidency,
      kind: 'president',
      title: 'Coprésidence',
      maxHolders: 2,
      holders: [
        { mandateId: countedUuid(5, 0xb), person: berard, representing: 'Esker' },
        { mandateId: countedUuid(6, 0xb), person: bocquet, tiedToClusterId: numelink },
      ],
    },
  ] as const;
  const effect = succession({
    predecessors: [{ clusterId: numelink }, { clusterId: rhoneAlley }],
    successor: { ...succession().successor, clusterId: digitalLeague },
    transitionalGovernance: {
      limit: '2018-03-27',
      bodies: [{ bodyId: newBoard, kind: 'board', name: 'CA', size: 25, offices }],
    },
  });

  it('the old mandates and boards end, the co-presidents start, and the director stays', async () => {
    const role = { id: director, clusterId: numelink, title: 'Directeur', person: montier, effectiveAt: '2012-09-03' };
    await governance.does('roles', role);
    await takesEffect(effect);
    expect(await governance.presidents('2017-03-27')).toEqual(['Catherine Bocquet']);
    expect(await governance.presidents('2017-03-28')).toEqual([]);
    expect((await governance.sees(`bodies/${board}`)).body['abolished']).toMatchObject({
      on: '2017-03-28',
      cause: 'succession',
    });
    const { body } = await governance.sees(`offices/${newPresidency}/holders?validAt=2017-06-01`);
    expect(body['holders']).toMatchObject([
      { person: berard, how: 'transitional', limit: '2018-03-27', representing: 'Esker' },
      { person: bocquet, how: 'transitional', limit: '2018-03-27', tiedToClusterId: numelink },
    ]);
    expect((await governance.sees(`bodies/${newBoard}`)).body).toMatchObject({
      clusterId: digitalLeague,
      sizes: [{ size: 25 }],
    });
    expect((await governance.sees(`roles/${director}`)).body).not.toHaveProperty('until');
    expect(await reported(effect)).toEqual({
      operationId: effect.operationId,
      toMove: 2,
      moved: 2,
      merged: 0,
      needConsent: 0,
    });
  });

  it('handled again it takes no second effect', async () => {
    await takesEffect(effect);
    const { head } = await app.store.status();
    await app.react();
    expect((await app.store.status()).head).toBe(head);
  });

  it('a mandate of the old board recorded afterwards ends with the merger', async () => {
    await takesEffect(effect);
    await governance.does(`offices/${presidency}/set-max-holders`, { maxHolders: 2, effectiveAt: '2015-06-24' });
    await governance.does(`offices/${presidency}/start-mandate`, { ...startMontier, limit: undefined, how: 'elected' });
    await app.react();
    const { body } = await governance.sees(`offices/${presidency}`);
    expect(body['mandates']).toMatchObject([
      {},
      { mandateId: mandateOfMontier, until: '2017-03-28', cause: 'succession', operationId: effect.operationId },
    ]);
  });
});

describe('what is recorded late of a cluster that a merger has ended', () => {
  const effect = succession({ predecessors: [{ clusterId: numelink }] });
  const late = countedUuid(20, 0xb);
  const abolished = { on: '2017-03-28', cause: 'succession', operationId: effect.operationId };

  it('a body ends with it', async () => {
    await takesEffect(effect);
    await governance.does('bodies', { ...createBoard, id: late });
    await app.react();
    expect((await governance.sees(`bodies/${late}`)).body).toMatchObject({ abolished });
  });

  it('a body that never was is taken back with its end', async () => {
    const { body: answer } = await governance.does('bodies', { ...createBoard, id: late });
    const [{ id: fact } = { id: '' }] = answer['events'] as readonly { readonly id: string }[];
    await takesEffect(effect);
    await governance.does(`bodies/${late}/void-creation`, { fact, reason: 'Mal saisi' });
    expect((await governance.sees(`bodies/${late}`)).status).toBe(404);
  });

  it('a body that was not abolished before it after all ends with it, and before it where it was', async () => {
    const { body: answer } = await governance.does(`bodies/${board}/abolish`, { effectiveAt: '2016-01-01' });
    const [{ id: fact } = { id: '' }] = answer['events'] as readonly { readonly id: string }[];
    await takesEffect(effect);
    const sees = async () => (await governance.sees(`bodies/${board}`)).body['abolished'];
    expect(await sees()).toEqual({ on: '2016-01-01', cause: 'decision' });
    await governance.does(`bodies/${board}/void-abolition`, { fact, reason: 'Mal saisi' });
    await app.react();
    expect(await sees()).toEqual(abolished);
    await governance.does(`bodies/${board}/abolish`, { effectiveAt: '2016-01-01' });
    await app.react();
    expect(await sees()).toEqual({ on: '2016-01-01', cause: 'decision' });
  });
});

describe('Numélink absorbs RhôneAlley', () => {
  const oldBoard = countedUuid(7, 0xb);
  const oldPresidency = countedUuid(8, 0xb);
  const holders = [
    { mandateId: mandateOfMontier, person: montier, tiedToClusterId: rhoneAlley },
    { mandateId: countedUuid(9, 0xb), person: bocquet, tiedToClusterId: numelink },
  ];
  const office = { officeId: presidency, kind: 'president', title: 'Présidence', maxHolders: 2, holders } as const;
  const effect = absorption({
    predecessors: [{ clusterId: rhoneAlley }],
    successor: { ...absorption().successor, clusterId: numelink },
    transitionalGovernance: {
      limit: '2016-06-23',
      bodies: [{ bodyId: board, kind: 'board', name: 'CA', size: 40, offices: [office] }],
    },
  });

  it('its own president goes on under her mandate, the other joins her for a year, and the board grows', async () => {
    await governance.does('bodies', { ...createBoard, id: oldBoard, clusterId: rhoneAlley });
    await governance.does('offices', { ...createPresidency, id: oldPresidency, bodyId: oldBoard });
    await governance.does(`offices/${oldPresidency}/start-mandate`, {
      ...startBocquet,
      mandateId: countedUuid(10, 0xb),
      person: montier,
    });
    await takesEffect(effect);
    expect(await governance.presidents('2015-06-23')).toEqual(['Catherine Bocquet']);
    expect(await governance.presidents('2015-06-24')).toEqual(['Catherine Bocquet', 'Patrick Montier']);
    expect(await governance.presidents('2016-06-24')).toEqual(['Catherine Bocquet']);
    const { body } = await governance.sees(`offices/${presidency}`);
    expect(body['mandates']).toMatchObject([
      { mandateId: mandateOfBocquet, how: 'elected' },
      { mandateId: mandateOfMontier },
    ]);
    expect((await governance.sees(`offices/${oldPresidency}/holders?validAt=2015-06-24`)).body['holders']).toEqual([]);
    expect((await governance.sees(`bodies/${board}`)).body).toMatchObject({ sizes: [{ size: 24 }, { size: 40 }] });
    expect(await reported(effect)).toMatchObject({ toMove: 2, moved: 2 });
  });

  it('a mandate past its limit ends as it was, an office gets more holders than the plan has: both are listed', async () => {
    await governance.does('bodies', { ...createBoard, id: oldBoard, clusterId: rhoneAlley });
    await governance.does('offices', { ...createPresidency, id: oldPresidency, bodyId: oldBoard });
    const mandateId = countedUuid(10, 0xb);
    const old = { ...startBocquet, mandateId, person: montier, limit: '2014-12-31' };
    await governance.does(`offices/${oldPresidency}/start-mandate`, old);
    const [planned] = effect.transitionalGovernance.bodies;
    const bodies = [
      { ...planned, offices: [{ ...office, maxHolders: 1 }] },
    ] as typeof effect.transitionalGovernance.bodies;
    await takesEffect({ ...effect, transitionalGovernance: { ...effect.transitionalGovernance, bodies } });
    expect(await reported(effect)).toMatchObject({
      needConsent: 0,
      asItWas: {
        count: 2,
        listed: [
          {
            ...{ reference: `mandate:${mandateId}`, code: 'GOV_MANDATE_EXPIRED' },
            found: 'past its limit from 2015-01-01 on, without an end on record',
          },
          { reference: `office:${presidency}`, code: 'GOV_OFFICE_FULL', found: '2 holders' },
        ],
      },
    });
    expect(await governance.presidents('2015-06-24')).toEqual(['Catherine Bocquet', 'Patrick Montier']);
  });

  it('whoever joins its board by the merger is declared as anybody else; what ends with RhôneAlley is not', async () => {
    await governance.does('bodies', { ...createBoard, id: oldBoard, clusterId: rhoneAlley });
    await governance.does('offices', { ...createPresidency, id: oldPresidency, bodyId: oldBoard });
    const old = { ...startBocquet, mandateId: countedUuid(10, 0xb), person: montier };
    await governance.does(`offices/${oldPresidency}/start-mandate`, old);
    await takesEffect(effect);
    const { operationId } = effect;
    const ended = { clusterId: rhoneAlley, operationId, successorIds: [numelink], on: '2015-06-24' };
    await publish(app.store, { type: 'membership.ClusterSucceeded', data: ended });
    const seen = async (clusterId: string) => {
      const { body } = await governance.sees(`clusters/${clusterId}/declarations?validAt=2015-07-01`);
      return (body['items'] as readonly Record<string, unknown>[])
        .filter(({ day }) => day === '2015-06-24')
        .map(({ kind, status, notDue, dueOn }) => [kind, status, notDue ?? dueOn]);
    };
    expect(await seen(rhoneAlley)).toEqual([['mandate-end', 'not-due', 'cluster-ended']]);
    expect(await seen(numelink)).toEqual([
      ['mandate', 'due', '2015-09-24'],
      ['seat', 'due', '2015-09-24'],
    ]);
  });
});
