import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calendarDate, instant, streamName } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { membershipContext } from '../../membership/src/membership.context.ts';
import { eventsContext } from '../src/events.context.ts';

const clusterId = countedUuid(1, 0xf3);
const [company, otherCompany] = [1, 2].map((number) => countedUuid(number, 0xf5));
const [sophiaConf, lunch, night, cancelled] = [1, 2, 3, 4].map((number) => countedUuid(number, 0xf4));
const operator: TestRequest = { as: 'operator', clusters: [clusterId] };

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start([membershipContext, eventsContext]);
  app.clock.set('2017-01-10T10:00:00Z');
  const founded = { seat: 'Sophia', effectiveAt: '1991-01-01' };
  await app.post('membership/clusters', { id: clusterId, name: 'Telecom Valley', ...founded });
  for (const organisationId of [company, otherCompany])
    await app.post('membership/organisations', { id: organisationId, name: 'Société', kind: 'company' });
});
afterAll(() => app.stop());

const conference = {
  ...{ clusterId, title: 'SophiaConf 2016', format: 'conference', audience: ['public'] },
  ...{ organiser: { kind: 'cluster', id: clusterId }, place: { name: 'Polytech', zone: 'Europe/Paris' } },
  schedule: { from: '2016-07-04T18:00', to: '2016-07-07T21:30' },
  ...{ state: 'held', participants: 120, seats: { seats: 3, party: 2 }, effectiveAt: '2016-03-01' },
};
const line = (id = sophiaConf, more: object = {}) =>
  app.post(`events/gatherings/${String(id)}/import`, { ...conference, ...more }, operator);
const registers = (more: object = {}, id = sophiaConf) =>
  app.post(
    `events/registrations/${String(id)}/import`,
    { clusterId, person: 'Alice Martin', organisationId: company, effectiveAt: '2016-06-01', ...more },
    operator,
  );
const types = (body: object): readonly string[] =>
  ((body as { readonly events?: readonly { readonly type: string }[] }).events ?? []).map(({ type }) =>
    type.replace('events.', ''),
  );
const head = async () => (await app.store.status()).head;

describe('a gathering from a line of a file', () => {
  it('is planned with what became of it, once', async () => {
    const first = await line();
    expect([first.status, types(first.body)]).toEqual([
      ...[200, ['GatheringPlanned', 'GatheringAnnounced', 'GatheringHeld', 'AttendanceCounted', 'SeatsDecided']],
    ]);
    const again = await line(sophiaConf, { title: 'SOPHIACONF  2016' });
    expect([again.status, types(again.body)]).toEqual([200, []]);
    const { body } = await app.get(`events/gatherings/${String(sophiaConf)}`);
    expect(body).toMatchObject({ state: 'held', since: '2016-07-07', title: 'SophiaConf 2016' });
  });

  it.each<[string, object, object]>([
    [
      'another title',
      { title: 'SophiaConf' },
      { found: 'the title SophiaConf', required: expect.stringContaining('SophiaConf 2016: correct') as unknown },
    ],
    ['another time', { schedule: { from: '2016-07-04', to: '2016-07-07' } }, { code: 'EVT_LINE_DIFFERS' }],
    ['so many participants', { participants: 121 }, { found: '121 participants' }],
    ['other seats', { seats: { seats: 4, party: 2 } }, { found: '4 seats, 2 for one registration, strict' }],
    ['another day', { effectiveAt: '2016-03-02' }, { found: 'planned on 2016-03-02' }],
  ])('with %s than is recorded is refused, or left out', async (_what, more, body) => {
    const before = await head();
    expect(await line(sophiaConf, more)).toMatchObject({ status: 409, body });
    expect(await line(sophiaConf, { ...more, keepRecorded: true })).toMatchObject({
      status: 200,
      body: { events: [] },
    });
    expect(await head()).toBe(before);
  });

  it('that was cancelled says why, and takes nobody in', async () => {
    const schedule = { from: '2016-12-01', to: '2016-12-01' };
    expect(await line(cancelled, { schedule, state: 'cancelled', participants: undefined })).toMatchObject({
      ...{ status: 400, body: { errors: [{ path: '/reason' }] } },
    });
    const asked = { schedule, state: 'cancelled', reason: 'Grève', participants: undefined };
    expect(types((await line(cancelled, asked)).body)).toContain('GatheringCancelled');
    expect(types((await line(cancelled, asked)).body)).toEqual([]);
    expect(await registers({}, cancelled)).toMatchObject({ status: 409, body: { code: 'EVT_REGISTRATION_CLOSED' } });
  });

  it('is recorded whole or not at all', async () => {
    const before = await head();
    expect(await line(night, { state: 'announced' })).toMatchObject({
      ...{ status: 409, body: { code: 'EVT_FACT_CONTRADICTED' } },
    });
    expect(await line(night, { schedule: { from: '2017-02-01', to: '2017-02-01' } })).toMatchObject({
      body: { code: 'API_DAY_AHEAD', found: '2017-02-01' },
    });
    expect(await app.post(`events/gatherings/${String(night)}/import`, conference, { as: 'operator' })).toMatchObject({
      status: 403,
    });
    expect(await head()).toBe(before);
  });
});

