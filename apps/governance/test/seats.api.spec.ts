import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANTENNAS } from '#libs/apportionment/testing';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { governanceContext } from '../src/governance.context.ts';
import { bocquet, factIn, Governance, montier, numelink, rhoneAlley } from './governance.fixtures.ts';

const [board, office, plan, byLot, reserving] = [41, 42, 43, 44, 45].map((number) => countedUuid(number, 0xb));
const antennaIds = ANTENNAS.map((_each, index) => countedUuid(50 + index, 0xb));
const third = { numerator: '1', denominator: '3' };
const one = { numerator: '1', denominator: '1' };
const effectiveAt = '2017-03-28';
const common = { bodyId: board, figuresOn: '2017-01-31', effectiveAt };
const thirds = {
  ...{ ...common, house: 25, method: 'sainte-lague' },
  criteria: ['jobs', 'funding', 'members'].map((name) => ({ name, weight: third, source: 'Relevé' })),
  units: ANTENNAS.map(([unit, ...figures], index) => ({ unit, antennaId: antennaIds[index], figures })),
};
const jobs = {
  ...{ ...common, house: 25, method: 'd-hondt', criteria: [{ name: 'jobs', weight: one }] },
  units: ANTENNAS.map(([unit, figure]) => ({ unit, figures: [figure] })),
};

let app: TestApplication;
let governance: Governance;
beforeAll(async () => {
  app = await TestApplication.start([governanceContext]);
  governance = new Governance(app);
  await governance.hasClusters();
  const created = { clusterId: numelink, kind: 'board', name: 'Conseil fédéral', effectiveAt };
  await governance.does('bodies', { id: board, ...created });
  await governance.does('offices', {
    ...{ id: office, bodyId: board, kind: 'seat', title: 'Siège', maxHolders: 25, effectiveAt },
  });
});
afterAll(() => app.stop());

const seatsIn = (answer: unknown) =>
  (answer as { readonly seats: readonly { readonly seats: number }[] }).seats.map(({ seats }) => seats);

