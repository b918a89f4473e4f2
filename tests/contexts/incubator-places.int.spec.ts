import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { RevisionConflict, type EventStore } from '#libs/event-store';
import { kurrentSchema, openKurrentEventStore } from '#libs/event-store/kurrent';
import { startKurrentDouble } from '#libs/event-store/kurrent/testing';
import { createStoreDatabase } from '#libs/event-store/postgres/testing';
import { untilSettled } from '#libs/event-store/testing';
import { streamName, type RecordedEvent } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { connectPool, migrate } from '#libs/postgres';
import { createTestDatabase } from '#libs/postgres/testing';
import { publish, registeredOrganisation } from '../support/published.ts';
import { Desk } from './support/commands-in-flight.ts';

/** `ADMISSIONS=1000` tries so many: each admission waits for those before it, which takes a store minutes. */
const ADMISSIONS = Number(process.env['ADMISSIONS'] ?? 60);
const PLACES = 30;
/** How many of its commands a process has in flight at once. */
const IN_FLIGHT = 4;
const day = '2016-03-01';
const incubatorId = countedUuid(1, 0x71);
const about = { id: incubatorId, on: day } as const;
const companyOf = (number: number) => countedUuid(number, 0x72);

interface Harness {
  readonly stores: readonly [EventStore, EventStore];
  close(): Promise<void>;
}

async function onPostgres(): Promise<Harness> {
  const database = await createStoreDatabase();
  return { stores: [await database.open(), await database.open()], close: () => database.close() };
}

async function onKurrent(): Promise<Harness> {
  const [double, database] = await Promise.all([startKurrentDouble(), createTestDatabase()]);
  const pool = connectPool(database.url, { max: 1 });
  await migrate(pool, kurrentSchema);
  await pool.end();
  const open = (holder: string) => openKurrentEventStore({ url: double.url, ledgerUrl: database.url, catalog, holder });
  const stores = [await open('one'), await open('two')] as const;
  const close = async (): Promise<void> => {
    await Promise.all(stores.map((store) => store.close()));
    await double.close();
    await database.drop();
  };
  return { stores, close };
}

/** Sends an admission until it has an answer: a caller whose command lost to others at every try sends it again. */
async function admits(desk: Desk, number: number): Promise<boolean> {
  const track = { kind: 'call', basis: { reference: 'Jury', on: '2016-02-01' } };
  const body = { admissionId: countedUuid(number, 0x73), organisationId: companyOf(number), track };
  for (;;)
    try {
      return (await desk.send({ name: 'incubation.occupancies.admit', ...about, body })).ok;
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
    }
}

/** Works its part of the admissions off, so many at once. */
async function worksOff(desk: Desk, numbers: readonly number[]): Promise<readonly boolean[]> {
  const left = [...numbers];
  const answers: boolean[] = [];
  const worker = async (): Promise<void> => {
    for (let number = left.shift(); number !== undefined; number = left.shift())
      answers.push(await admits(desk, number));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return answers;
}

async function eventsOf(store: EventStore): Promise<readonly RecordedEvent[]> {
  await untilSettled(store);
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll(0n)) events.push(...page.events);
  return events.filter(({ stream }) => stream === streamName('incubation', 'occupancy', incubatorId));
}

const idsOf = (events: readonly RecordedEvent[], type: string) =>
  events.filter((event) => event.type === `incubation.${type}`).map(({ data }) => data['admissionId'] as string);

describe.each([
  ['on PostgreSQL', onPostgres],
  ['on the KurrentDB double', onKurrent],
] as const)('admissions to one incubator by two processes at once, %s', (_where, open) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await open();
    const numbers = Array.from({ length: ADMISSIONS }, (_, index) => index + 1);
    await publish(harness.stores[0], ...numbers.map((number) => registeredOrganisation(companyOf(number))));
  });
  afterAll(() => harness.close());

  it(`${String(ADMISSIONS)} for ${String(PLACES)} places: ${String(PLACES)} inside, the others wait in order, each once`, async () => {
    const desks = [new Desk(harness.stores[0], 0x74), new Desk(harness.stores[1], 0x75)] as const;
    const opened = { name: 'I', site: 'Lyon' };
    for (const [name, body] of [
      ['incubation.incubators.create', opened],
      ['incubation.occupancies.decide-capacity', { places: PLACES }],
    ] as const)
      expect(await desks[0].send({ name, ...about, body })).toMatchObject({ ok: true });
    const numbers = Array.from({ length: ADMISSIONS }, (_, index) => index + 1);
    const answers = await Promise.all(
      desks.map((desk, own) =>
        worksOff(
          desk,
          numbers.filter((number) => number % 2 === own),
        ),
      ),
    );
    expect(answers.flat().filter(Boolean)).toHaveLength(ADMISSIONS);
    const events = await eventsOf(harness.stores[1]);
    const admitted = idsOf(events, 'CompanyAdmitted');
    expect(new Set(admitted).size).toBe(ADMISSIONS);
    expect(idsOf(events, 'ResidencyStarted')).toEqual(admitted.slice(0, PLACES));
    const inOrder = events
      .filter(({ type }) => type === 'incubation.CompanyAdmitted')
      .map(({ data }) => data['number']);
    expect(inOrder).toEqual(numbers);
  });
});