describe('a registration from a line of a file', () => {
  it('is recorded late with its attendance, once', async () => {
    const first = await registers({ time: '09:30', present: 1 });
    expect([first.status, types(first.body)]).toEqual([200, ['RegistrationReceived', 'AttendanceRecorded']]);
    expect(first.body['recorded']).toMatchObject({ turn: 1, outcome: 'seated' });
    const again = await registers({ person: 'ALICE  MARTIN', present: 1 });
    expect(again.body['recorded']).toEqual(first.body['recorded']);
    expect([again.status, types(again.body)]).toEqual([200, []]);
    const { body } = await app.get(`events/registrations/${String(sophiaConf)}`);
    expect(body).toMatchObject({ seated: 1, present: 1, free: 2 });
  });

  it('of which nobody knew who came says it later', async () => {
    expect(types((await registers({ person: 'Bob' })).body)).toEqual(['RegistrationReceived']);
    expect(types((await registers({ person: 'Bob', present: 0 })).body)).toEqual(['AttendanceRecorded']);
    expect(types((await registers({ person: 'Bob' })).body)).toEqual([]);
  });

  it('waits where the seats are taken, and cannot have come then', async () => {
    const before = await head();
    expect(await registers({ person: 'Carole', seats: 2, present: 2 })).toMatchObject({
      ...{ status: 409, body: { code: 'EVT_REGISTRATION_WAITS' } },
    });
    expect(await head()).toBe(before);
    const asked = { person: 'Carole', seats: 2, present: 2, exception: 'La salle était plus grande' };
    expect(types((await registers(asked)).body)).toEqual(['RegistrationReceived', 'AttendanceRecorded']);
    expect(types((await registers(asked)).body)).toEqual([]);
  });

  it('was cancelled on its day, and comes again as another one', async () => {
    const asked = { person: 'Denis', cancelledOn: '2016-06-20' };
    expect(types((await registers(asked)).body)).toEqual(['RegistrationReceived', 'RegistrationEnded']);
    expect(types((await registers(asked)).body)).toEqual([]);
    const later = { person: 'Denis', effectiveAt: '2016-06-25', exception: 'x' };
    expect(types((await registers(later)).body)).toEqual(['RegistrationReceived']);
    for (const each of [asked, later]) expect(types((await registers(each)).body)).toEqual([]);
  });

  it('is of one person at every gathering of its organisation', async () => {
    await line(lunch, { title: 'Déjeuner', schedule: { from: '2016-09-01T12:00', to: '2016-09-01T14:00' } });
    for (const organisationId of [company, otherCompany]) await registers({ organisationId }, lunch);
    const named: string[] = [];
    const { body } = await app.get('events/registrants?limit=100');
    for (const { registrationId } of body['items'] as readonly { readonly registrationId: string }[]) {
      const { person } = (await app.get(`events/registrants/${registrationId}`)).body;
      const { name, personId } = person as { readonly name: string; readonly personId: string };
      if (name === 'Alice Martin') named.push(personId);
    }
    expect([named.length, new Set(named).size]).toEqual([3, 2]);
  });

  it('is for a gathering of its cluster', async () => {
    const asked = { clusterId: company, person: 'E', effectiveAt: '2016-06-01' };
    const answer = await app.post(`events/registrations/${String(sophiaConf)}/import`, asked);
    expect(answer).toMatchObject({ status: 404, body: { code: 'EVT_GATHERING_NOT_FOUND', found: sophiaConf } });
  });

  it.each<[string, object, object]>([
    ['on another day', { effectiveAt: '2016-06-02' }, { code: 'EVT_LINE_DIFFERS', found: 'registered on 2016-06-02' }],
    ['for more', { seats: 2 }, { code: 'EVT_LINE_DIFFERS', found: '2 seats' }],
    ['in another role', { role: 'speaker' }, { code: 'EVT_LINE_DIFFERS', found: 'the role speaker' }],
    ['with another attendance', { present: 0 }, { code: 'EVT_LINE_DIFFERS', found: '0 present' }],
    [
      'cancelled before it came',
      { person: 'E', exception: 'x', cancelledOn: '2016-05-01' },
      { code: 'EVT_BEFORE_REGISTRATION' },
    ],
    ['after the end', { person: 'E', effectiveAt: '2016-07-08' }, { code: 'EVT_REGISTRATION_CLOSED' }],
    ['of nobody', { person: 'E', organisationId: clusterId }, { code: 'EVT_ORGANISATION_ABSENT' }],
    ['for a party', { person: 'E', seats: 3 }, { code: 'EVT_PARTY_TOO_LARGE' }],
    [
      'at a time that clocks leave out',
      { person: 'E', effectiveAt: '2016-03-27', time: '02:30' },
      { code: 'EVT_TIME_DOES_NOT_EXIST' },
    ],
    ['at the gathering of another cluster', { clusterId: company }, { code: 'API_FORBIDDEN' }],
    ['on a day to come', { person: 'E', effectiveAt: '2017-02-01' }, { code: 'API_DAY_AHEAD' }],
  ])('%s is refused', async (_what, more, body) => {
    const before = await head();
    expect((await registers(more)).body).toMatchObject(body);
    expect(await head()).toBe(before);
  });
});