describe('the seats of a board over HTTP', () => {
  it('are shared with everything that decided, and the reasons with them', async () => {
    const { body } = await governance.does('seat-plans', { id: plan, ...thirds });
    expect(seatsIn(body['recorded'])).toEqual([9, 6, 4, 3, 2, 1]);
    expect((await governance.sees(`seat-plans/${plan}`)).body).toMatchObject({
      ...{ status: 'apportioned', clusterId: numelink, method: 'sainte-lague', lots: [], since: effectiveAt },
      criteria: [{ name: 'jobs', weight: third, source: 'Relevé' }, {}, {}],
    });
    const reasons = (await governance.sees(`seat-plans/${plan}/reasons`)).body;
    const { winning, power } = reasons['explanation'] as { winning: { shown: object[] }; power: { indexes: object[] } };
    expect(winning.shown).toHaveLength(25);
    expect(power.indexes).toContainEqual({ group: 'Lyon', seats: 9, index: { numerator: '11', denominator: '26' } });
  });

  it('are asked otherwise, and nothing is recorded', async () => {
    const before = (await governance.sees('seat-plans')).body;
    const weights = [{ name: 'jobs', weight: one }];
    const { status, body } = await governance.tries(`seat-plans/${plan}/what-if`, { weights });
    expect(status).toBe(200);
    expect([seatsIn(body['planned']), seatsIn(body['otherwise'])]).toEqual([
      [9, 6, 4, 3, 2, 1],
      [12, 4, 5, 2, 1, 1],
    ]);
    expect(body['moved']).toContainEqual({ unit: 'Lyon', planned: 9, otherwise: 12 });
    const least = await governance.tries(`seat-plans/${plan}/what-if`, { house: 15, minimum: 1 });
    expect(seatsIn(least.body['otherwise'])).toEqual([5, 4, 2, 2, 1, 1]);
    const none = await governance.tries(`seat-plans/${plan}/what-if`, { house: 5, minimum: 1 });
    expect(none.body['otherwise']).toMatchObject({ seats: [], refused: [{ code: 'infeasible-minimum' }] });
    expect((await governance.sees('seat-plans')).body).toEqual(before);
  });

  it('a tie is named, left to lots, and lots that name others are refused', async () => {
    const shared = await governance.does('seat-plans', { id: byLot, ...jobs });
    const { body } = shared;
    const units = ['Saint-Étienne-Roanne', 'Valence-Romans'];
    expect(body['recorded']).toMatchObject({ ties: [{ units, seats: 1, open: { units, seats: 1 } }] });
    const lots = { witness: montier, effectiveAt };
    const refused = await governance.tries(`seat-plans/${byLot}/draw-lots`, { ...lots, drawn: ['Lyon', 'Grenoble'] });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'GOV_LOT_NOT_OF_TIE', found: expect.stringContaining('Lyon') },
    });
    await governance.does(`seat-plans/${byLot}/draw-lots`, {
      ...lots,
      drawn: ['Valence-Romans', 'Saint-Étienne-Roanne'],
    });
    const { body: decided } = await governance.sees(`seat-plans/${byLot}`);
    expect(decided).toMatchObject({ status: 'apportioned', lots: [{ witness: montier, on: effectiveAt }] });
    expect(seatsIn(decided)).toEqual([13, 3, 5, 2, 1, 1]);
    expect((await governance.sees('seat-plans?status=tied')).body['items']).toEqual([]);
    await governance.does(`seat-plans/${byLot}/void-plan`, {
      ...{ fact: factIn(shared), reason: 'On jobs alone by mistake' },
    });
    expect((await governance.sees(`seat-plans/${byLot}`)).status).toBe(404);
  });

  it('on a day: how many are filled, and which are set aside no more', async () => {
    const filled = { person: bocquet, how: 'appointed', antennaId: antennaIds[0], effectiveAt: '2017-04-01' };
    await governance.does(`offices/${office}/start-mandate`, filled);
    const day = '2017-09-01';
    const reserved = [{ name: 'RhôneAlley', unit: 'Valence-Romans', seats: 10, until: '2018-03-28' }];
    await governance.does('seat-plans', { id: reserving, ...thirds, house: 40, reserved, effectiveAt: day });
    const on = async (validAt: string) => (await governance.sees(`bodies/${board}/seats?validAt=${validAt}`)).body;
    expect(await on('2017-03-27')).toMatchObject({ units: [], reserved: [] });
    const first = await on('2017-04-01');
    expect(first).toMatchObject({ planId: plan, reserved: [], lapsed: [] });
    expect(first['units']).toContainEqual({
      ...{ unit: 'Lyon', antennaId: antennaIds[0], seats: 9, reserved: 0, filled: 1, vacant: 8 },
    });
    expect(await on(day)).toMatchObject({ planId: reserving, reserved, lapsed: [] });
    const due = await governance.sees(`clusters/${numelink}/deadlines?validAt=2018-01-01`);
    expect(due.body['items']).toContainEqual({
      on: '2018-03-28',
      kind: 'seats-reserved',
      bodyId: board,
      title: 'RhôneAlley',
    });
    expect(await on('2018-03-29')).toMatchObject({ planId: reserving, reserved: [], lapsed: reserved });
  });

  it.each([
    ['half a seat', { house: 2.5 }, 400],
    ['an unknown method', { method: 'fair' }, 400],
    ['a weight of one half point', { criteria: [{ name: 'jobs', weight: 0.5 }] }, 400],
    ['no units', { units: [] }, 400],
    ['weights that are not one', { criteria: [{ name: 'jobs', weight: third }] }, 409],
    ['a unit twice', { units: [jobs.units[0], jobs.units[0]] }, 409],
    ['a minimum that cannot be', { minimum: 5 }, 409],
    ['a body that is not there', { bodyId: countedUuid(99, 0xb) }, 404],
  ])('%s is refused, and nothing is recorded', async (_what, wrong, status) => {
    const id = countedUuid(98, 0xb);
    const answer = await governance.tries('seat-plans', { ...jobs, id, ...wrong });
    expect(answer.status).toBe(status);
    expect((await governance.sees(`seat-plans/${id}`)).status).toBe(404);
  });

  it('are shared by operators of the cluster alone', async () => {
    const asked = { ...thirds, id: countedUuid(97, 0xb) };
    const answer = await governance.tries('seat-plans', asked, { as: 'operator', clusters: [rhoneAlley] });
    expect(answer.status).toBe(403);
  });
});
