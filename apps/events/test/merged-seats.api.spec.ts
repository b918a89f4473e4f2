import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { publish } from '../../../tests/support/published.ts';
import { membershipContext } from '../../membership/src/membership.context.ts';
import { eventsContext } from '../src/events.context.ts';

const [goes, stays, host] = [countedUuid(1, 0xb1), countedUuid(2, 0xb1), countedUuid(3, 0xb1)];
/** A member of the one that goes, of the one that stays, and of both. */
const [ofGoes, ofStays, ofBoth] = [countedUuid(1, 0xb2), countedUuid(2, 0xb2), countedUuid(3, 0xb2)];
const [theirs, others, common, guests] = [1, 2, 3, 4].map((number) => countedUuid(number, 0xb3));
const person = (number: number) => ({ personId: countedUuid(number, 0xb4), name: `Personne ${String(number)}` });
const EFFECT = '2016-04-16';

let app: TestApplication;
const asks = async (path: string, body: object, as: TestRequest = {}) =>
  await app.post(path, { effectiveAt: '2016-01-01', ...body }, as);
const does = async (path: string, body: object) => {
  const { status, body: answer } = await asks(path, body);
  expect([path, status < 300, answer]).toEqual([path, true, answer]);
  return answer;
};
const registers = (id: string | undefined, number: number, organisationId: string) =>
  asks(`events/registrations/${String(id)}/register`, {
    ...{ registrationId: countedUuid(number, 0xb5), person: person(number % 100), organisationId },
    effectiveAt: '2016-03-01',
  });
const outcomeOf = async (answer: ReturnType<typeof registers>): Promise<unknown> => {
  const { body } = await answer;
  return (body['recorded'] as { readonly outcome?: unknown } | undefined)?.outcome ?? body['code'];
};
/** Who has a seat of a gathering and who waits, by the last two digits of the registrations, on the last day. */
const seatsOf = async (id: string | undefined) => {
  const { items } = (await app.get(`events/registrants?gatheringId=${String(id)}&order=turn&validAt=2017-12-31`)).body;
  const known = items as readonly { readonly state: string; readonly registrationId: string }[];
  const numberOf = (registrationId: string) =>
    Array.from({ length: 500 }, (_, number) => number).find((each) => countedUuid(each, 0xb5) === registrationId);
  return known.map(({ state, registrationId }) => [numberOf(registrationId), state]);
};

async function plans(id: string | undefined, clusterId: string, audience: readonly string[], more: object = {}) {
  await does('events/gatherings', {
    ...{
      id,
      clusterId,
      organiser: { kind: 'cluster', id: clusterId },
      title: 'Rencontre',
      format: 'seminar',
      audience,
    },
    ...{ place: { name: 'Lyon', zone: 'Europe/Paris' } },
    ...{ schedule: { from: '2017-05-01T18:00', to: '2017-05-01T21:00' }, ...more },
  });
  await does(`events/gatherings/${String(id)}/announce`, {});
}

/** The effect of an absorption, as mergers publishes it. */
async function merges(): Promise<void> {
  const successor = { clusterId: stays, name: 'Numélink', seat: 'Saint-Étienne', departments: [], created: false };
  const data: GrappeEvents['mergers.SuccessionTookEffect'] = {
    ...{ operationId: countedUuid(1, 0xb6), kind: 'fusion-absorption', planVersion: 1, planHash: 'a'.repeat(64) },
    predecessors: [{ clusterId: goes }],
    successor: { ...successor, nameKind: 'final' },
    ...{ newAntennas: [], antennaMapping: [], transitionalGovernance: { bodies: [] }, verdicts: [] },
    ...{ decidedOn: EFFECT, effectiveOn: EFFECT },
  };
  await publish(app.store, { type: 'mergers.SuccessionTookEffect', data });
  await app.react();
}

beforeAll(async () => {
  app = await TestApplication.start([membershipContext, eventsContext], { RATE_LIMIT_PER_SECOND: '10000' });
  app.clock.set('2016-12-01T10:00:00Z');
  for (const id of [goes, stays, host])
    await does('membership/clusters', { id, name: id, seat: 'Lyon', effectiveAt: '1991-01-01' });
  for (const id of [ofGoes, ofStays, ofBoth])
    await does('membership/organisations', { id, name: 'Société', kind: 'company', effectiveAt: '1991-01-01' });
  const members = [
    [goes, ofGoes],
    [goes, ofBoth],
    [stays, ofStays],
    [stays, ofBoth],
  ];
  for (const [clusterId, organisationId] of members)
    await does('membership/memberships', { clusterId, organisationId, effectiveAt: '2014-01-01' });
  const agreement = countedUuid(1, 0xb7);
  const services = [{ service: 'Séminaires', modality: 'quota', quota: 5 }];
  const drawn = { id: agreement, kind: 'reciprocity', parties: [host, goes], services, effectiveAt: '2015-01-01' };
  await does('membership/agreements', { ...drawn, clusterId: host });
  for (const clusterId of [host, goes])
    await does(`membership/agreements/${agreement}/sign`, { clusterId, effectiveAt: '2015-01-02' });
  await plans(theirs, goes, ['member']);
  await plans(others, stays, ['member']);
  await plans(common, goes, ['member'], { coHosts: [{ kind: 'cluster', id: stays }] });
  await plans(guests, host, ['reciprocal']);
  for (const id of [theirs, others, common])
    await does(`events/registrations/${String(id)}/decide-seats`, { seats: 1 });
  const limit = { seats: 40, service: 'Séminaires', clusters: [{ clusterId: goes, seats: 1 }] };
  await does(`events/registrations/${String(guests)}/decide-seats`, limit);
});
afterAll(() => app.stop());

