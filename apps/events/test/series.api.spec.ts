import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { membershipContext } from '../../membership/src/membership.context.ts';
import { eventsContext } from '../src/events.context.ts';

const [telecomValley, rhoneAlpes] = [countedUuid(1, 0xe9), countedUuid(2, 0xe9)];
const [id, lunches] = [countedUuid(3, 0xe9), countedUuid(4, 0xe9)];
const editionOf = (number: number) => countedUuid(number, 0xea);
const eveningOf = (number: number) => countedUuid(number, 0xeb);
const operator: TestRequest = { as: 'operator', clusters: [telecomValley] };
const other: TestRequest = { as: 'operator', clusters: [rhoneAlpes] };
const path = `events/series/${id}`;

let app: TestApplication;
/** The record of the edition that fell out. */
let dropped: string | undefined;
const eventOf = (answer: object): string | undefined =>
  (answer as { readonly events: readonly { readonly id: string }[] }).events[0]?.id;
const does = async (where: string, body: object, as: TestRequest = operator) => {
  const { status, body: answer } = await app.post(where, body, as);
  expect([where, status < 300, answer]).toEqual([where, true, answer]);
  return answer;
};
const read = async (where: string, as: TestRequest = {}) => (await app.get(where, as)).body;
const organised = { clusterId: telecomValley, organiser: { kind: 'cluster', id: telecomValley } };
const place = { name: 'SKEMA', zone: 'Europe/Paris' };

/** Two evenings of an edition; the days are those of the year. */
async function evenings(number: number, year: string): Promise<void> {
  for (const [index, day] of ['07-04', '07-05'].entries()) {
    const gatheringId = eveningOf(10 * number + index);
    const schedule = { from: `${year}-${day}T18:00`, to: `${year}-${day}T21:30` };
    const what = { title: `SophiaConf ${year}`, format: 'conference', place, schedule, audience: ['public'] };
    await does('events/gatherings', { id: gatheringId, ...organised, ...what, effectiveAt: `${year}-03-01` });
    const placing = { editionId: editionOf(number), gatheringId, effectiveAt: `${year}-03-01` };
    await does(`${path}/place-gathering`, placing);
  }
}

beforeAll(async () => {
  app = await TestApplication.start([membershipContext, eventsContext]);
  app.clock.set('2016-11-29T10:00:00Z');
  for (const clusterId of [telecomValley, rhoneAlpes])
    await does(
      'membership/clusters',
      { id: clusterId, name: clusterId, seat: 'Sophia', effectiveAt: '1991-01-01' },
      {},
    );
  const series = { id, ...organised, name: 'SophiaConf', format: 'conference', effectiveAt: '2011-01-15' };
  await does('events/series', series);
  await does('events/series', series);
  for (const [number, year] of [
    [5, 2015],
    [6, 2016],
  ] as const) {
    const edition = { editionId: editionOf(number), number, year, effectiveAt: `${String(year)}-01-15` };
    await does(`${path}/plan-edition`, edition);
    await evenings(number, String(year));
  }
});
afterAll(() => app.stop());

