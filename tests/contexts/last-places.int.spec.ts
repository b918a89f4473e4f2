import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RevisionConflict, type EventStore } from '#libs/event-store';
import { untilSettled } from '#libs/event-store/testing';
import { streamName, type RecordedEvent, type StreamName } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { publish, registeredCluster, registeredOrganisation } from '../support/published.ts';
import { Desk, type Sent } from './support/commands-in-flight.ts';
import { onKurrent, onPostgres, type TwoProcesses } from './support/two-processes.ts';

/** `ADMISSIONS=1000` tries so many admissions, and `TIMES=20` everything so many times. */
const ADMISSIONS = Number(process.env['ADMISSIONS'] ?? 60);
const TIMES = Number(process.env['TIMES'] ?? 1);
const [PLACES, REGISTRATIONS, SEATS] = [30, 200, 50];
const day = '2016-03-01';
const clusterId = countedUuid(1, 0x70);
const companyOf = (number: number) => countedUuid(number, 0x72);
const numbersTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** Sends a command until it has an answer: a caller whose command lost to the other process at every try sends it again. */
async function sends(desk: Desk, sent: Sent): Promise<boolean> {
  for (;;)
    try {
      return (await desk.send(sent)).ok;
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
    }
}

/** Everything at once, half of it from each of two processes. */
async function atOnce(desks: readonly [Desk, Desk], all: readonly Sent[]): Promise<readonly boolean[]> {
  return await Promise.all(all.map((sent, index) => sends(desks[index % 2 === 0 ? 0 : 1], sent)));
}

async function eventsOf(store: EventStore, stream: StreamName): Promise<readonly RecordedEvent[]> {
  await untilSettled(store);
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll(0n)) events.push(...page.events);
  return events.filter((event) => event.stream === stream);
}

const membersOf = (events: readonly RecordedEvent[], type: string, member: string) =>
  events.filter((event) => event.type === type).map(({ data }) => data[member]);

describe.each([
  ['on PostgreSQL', onPostgres],
  ['on the KurrentDB double', onKurrent],
] as const)('places that two processes give at once, %s', (_where, open) => {
  let harness: TwoProcesses;
  let desks: readonly [Desk, Desk];
  beforeAll(async () => {
    harness = await open();
    const [one, two] = harness.stores;
    desks = [new Desk(one, 0x74), new Desk(two, 0x75)];
    await publish(
      one,
      registeredCluster(clusterId),
      ...numbersTo(ADMISSIONS).map((n) => registeredOrganisation(companyOf(n))),
    );
  });
  afterAll(() => harness.close());
  const accepted = async (sent: Sent): Promise<void> => {
    expect(await desks[0].send(sent)).toMatchObject({ ok: true });
  };

  it.each(numbersTo(TIMES))(
    `${String(ADMISSIONS)} admissions to an incubator of ${String(PLACES)}: ${String(PLACES)} are inside, the others wait in order, each once (%i)`,
    async (time) => {
      const about = { id: countedUuid(time, 0x71), on: day };
      await accepted({ name: 'incubation.incubators.create', ...about, body: { name: 'I', site: 'Lyon' } });
      await accepted({ name: 'incubation.occupancies.decide-capacity', ...about, body: { places: PLACES } });
      const track = { kind: 'call', basis: { reference: 'Jury', on: '2016-02-01' } };
      const admissions = numbersTo(ADMISSIONS).map((number) => {
        const body = { admissionId: countedUuid(number, 0x100 + time), organisationId: companyOf(number), track };
        return { name: 'incubation.occupancies.admit', ...about, body };
      });
      expect(new Set(await atOnce(desks, admissions))).toEqual(new Set([true]));
      const events = await eventsOf(harness.stores[1], streamName('incubation', 'occupancy', about.id));
      const admitted = membersOf(events, 'incubation.CompanyAdmitted', 'admissionId');
      expect(new Set(admitted).size).toBe(ADMISSIONS);
      expect(membersOf(events, 'incubation.ResidencyStarted', 'admissionId')).toEqual(admitted.slice(0, PLACES));
      expect(membersOf(events, 'incubation.CompanyAdmitted', 'number')).toEqual(numbersTo(ADMISSIONS));
    },
  );

  it.each(numbersTo(TIMES))(
    `${String(REGISTRATIONS)} registrations for ${String(SEATS)} seats: ${String(SEATS)} are seated, the others wait in order, and a person twenty times has one (%i)`,
    async (time) => {
      const about = { id: countedUuid(time, 0x76), on: day };
      await accepted({
        ...{ name: 'events.gatherings.create', ...about },
        body: {
          ...{ clusterId, title: 'G', format: 'conference', organiser: { kind: 'cluster', id: clusterId } },
          ...{ place: { name: 'Lyon', zone: 'Europe/Paris' }, schedule: { from: '2016-09-01', to: '2016-09-01' } },
          audience: ['public'],
        },
      });
      await accepted({ name: 'events.gatherings.announce', ...about, body: {} });
      await accepted({ name: 'events.registrations.decide-seats', ...about, body: { seats: SEATS } });
      const registering = (number: number): Sent => {
        const person = { personId: countedUuid(number, 0x77), name: 'P' };
        return { name: 'events.registrations.register', ...about, body: { person } };
      };
      const all = [...numbersTo(REGISTRATIONS), ...Array<number>(19).fill(7)].map(registering);
      expect(new Set(await atOnce(desks, all))).toEqual(new Set([true]));
      const events = await eventsOf(harness.stores[1], streamName('events', 'registrations', about.id));
      const received = events.filter(({ type }) => type === 'events.RegistrationReceived').map(({ data }) => data);
      expect(received.map(({ turn }) => turn)).toEqual(numbersTo(REGISTRATIONS));
      expect(new Set(received.map(({ person }) => (person as { personId: string }).personId)).size).toBe(REGISTRATIONS);
      expect(received.map(({ outcome }) => outcome)).toEqual([
        ...Array<string>(SEATS).fill('seated'),
        ...Array<string>(REGISTRATIONS - SEATS).fill('waiting'),
      ]);
    },
  );
});