describe('a gathering that has passed to a successor', () => {
  const successor = countedUuid(3, 0xf3);
  const passedOn = countedUuid(5, 0xf4);
  beforeAll(async () => {
    await app.post('membership/clusters', { id: successor, name: 'Sophia', seat: 'Sophia', effectiveAt: '2016-01-01' });
    await line(passedOn, { state: 'announced', participants: undefined });
    const [id, operationId] = [countedUuid(1, 0xf9), countedUuid(2, 0xf9)];
    await app.store.append(streamName('events', 'gathering', passedOn), 'any', [
      {
        ...{ id, type: 'events.GatheringPassed', schemaVersion: 1 },
        data: { gatheringId: passedOn, from: clusterId, to: successor, operationId, on: '2016-05-01' },
        metadata: {
          ...{ recordedAt: instant('2016-05-01T10:00:00Z'), effectiveAt: calendarDate('2016-05-01') },
          ...{ actor: { id: 'spec' }, correlationId: id, visibility: { kind: 'public' } },
        },
      },
    ]);
  });
  const lines = [
    [`events/gatherings/${passedOn}/import`, { ...conference, state: 'announced', participants: undefined }],
    [`events/registrations/${passedOn}/import`, { clusterId, person: 'Zoé', effectiveAt: '2016-06-01' }],
  ] as const;

  it.each(lines)('is entered by the operators of the successor, from the file of before: %s', async (path, body) => {
    expect(await app.post(path, body, operator)).toMatchObject({ status: 403 });
    expect(await app.post(path, body, { as: 'operator', clusters: [successor] })).toMatchObject({ status: 200 });
    const before = await head();
    expect(await app.post(path, body, { as: 'operator', clusters: [successor] })).toMatchObject({ status: 200 });
    expect(await head()).toBe(before);
  });
});