describe('a series over HTTP', () => {
  const editions = async (day: string) => {
    const { items } = await read(`${path}?validAt=${day}`);
    return (items as readonly Record<'number' | 'year' | 'inYear' | 'state' | 'gatheringIds', unknown>[]).map(
      ({ number, year, inYear, state, gatheringIds }) => [
        number,
        year,
        inYear,
        state,
        (gatheringIds as object[]).length,
      ],
    );
  };

  it('has its editions with their numbers, as of a day', async () => {
    expect(await editions('2016-02-01')).toEqual([
      [5, 2015, 1, 'planned', 2],
      [6, 2016, 1, 'planned', 0],
    ]);
    expect(await read(`events/series?clusterId=${telecomValley}&validAt=2015-12-31`)).toMatchObject({
      items: [{ name: 'SophiaConf', editions: 1 }],
    });
  });

  it('gives the next edition the next number, says which, and the same again', async () => {
    const next = { editionId: editionOf(7), year: 2017, effectiveAt: '2016-11-01' };
    const answer = await does(`${path}/plan-edition`, next);
    expect(answer).toMatchObject({ recorded: { number: 7 } });
    await does(`${path}/plan-edition`, next);
    expect(await editions('2016-11-01')).toHaveLength(3);
  });

  it('one edition falls out with its gatherings, and the others are as they were', async () => {
    const before = await editions('2016-10-31');
    await does(`events/gatherings/${eveningOf(60)}/announce`, { effectiveAt: '2016-04-01' });
    const seats = `events/registrations/${eveningOf(60)}`;
    await does(`${seats}/decide-seats`, { seats: 1 });
    await does(`${seats}/register`, { person: { personId: countedUuid(60, 0xea), name: 'P' }, exception: 'Orateur' });
    const dropping = { editionId: editionOf(6), reason: 'Salle', effectiveAt: '2016-06-01' };
    dropped = eventOf(await does(`${path}/drop-edition`, dropping));
    // Whoever registered comes no more, by a fact of its own.
    expect(await read(`${seats}?validAt=2030-01-01`, operator)).toMatchObject({ seated: 0, free: 1 });
    expect(await editions('2016-10-31')).toEqual([before[0], [6, 2016, 1, 'dropped', 2]]);
    const states = await Promise.all(
      [50, 51, 60, 61].map(async (number) => (await read(`events/gatherings/${eveningOf(number)}`, operator))['state']),
    );
    expect(states).toEqual(['draft', 'draft', 'cancelled', 'cancelled']);
  });

  it('what an edition that falls out after all takes with it is said of that day, also of a gathering that is placed late', async () => {
    const late = eveningOf(62);
    const schedule = { from: '2016-07-06T18:00', to: '2016-07-06T21:30' };
    const what = { title: 'Clôture', format: 'conference', place, schedule, audience: ['public'] };
    await does('events/gatherings', { id: late, ...organised, ...what, effectiveAt: '2016-03-01' });
    const placing = { editionId: editionOf(6), gatheringId: late, effectiveAt: '2016-03-01' };
    await does(`${path}/place-gathering`, placing);
    await does(`${path}/place-gathering`, placing);
    expect(await read(`events/gatherings/${late}`, operator)).toMatchObject({
      state: 'cancelled',
      since: '2016-06-01',
    });
    const correction = { fact: dropped, changes: { on: '2016-06-02' }, reason: 'Un jour plus tard' };
    await does(`${path}/correct-drop`, correction);
    await does(`${path}/correct-drop`, correction);
    expect(await read(`events/gatherings/${late}`, operator)).toMatchObject({
      state: 'cancelled',
      since: '2016-06-02',
    });
  });

  it('an edition that was dropped by mistake has its gatherings back, but one that was cancelled by itself, and their seats', async () => {
    const restored = eveningOf(61);
    const cancelled = await read(`events/gatherings/${restored}`, operator);
    expect(cancelled).toMatchObject({ state: 'cancelled', reason: 'Salle' });
    const alone = eveningOf(63);
    const schedule = { from: '2016-07-07T18:00', to: '2016-07-07T21:30' };
    const what = { title: 'Atelier', format: 'conference', place, schedule, audience: ['public'] };
    await does('events/gatherings', { id: alone, ...organised, ...what, effectiveAt: '2016-03-01' });
    // The same words of the same day: it is not of whom it was said that it tells whether it was by itself.
    await does(`events/gatherings/${alone}/cancel`, { reason: 'Salle', effectiveAt: '2016-06-02' });
    await does(`${path}/place-gathering`, { editionId: editionOf(6), gatheringId: alone, effectiveAt: '2016-03-01' });
    const taking = { fact: dropped, reason: 'La salle est là' };
    await does(`${path}/void-drop`, taking);
    expect((await does(`${path}/void-drop`, taking))['events']).toEqual([]);
    const states = await Promise.all(
      [60, 61, 62, 63].map(async (number) => (await read(`events/gatherings/${eveningOf(number)}`, operator))['state']),
    );
    expect(states).toEqual(['announced', 'draft', 'draft', 'cancelled']);
    const seats = `events/registrations/${eveningOf(60)}`;
    expect(await read(`${seats}?validAt=2030-01-01`, operator)).toMatchObject({ seated: 1, free: 0 });
    expect((await editions('2016-10-31')).slice(0, 2)).toMatchObject([{}, [6, 2016, 1, 'planned', 4]]);
  });

  it('an edition of which a gathering was held does not fall out', async () => {
    await does(`events/gatherings/${eveningOf(50)}/hold`, { effectiveAt: '2015-07-04' });
    const drop = { editionId: editionOf(5), reason: 'x', effectiveAt: '2015-07-05' };
    expect(await app.post(`${path}/drop-edition`, drop, operator)).toMatchObject({
      status: 409,
      body: { code: 'EVT_FACT_CONTRADICTED' },
    });
    expect((await editions('2016-02-01'))[0]).toEqual([5, 2015, 1, 'planned', 2]);
  });

  it('a number that was wrong is corrected, and stays in what was known', async () => {
    const first = { editionId: editionOf(1), number: 2, year: 2011, effectiveAt: '2011-02-01' };
    const answer = await does(`${path}/plan-edition`, first);
    const [event] = answer['events'] as readonly { readonly id: string }[];
    const correction = { fact: event?.id, changes: { number: 1 }, reason: 'Mal compté' };
    expect((await app.post(`${path}/correct-edition`, correction, other)).status).toBe(403);
    await does(`${path}/correct-edition`, correction);
    expect((await editions('2012-01-01'))[0]).toEqual([1, 2011, 1, 'planned', 0]);
  });

  it('recurring dates are gatherings of their own, at the same hour over the change of clocks', async () => {
    const series = {
      id: lunches,
      ...organised,
      name: 'Déjeuners',
      format: 'business-lunch',
      effectiveAt: '2016-01-01',
    };
    await does('events/series', series);
    const recurrence = {
      ...{
        recurrenceId: countedUuid(5, 0xe9),
        title: 'Déjeuner',
        place,
        audience: ['member'],
        everyWeeks: 1,
        dates: 3,
      },
      ...{ schedule: { from: '2016-03-24T18:00', to: '2016-03-24T20:00' }, effectiveAt: '2016-01-15' },
    };
    await does(`events/series/${lunches}/plan-recurrence`, recurrence);
    const again = await does(`events/series/${lunches}/plan-recurrence`, recurrence);
    expect(again['events']).toEqual([]);
    const { recurrences } = await read(`events/series/${lunches}`);
    const [{ dates }] = recurrences as [{ readonly dates: readonly { readonly gatheringId: string }[] }];
    const starts = await Promise.all(
      dates.map(async ({ gatheringId }) => (await read(`events/gatherings/${gatheringId}`, operator))['startsAt']),
    );
    expect(starts).toEqual(['2016-03-24T17:00:00.000Z', '2016-03-31T16:00:00.000Z', '2016-04-07T16:00:00.000Z']);
  });

  it('recurring dates of which one is at an hour that the clocks leave out are refused, all of them', async () => {
    const recurrence = {
      ...{ recurrenceId: countedUuid(6, 0xe9), title: 'Nuit', place, audience: ['member'], everyWeeks: 1, dates: 3 },
      ...{ schedule: { from: '2016-03-20T02:30', to: '2016-03-20T05:00' }, effectiveAt: '2016-01-15' },
    };
    expect(await app.post(`events/series/${lunches}/plan-recurrence`, recurrence, operator)).toMatchObject({
      status: 422,
      body: { code: 'EVT_TIME_DOES_NOT_EXIST', found: '2016-03-27T02:30 in Europe/Paris' },
    });
    expect((await read(`events/series/${lunches}`))['recurrences']).toHaveLength(1);
  });

  it.each<[string, object, number, string]>([
    ['plan-edition', { editionId: editionOf(9), number: 5, year: 2019 }, 409, 'EVT_FACT_CONTRADICTED'],
    ['move-edition', { editionId: countedUuid(99, 0xea), year: 2019 }, 404, 'EVT_EDITION_NOT_FOUND'],
    [
      'place-gathering',
      { editionId: editionOf(5), gatheringId: countedUuid(99, 0xeb) },
      404,
      'EVT_GATHERING_NOT_FOUND',
    ],
  ])('%s with %j is refused', async (verb, body, status, code) => {
    expect(await app.post(`${path}/${verb}`, { ...body, effectiveAt: '2016-11-02' })).toMatchObject({
      status,
      body: { code },
    });
  });

  it('has no gathering of another cluster', async () => {
    const theirs = { clusterId: rhoneAlpes, organiser: { kind: 'cluster', id: rhoneAlpes } };
    const schedule = { from: '2016-12-01', to: '2016-12-01' };
    const what = { title: 'x', format: 'seminar', place, schedule, audience: ['member'], effectiveAt: '2016-11-01' };
    await does('events/gatherings', { id: eveningOf(99), ...theirs, ...what }, other);
    const placing = { editionId: editionOf(5), gatheringId: eveningOf(99), effectiveAt: '2016-11-02' };
    expect(await app.post(`${path}/place-gathering`, placing, operator)).toMatchObject({
      status: 409,
      body: { code: 'EVT_CLUSTER_DIFFERS' },
    });
  });

  it('who came to a gathering is shown to those who read files of its cluster', async () => {
    const about = `events/gatherings/${eveningOf(50)}`;
    expect(await read(about, operator)).not.toHaveProperty('attendance');
    await does(`${about}/count-attendance`, { participants: 80, effectiveAt: '2015-07-06' });
    expect(await read(about, operator)).toMatchObject({ attendance: { participants: 80, organisationIds: null } });
    await does(`${about}/announce`, { effectiveAt: '2015-04-01' });
    expect(await read(about, other)).not.toHaveProperty('attendance');
  });
});