describe('seats at the gatherings of two clusters that become one', () => {
  it('are given before', async () => {
    // Person 1 comes to a gathering of each; to one that both host it comes once, for whichever of them.
    expect(await outcomeOf(registers(theirs, 101, ofBoth))).toBe('seated');
    expect(await outcomeOf(registers(theirs, 102, ofGoes))).toBe('waiting');
    expect(await outcomeOf(registers(others, 201, ofBoth))).toBe('seated');
    expect(await outcomeOf(registers(others, 203, ofStays))).toBe('waiting');
    expect(await outcomeOf(registers(common, 301, ofGoes))).toBe('seated');
    expect(await outcomeOf(registers(common, 401, ofStays))).toBe('EVT_PERSON_REGISTERED');
    expect(await outcomeOf(registers(common, 302, ofStays))).toBe('waiting');
    expect(await outcomeOf(registers(guests, 11, ofGoes))).toBe('seated');
  });

  it('are the same after, of each gathering: nobody has two of one, and nobody loses one of another', async () => {
    const before = await Promise.all([theirs, others, common, guests].map(seatsOf));
    await merges();
    expect((await app.get(`events/gatherings/${String(common)}?validAt=2017-01-01`)).body).toMatchObject({
      ...{ clusterId: stays, organiser: { id: stays }, coHosts: [] },
    });
    expect(await Promise.all([theirs, others, common, guests].map(seatsOf))).toEqual(before);
    expect(before.slice(0, 3)).toEqual([
      [
        [101, 'seated'],
        [102, 'waiting'],
      ],
      [
        [201, 'seated'],
        [203, 'waiting'],
      ],
      [
        [301, 'seated'],
        [302, 'waiting'],
      ],
    ]);
    expect(await outcomeOf(registers(common, 401, ofStays))).toBe('EVT_PERSON_REGISTERED');
  });

  it('that free are of whoever waited, of either', async () => {
    const gives = { registrationId: countedUuid(301, 0xb5), effectiveAt: '2016-06-01' };
    await does(`events/registrations/${String(common)}/cancel`, gives);
    expect(await seatsOf(common)).toEqual([
      [301, 'over'],
      [302, 'seated'],
    ]);
  });

  it('are limited for the successor as they were for the one that went', async () => {
    expect(await outcomeOf(registers(guests, 12, ofStays))).toBe('waiting');
    const gives = { registrationId: countedUuid(11, 0xb5), effectiveAt: '2016-06-01' };
    await does(`events/registrations/${String(guests)}/cancel`, gives);
    expect(await seatsOf(guests)).toEqual([
      [11, 'over'],
      [12, 'seated'],
    ]);
  });
});

it('whoever comes for an entry that is a second one of a company comes as its member, and waits on', async () => {
  const [second, gatheringId] = [countedUuid(4, 0xb2), countedUuid(5, 0xb3)];
  await does('membership/organisations', {
    id: second,
    name: 'Société bis',
    kind: 'company',
    effectiveAt: '1991-01-01',
  });
  await does('membership/memberships', { clusterId: stays, organisationId: second, effectiveAt: '2014-01-01' });
  await plans(gatheringId, stays, ['member']);
  await does(`events/registrations/${gatheringId}/decide-seats`, { seats: 1 });
  expect(await outcomeOf(registers(gatheringId, 121, ofBoth))).toBe('seated');
  expect(await outcomeOf(registers(gatheringId, 122, second))).toBe('waiting');
  expect(await outcomeOf(registers(gatheringId, 123, ofBoth))).toBe('waiting');
  await does(`membership/organisations/${second}/record-duplicate`, { pivotId: ofStays, effectiveAt: '2016-05-01' });
  await app.react();
  expect(await outcomeOf(registers(gatheringId, 124, second))).toBe('waiting');
  const gives = { registrationId: countedUuid(121, 0xb5), effectiveAt: '2016-06-01' };
  await does(`events/registrations/${gatheringId}/cancel`, gives);
  expect(await seatsOf(gatheringId)).toEqual([
    [121, 'over'],
    [122, 'seated'],
    [123, 'waiting'],
    [124, 'waiting'],
  ]);
});
