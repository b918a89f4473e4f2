import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { membershipContext } from '../../membership/src/membership.context.ts';
import { eventsContext } from '../src/events.context.ts';

const [telecomValley, medinsoft] = [1, 2].map((number) => countedUuid(number, 0xe3));
const id = countedUuid(1, 0xe4);
const company = (number: number) => countedUuid(number, 0xe5);
const registration = (number: number) => countedUuid(number, 0xe6);
const path = `events/registrations/${id}`;
const operator: TestRequest = { as: 'operator', clusters: [telecomValley ?? ''] };
const [MEMBERS, GUESTS] = [43, 7];

let app: TestApplication;
/** Everything that is recorded. */
async function recordedIn({ store }: TestApplication) {
  const events = [];
  for await (const page of store.readAll(0n)) events.push(...page.events);
  return { events };
}
const does = async (where: string, body: object, as: TestRequest = {}) => {
  const { status, body: answer } = await app.post(where, body, as);
  expect([where, status < 300, answer]).toEqual([where, true, answer]);
  return answer;
};
const seats = async (query = '') => (await app.get(`${path}${query}`)).body;
const person = (number: number) => ({ personId: countedUuid(number, 0xe7), name: `Personne ${String(number)}` });
const registers = async (number: number, more: object = {}) =>
  await app.post(
    `${path}/register`,
    { registrationId: registration(number), person: person(number), organisationId: company(number), ...more },
    operator,
  );

/** A lunch of forty seats for members, of which five may be for those of Medinsoft, whose members come by an agreement; the members are companies 1 to 43, the guests those after them. */
beforeAll(async () => {
  app = await TestApplication.start([membershipContext, eventsContext]);
  app.clock.set('2015-09-01T10:00:00Z');
  for (const clusterId of [telecomValley, medinsoft])
    await does('membership/clusters', { id: clusterId, name: clusterId, seat: 'Sophia', effectiveAt: '1991-01-01' });
  for (let number = 1; number <= MEMBERS + GUESTS; number += 1) {
    const organisationId = company(number);
    const clusterId = number <= MEMBERS ? telecomValley : medinsoft;
    await does('membership/organisations', { id: organisationId, name: `Société ${String(number)}`, kind: 'company' });
    await does('membership/memberships', { clusterId, organisationId, effectiveAt: '2014-01-01' });
  }
  const agreement = countedUuid(1, 0xe8);
  const services = [{ service: 'Déjeuners', modality: 'quota', quota: 5 }];
  const parties = [telecomValley, medinsoft];
  const drawn = { id: agreement, kind: 'reciprocity', parties, services, effectiveAt: '2015-01-01' };
  await does('membership/agreements', { ...drawn, clusterId: telecomValley });
  for (const clusterId of parties)
    await does(`membership/agreements/${agreement}/sign`, { clusterId, effectiveAt: '2015-01-02' });
  await does('events/gatherings', {
    ...{ id, clusterId: telecomValley, title: 'Déjeuner d’affaires', format: 'business-lunch' },
    ...{ organiser: { kind: 'cluster', id: telecomValley }, place: { name: 'Sophia', zone: 'Europe/Paris' } },
    ...{ schedule: { from: '2015-10-01T12:00', to: '2015-10-01T14:00' }, audience: ['member', 'reciprocal'] },
    effectiveAt: '2015-08-01',
  });
  await does(`events/gatherings/${id}/announce`, { effectiveAt: '2015-08-02' });
});
afterAll(() => app.stop());

