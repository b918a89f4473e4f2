import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { publish, registeredOrganisation } from '../../../tests/support/published.ts';
import { incubationContext } from '../src/incubation.context.ts';
import { admissionOf, companyOf, incubatorId, OccupancyDesk, TRACKS } from './occupancy-words.ts';

let app: TestApplication;
let desk: OccupancyDesk;

async function begin(): Promise<void> {
  app = await TestApplication.start([incubationContext], { RATE_LIMIT_PER_SECOND: '10000' });
  desk = new OccupancyDesk(app);
  await publish(app.store, ...Array.from({ length: 40 }, (_, index) => registeredOrganisation(companyOf(index + 1))));
  const opened = { id: incubatorId, name: 'Quartier numérique', site: 'La Pardieu', effectiveAt: '2015-06-01' };
  expect((await app.post('incubation/incubators', opened)).status).toBe(201);
}

const numbersOf = (list: unknown) => (list as readonly { readonly number: number }[]).map(({ number }) => number);
/** Whole numbers from one up to another. */
const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('the Quartier numérique of Clermont-Ferrand', () => {
  beforeAll(async () => {
    await begin();
    await desk.does('decide-capacity', { places: 30, effectiveAt: '2015-06-01' });
    for (const number of upTo(1, 9)) await desk.admits(number, TRACKS['start-up'](), '2015-09-01');
    for (const number of upTo(10, 12)) await desk.admits(number, TRACKS['existing-company'](), '2015-09-15');
    const first = TRACKS.call('Premier appel, dix lauréats', '2015-10-15');
    for (const number of upTo(13, 22)) await desk.admits(number, first, '2015-11-02');
    const second = TRACKS.call('Second appel, huit lauréats', '2016-02-10');
    for (const number of upTo(23, 30)) await desk.admits(number, second, '2016-02-15');
  });
  afterAll(() => app.stop());

  it('has thirty companies, and the 31st waits with its number', async () => {
    const { body } = await desk.admits(31, TRACKS['start-up'](), '2016-02-20');
    expect(body['recorded']).toEqual({ admissionId: admissionOf(31), number: 31 });
    await desk.admits(32, TRACKS['existing-company'](), '2016-02-22');
  });

  it('on 2016-03-01: thirty inside, 18 by two calls, 9 start-ups, 3 existing companies; two wait, in order', async () => {
    const shown = await desk.on('2016-03-01');
    expect(shown).toMatchObject({ capacity: 30, policy: 'first-come', inside: 30, waits: 2, free: 0, over: 0 });
    expect(shown['tracks']).toEqual([
      { track: 'call', inside: 18 },
      { track: 'start-up', inside: 9 },
      { track: 'existing-company', inside: 3 },
    ]);
    expect(numbersOf(shown['residents'])).toEqual(upTo(1, 30));
    expect(shown['waiting']).toMatchObject([
      { organisationId: companyOf(31), track: { kind: 'start-up' } },
      { organisationId: companyOf(32), track: { kind: 'existing-company' } },
    ]);
  });

  it('on 2016-05-02 one leaves, graduated: the first who waits is inside, the other waits', async () => {
    const exit = { admissionId: admissionOf(4), cause: 'graduated', effectiveAt: '2016-05-02' };
    const { body } = await desk.does('leave', exit);
    expect((body['events'] as readonly { readonly type: string }[]).map(({ type }) => type)).toEqual([
      'incubation.ResidencyEnded',
      'incubation.ResidencyStarted',
    ]);
    const shown = await desk.on('2016-05-02');
    expect(shown).toMatchObject({ inside: 30, waits: 1, free: 0 });
    expect(numbersOf(shown['residents'])).toEqual([1, 2, 3, ...upTo(5, 31)]);
    expect(numbersOf(shown['waiting'])).toEqual([32]);
    const eve = await desk.on('2016-05-01');
    expect([numbersOf(eve['residents']), numbersOf(eve['waiting'])]).toEqual([upTo(1, 30), [31, 32]]);
  });

  it('let in the other one when the capacity was raised, from that day on', async () => {
    const { body } = await desk.does('decide-capacity', { places: 31, effectiveAt: '2016-06-01' });
    expect(body['recorded']).toMatchObject({ admissionId: admissionOf(32), on: '2016-06-01' });
    expect(await desk.on('2016-06-01')).toMatchObject({ capacity: 31, inside: 31, waits: 0 });
    expect(await desk.on('2016-05-31')).toMatchObject({ capacity: 30, inside: 30, waits: 1 });
  });

  it('has nobody inside from its dissolution on', async () => {
    const dissolved = await app.post(`incubation/incubators/${incubatorId}/dissolve`, { effectiveAt: '2021-08-31' });
    expect(dissolved.status).toBe(200);
    expect(await desk.on('2021-08-30')).toMatchObject({ inside: 31 });
    expect(await desk.on('2021-08-31')).toMatchObject({ capacity: null, inside: 0, waits: 0, residents: [] });
  });
});