describe('a business lunch of forty seats', () => {
  it('has no registrations before it is decided how its seats are given', async () => {
    expect(await registers(1)).toMatchObject({ status: 409, body: { code: 'EVT_SEATS_UNDECIDED' } });
    expect((await app.get(path)).status).toBe(404);
    await does(`${path}/decide-seats`, { seats: 40, service: 'Déjeuners', party: 2 }, operator);
    expect(await seats()).toMatchObject({ seated: 0, waiting: 0, free: 40, over: 0, decision: { waiting: 'strict' } });
  });

  it('is full with three waiting, and guests come within their quota', async () => {
    const guests = [44, 45, 46, 47, 48, 49];
    const outcomes: unknown[] = [];
    for (const number of [...guests, ...Array.from({ length: 37 }, (_, index) => index + 1)])
      outcomes.push((await registers(number)).body['recorded']);
    const said = outcomes.map((each) => (each as { readonly outcome: string }).outcome);
    expect(said.slice(0, 6)).toEqual([...Array<string>(5).fill('seated'), 'waiting']);
    expect(outcomes[5]).toMatchObject({ turn: 6, audience: 'reciprocal', reciprocity: { quota: 5 }, free: 0 });
    expect(said.slice(6)).toEqual([...Array<string>(35).fill('seated'), 'waiting', 'waiting']);
    const now = await seats();
    expect(now).toMatchObject({ seated: 40, waiting: 3, free: 0 });
    expect(now['list']).toEqual([
      { registrationId: registration(49), position: 1, seats: 1 },
      { registrationId: registration(36), position: 2, seats: 1 },
      { registrationId: registration(37), position: 3, seats: 1 },
    ]);
    expect(now['byAudience']).toEqual([
      { audience: 'member', seated: 35, free: 0 },
      { audience: 'reciprocal', seated: 5, free: 0 },
      { audience: 'public', seated: 0, free: 0 },
    ]);
  });

  it('answers who registers twice, at once as well, and who has no right', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => registers(38)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const named = answers.map(({ body }) => body['recorded'] as object);
    expect(new Set(named.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(named[0]).toMatchObject({ registrationId: registration(38), outcome: 'waiting' });
    expect(await seats()).toMatchObject({ seated: 40, waiting: 4 });
    expect(await registers(39, { organisationId: undefined })).toMatchObject({
      status: 409,
      body: {
        code: 'EVT_NOT_ENTITLED',
        found: 'a member of no cluster on the day',
        required: 'one for whom it is: member, reciprocal',
      },
    });
    expect(await registers(39, { seats: 3 })).toMatchObject({ status: 409, body: { code: 'EVT_PARTY_TOO_LARGE' } });
    expect(await registers(39, { organisationId: countedUuid(99, 0xe5) })).toMatchObject({
      status: 409,
      body: { code: 'EVT_ORGANISATION_ABSENT' },
    });
    expect(
      await app.post(`${path}/register`, { person: person(40) }, { as: 'operator', clusters: [medinsoft ?? ''] }),
    ).toMatchObject({
      status: 403,
    });
  });

  it('gives two seats that free to the first two of the list who find one, in order', async () => {
    for (const number of [1, 2]) await does(`${path}/cancel`, { registrationId: registration(number) }, operator);
    const { list } = await seats();
    expect((list as { registrationId: string }[]).map(({ registrationId }) => registrationId)).toEqual(
      [49, 38].map(registration),
    );
    expect(await seats('?validAt=2015-08-31')).toMatchObject({ seated: 0, free: 0, decision: null });
  });

  it('gives the seat of a guest to a guest, and that of a company that leaves the cluster to the next one', async () => {
    await does(`${path}/cancel`, { registrationId: registration(44) }, operator);
    expect((await seats())['list']).toMatchObject([{ registrationId: registration(38) }]);
    const membership = (await app.get(`membership/memberships?organisationId=${company(3)}`)).body['items'];
    const { membershipId } = (membership as { membershipId: string }[])[0]!;
    await does(`membership/memberships/${membershipId}/end`, { clusterId: telecomValley, cause: 'resignation' });
    await app.react();
    expect((await seats())['list']).toEqual([]);
    const [third] = (await app.get(`events/registrants?personId=${person(3).personId}`)).body['items'] as object[];
    expect(third).toMatchObject({ state: 'over', ended: { cause: 'not-entitled', on: '2015-09-01' } });
  });

  it('is attended by those who came; of the others nobody knows', async () => {
    app.clock.set('2015-10-02T10:00:00Z');
    await does(`${path}/record-attendance`, { registrationId: registration(4), present: 1 }, operator);
    await does(`${path}/record-attendance`, { registrationId: registration(5), present: 0 }, operator);
    expect(await seats()).toMatchObject({ seated: 40, present: 1, unknown: 38 });
    expect(await registers(39)).toMatchObject({ status: 409, body: { code: 'EVT_REGISTRATION_CLOSED' } });
  });

  it('shows who comes to those who organise, and to nobody else', async () => {
    const all = async (as: TestRequest) =>
      ((await app.get(`events/registrants?gatheringId=${id}&order=turn&limit=100`, as)).body['items'] as object[])
        .length;
    expect(await all(operator)).toBe(44);
    expect(await all({ as: 'operator', clusters: [medinsoft ?? ''] })).toBe(0);
    expect(await all({ as: 'subscriber' })).toBe(0);
    expect((await app.get(`events/registrants/${registration(4)}`, { as: 'subscriber' })).status).toBe(404);
  });

  it('is given as a file with its names for a reason only, which is a fact: who, why and how many rows', async () => {
    const list = `events/registrants?gatheringId=${id}&state=seated`;
    const file = async (headers: Record<string, string>) =>
      await app.get(list, { ...operator, headers: { accept: 'text/csv', ...headers } });
    const { head } = await app.store.status();
    expect(await file({})).toMatchObject({ status: 400, body: { errors: [{ path: 'Export-Reason' }] } });
    expect((await app.store.status()).head).toBe(head);
    const { status, body } = await file({ 'export-reason': encodeURIComponent('Badges du déjeuner') });
    expect([status, String(body['text']).split('\r\n').length]).toEqual([200, 42]);
    expect(body['text']).toContain('Personne 4');
    const { events } = await recordedIn(app);
    expect(events.at(-1)).toMatchObject({
      type: 'events.PersonalDataExported',
      data: { list: 'events.registrants.list', reason: 'Badges du déjeuner', rows: 40, mediaType: 'text/csv' },
    });
  });

  it('that is cancelled leaves nobody a seat or a place on the list, in one append', async () => {
    const other = countedUuid(2, 0xe4);
    const about = `events/registrations/${other}`;
    await does('events/gatherings', {
      ...{ id: other, clusterId: telecomValley, title: 'Autre', format: 'conference', audience: ['public'] },
      ...{ organiser: { kind: 'cluster', id: telecomValley }, place: { name: 'Sophia', zone: 'Europe/Paris' } },
      schedule: { from: '2015-12-01', to: '2015-12-01' },
    });
    await does(`events/gatherings/${other}/announce`, {});
    await does(`${about}/decide-seats`, { seats: 1 });
    for (const number of [1, 2]) await does(`${about}/register`, { person: person(number) });
    const cancelled = await does(`events/gatherings/${other}/cancel`, { reason: 'Grève' });
    expect((cancelled['events'] as { type: string }[]).map(({ type }) => type)).toEqual([
      'events.GatheringCancelled',
      'events.RegistrationEnded',
      'events.RegistrationEnded',
    ]);
    expect((await app.get(about)).body).toMatchObject({ seated: 0, waiting: 0, list: [] });
    // The strike is off: who had the seat has it, and who waited waits.
    const [{ id: fact }] = cancelled['events'] as [{ id: string }];
    const back = await does(`events/gatherings/${other}/void-cancellation`, { fact, reason: 'Grève levée' });
    expect((back['events'] as { type: string }[]).map(({ type }) => type)).toEqual([
      'events.GatheringCancelledVoided',
      'events.RegistrationReinstated',
      'events.RegistrationReinstated',
    ]);
    expect((await app.get(about)).body).toMatchObject({ seated: 1, waiting: 1, list: [{ position: 1 }] });
  });

  it('of which the plan is taken back leaves nobody a seat or a place on the list, and is as it was once it is planned again', async () => {
    const other = countedUuid(13, 0xe4);
    const about = `events/registrations/${other}`;
    const plan = {
      ...{ id: other, clusterId: telecomValley, title: 'Erreur', format: 'conference', audience: ['public'] },
      ...{ organiser: { kind: 'cluster', id: telecomValley }, place: { name: 'Sophia', zone: 'Europe/Paris' } },
      schedule: { from: '2015-12-01T18:00', to: '2015-12-01T20:00' },
    };
    const planned = await does('events/gatherings', plan);
    await does(`events/gatherings/${other}/announce`, {});
    await does(`${about}/decide-seats`, { seats: 1, offerMinutes: 60 });
    for (const number of [1, 2, 3])
      await does(`${about}/register`, { registrationId: registration(90 + number), person: person(number) });
    // The second one has an offer, and the third one waits.
    await does(`${about}/cancel`, { registrationId: registration(91) });
    const [{ id: fact }] = planned['events'] as [{ id: string }];
    const taking = { fact, reason: 'Saisi deux fois' };
    const taken = await does(`events/gatherings/${other}/void-plan`, taking);
    expect((taken['events'] as { type: string }[]).map(({ type }) => type)).toEqual([
      'events.GatheringAnnouncedVoided',
      'events.GatheringPlannedVoided',
      'events.RegistrationEnded',
      'events.RegistrationEnded',
    ]);
    expect((await does(`events/gatherings/${other}/void-plan`, taking))['events']).toEqual([]);
    const { events } = await recordedIn(app);
    const ends = events.filter(
      ({ type, data }) => type === 'events.RegistrationEnded' && data['gatheringId'] === other,
    );
    expect(ends.map(({ data: { cause, reason } }) => [cause, reason])).toEqual([
      ['cancelled', undefined],
      ['gathering-voided', 'Saisi deux fois'],
      ['gathering-voided', 'Saisi deux fois'],
    ]);
    expect(await app.post(`${about}/register`, { person: person(4) })).toMatchObject({ status: 404 });
    await does('events/gatherings', plan);
    // Who had an offer is the first one of the list, and is made another; an offer is never taken up where it stopped.
    const list = [{ position: 1, registrationId: registration(93) }];
    expect((await app.get(about)).body).toMatchObject({ seated: 0, waiting: 1, list });
  });
});

describe('a workshop of one seat, which is offered for two days when it frees', () => {
  const workshop = countedUuid(3, 0xe4);
  const about = `events/registrations/${workshop}`;
  const [first, second, third, fourth] = [1, 2, 3, 4].map((number) => countedUuid(number, 0xe9));
  const decides = (verb: string, registrationId: string | undefined, more: object = {}) =>
    app.post(`${about}/${verb}`, { registrationId, ...more }, operator);
  const state = async (registrationId: string | undefined, query = '') =>
    (await app.get(`events/registrants/${String(registrationId)}${query}`, operator)).body['state'];

  beforeAll(async () => {
    app.clock.set('2016-02-01T09:00:00Z');
    await does('events/gatherings', {
      ...{ id: workshop, clusterId: telecomValley, title: 'Atelier', format: 'workshop', audience: ['public'] },
      ...{ organiser: { kind: 'cluster', id: telecomValley }, place: { name: 'Sophia', zone: 'Europe/Paris' } },
      schedule: { from: '2016-02-08T14:00', to: '2016-02-08T17:00' },
    });
    await does(`events/gatherings/${workshop}/announce`, {});
    await does(`${about}/decide-seats`, { seats: 1, offerMinutes: 2_880 }, operator);
    for (const [number, registrationId] of [first, second, third, fourth].entries())
      await does(`${about}/register`, { registrationId, person: person(60 + number) }, operator);
  });

  it('is offered to the first who waits, and held for it', async () => {
    expect(await decides('accept-offer', second)).toMatchObject({ status: 409, body: { code: 'EVT_NOT_OFFERED' } });
    const { body } = await decides('cancel', first);
    const until = '2016-02-03T09:00:00.000Z';
    expect(body).toMatchObject({ recorded: { until } });
    expect((await app.get(about)).body).toMatchObject({
      ...{ seated: 0, offered: 1, free: 0, over: 0, waiting: 2 },
      ...{ offers: [{ registrationId: second, until }], list: [{ registrationId: third }, { registrationId: fourth }] },
    });
    expect(await state(second)).toBe('offered');
  });

  it('is offered to the next one at the instant at which the time is up, by itself and once', async () => {
    app.clock.set('2016-02-03T08:59:59.999Z');
    await app.react();
    expect(await state(second)).toBe('offered');
    app.clock.set('2016-02-03T09:00:00Z');
    expect(await decides('accept-offer', second)).toMatchObject({
      ...{ status: 409, body: { code: 'EVT_OFFER_EXPIRED', required: 'before 2016-02-03T09:00:00.000Z' } },
    });
    await app.react();
    expect([await state(second), await state(second, '?validAt=2016-02-02'), await state(third)]).toEqual([
      ...['over', 'offered', 'offered'],
    ]);
    const { head } = await app.store.status();
    await app.react();
    expect((await app.store.status()).head).toBe(head);
  });

  it('is its own once it accepts, and twenty times at once is once', async () => {
    const { head } = await app.store.status();
    const answers = await Promise.all(Array.from({ length: 20 }, () => decides('accept-offer', third)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await app.store.status()).head).toBe(head + 1n);
    expect((await app.get(about)).body).toMatchObject({ seated: 1, offered: 0, waiting: 1, offers: [] });
    // The timer of an offer that was accepted changes nothing.
    app.clock.set('2016-02-05T09:00:00Z');
    await app.react();
    expect(await state(third)).toBe('seated');
  });

  it('is offered up to the start only, also where the gathering is earlier than it was', async () => {
    await decides('cancel', third);
    expect((await app.get(about)).body['offers']).toMatchObject([{ until: '2016-02-07T09:00:00.000Z' }]);
    const schedule = { from: '2016-02-06T09:00', to: '2016-02-06T12:00' };
    await does(`events/gatherings/${workshop}/postpone`, { schedule }, operator);
    expect((await app.get(about)).body['offers']).toMatchObject([{ until: '2016-02-06T08:00:00.000Z' }]);
  });

  it('comes back to who cancelled by mistake, in its old place', async () => {
    expect(await decides('reinstate', third, { reason: 'Annulée par erreur' })).toMatchObject({
      ...{ status: 200, body: { recorded: { registrationId: third, outcome: 'waiting', on: '2016-02-05' } } },
    });
    await decides('decline-offer', fourth, { reason: 'Empêchée' });
    expect((await app.get(about)).body).toMatchObject({ offered: 1, waiting: 0, offers: [{ registrationId: third }] });
    app.clock.set('2016-02-06T08:00:00Z');
    await app.react();
    expect((await app.get(about)).body).toMatchObject({ seated: 0, offered: 0, free: 1, offers: [], list: [] });
  });
});