describe('who is inside, recorded late and corrected', () => {
  const call = TRACKS.call('Jury', '2015-10-15');
  beforeAll(begin);
  afterAll(() => app.stop());

  /** The id of the first fact of a type that a command stated. */
  const factOf = ({ body }: { readonly body: Record<string, unknown> }, type: string): string =>
    (body['events'] as readonly { readonly id: string; readonly type: string }[]).find(
      (event) => event.type === `incubation.${type}`,
    )?.id ?? '';

  it('lowered below what is taken says by how many it is over, and lets nobody in until there is room', async () => {
    await desk.does('decide-capacity', { places: 3, effectiveAt: '2015-06-01' });
    for (const number of [1, 2, 3]) await desk.admits(number, call, '2015-11-02');
    await desk.does('decide-capacity', { places: 1, effectiveAt: '2016-01-01' });
    expect(await desk.on('2016-01-01')).toMatchObject({ capacity: 1, inside: 3, over: 2, free: 0 });
    expect(await desk.on('2015-12-31')).toMatchObject({ capacity: 3, inside: 3, over: 0 });
    await desk.admits(4, call, '2016-01-02');
    await desk.does('leave', { admissionId: admissionOf(1), cause: 'moved', effectiveAt: '2016-02-01' });
    await desk.does('leave', { admissionId: admissionOf(2), cause: 'stopped', effectiveAt: '2016-02-02' });
    expect(await desk.on('2016-02-02')).toMatchObject({ inside: 1, waits: 1, over: 0, free: 0 });
    await desk.does('leave', { admissionId: admissionOf(3), cause: 'graduated', effectiveAt: '2016-03-01' });
    expect(await desk.on('2016-03-01')).toMatchObject({ inside: 1, waits: 0, residents: [{ number: 4 }] });
  });

  it('an admission that is taken back lets in the first who waits, in the same append', async () => {
    const admitted = await desk.admits(5, call, '2016-03-02');
    expect(await desk.on('2016-03-02')).toMatchObject({ inside: 1, waiting: [{ number: 5 }] });
    await desk.admits(6, call, '2016-03-03');
    const fact = factOf(admitted, 'CompanyAdmitted');
    await desk.does('void-admission', { fact, reason: 'Doublon' });
    expect(await desk.on('2016-03-03')).toMatchObject({ waits: 1, waiting: [{ organisationId: companyOf(6) }] });
    const exit = await desk.does('leave', { admissionId: admissionOf(4), cause: 'moved', effectiveAt: '2016-04-01' });
    expect(exit.body['recorded']).toEqual({ admissionId: admissionOf(6), on: '2016-04-01' });
    const undone = await desk.tries('void-exit', { fact: factOf(exit, 'ResidencyEnded'), reason: 'Erreur' });
    expect(undone).toMatchObject({ status: 409, body: { code: 'INC_INCUBATOR_FULL', required: 'at most 1' } });
  });

  it('an earlier residency is recorded after a later one, and refused where it overlaps', async () => {
    const residency = { organisationId: companyOf(6), track: call, cause: 'graduated' };
    const early = { ...residency, admissionId: admissionOf(20), until: '2015-12-01', effectiveAt: '2015-11-20' };
    expect(await desk.tries('record-residency', early)).toMatchObject({ body: { code: 'INC_INCUBATOR_FULL' } });
    await desk.does('decide-capacity', { places: 4, effectiveAt: '2015-06-01' });
    await desk.does('record-residency', early);
    expect((await desk.on('2015-11-20'))['residents']).toMatchObject([{}, {}, {}, { organisationId: companyOf(6) }]);
    const overlapping = { ...early, admissionId: admissionOf(21), until: '2016-03-10', effectiveAt: '2015-12-15' };
    expect(await desk.tries('record-residency', overlapping)).toMatchObject({
      status: 409,
      body: { code: 'INC_RESIDENCY_OVERLAPS', found: '2016-03-03' },
    });
  });

  it('the start of a residency is corrected to the day on which the company came', async () => {
    const start = { admissionId: admissionOf(6), reason: 'Arrivée plus tard', effectiveAt: '2016-04-10' };
    await desk.does('correct-start', start);
    expect(await desk.on('2016-04-09')).toMatchObject({ waiting: [{ organisationId: companyOf(6) }] });
    expect(await desk.on('2016-04-10')).toMatchObject({ residents: [{ organisationId: companyOf(6) }] });
  });

  it.each<[string, string, object, number, string]>([
    ['a company that nobody registered', 'admit', { organisationId: countedUuid(99) }, 409, 'INC_COMPANY_ABSENT'],
    ['a selection that comes later', 'admit', { effectiveAt: '2015-10-14' }, 409, 'INC_TRACK_UNFIT'],
    ['before the opening', 'admit', { effectiveAt: '2015-05-31' }, 409, 'INC_BEFORE_OPENING'],
    ['two tracks', 'admit', { track: { ...call, kind: 'both' } }, 400, 'API_MALFORMED'],
    ['an admission that is not there', 'leave', {}, 404, 'INC_ADMISSION_NOT_FOUND'],
  ])('%s is refused', async (_what, verb, changes, status, code) => {
    const admission = { organisationId: companyOf(9), track: call };
    const exit = { admissionId: admissionOf(99), cause: 'moved' };
    const body = { ...(verb === 'admit' ? admission : exit), effectiveAt: '2016-06-01', ...changes };
    const { head } = await app.store.status();
    expect(await desk.tries(verb, body)).toMatchObject({ status, body: { code } });
    expect((await app.store.status()).head).toBe(head);
  });

  it('is for administrators', async () => {
    const path = `incubation/occupancies/${incubatorId}/decide-capacity`;
    expect((await app.post(path, { places: 99 }, { as: 'operator', clusters: [companyOf(1)] })).status).toBe(403);
  });
});
