import type {
  CalendarDate,
  Instant,
  LedgerPage,
  ProposedEvent,
  RecordedEvent,
  StoredEvent,
  StreamName,
  Uuid,
} from '#libs/kernel';
import { calendarDate, instant, instantFromEpochMs, streamName } from '#libs/kernel';
import { CountedIds, eventually } from '#libs/kernel/testing';
import type { EventStore } from '../index.ts';

/** Noon of the day from which the recording instants of sample events are counted, in milliseconds since 1970. */
const FIRST_RECORDING_MS = Date.UTC(2016, 2, 31, 12);

/** Makes events of real contract types, each with an id, a stream and a recording instant of its own. */
export class ContractSamples {
  readonly #ids: CountedIds;
  #recorded = 0;

  constructor(space = 0) {
    this.#ids = new CountedIds(space);
  }

  id(): Uuid {
    return this.#ids.next();
  }

  /** A stream of the membership context that no other test uses. */
  organisation(): StreamName {
    return streamName('membership', 'organisation', this.id());
  }

  /** A stream of the incubation context that no other test uses. */
  incubator(): StreamName {
    return streamName('incubation', 'incubator', this.id());
  }

  /** The next recording instant; they rise by a second each. */
  nextInstant(): Instant {
    this.#recorded += 1;
    return instantFromEpochMs(FIRST_RECORDING_MS + this.#recorded * 1_000);
  }

  renamed(name = 'Minalogic Lyon', changes: Partial<ProposedEvent> = {}): ProposedEvent {
    const data = { organisationId: this.id(), name, since: '2016-03-31' };
    return this.#event('membership.OrganisationRenamed', data, changes);
  }

  registered(name = 'Imaginove', changes: Partial<ProposedEvent> = {}): ProposedEvent {
    const data = { organisationId: this.id(), name, kind: 'company', since: '2016-03-31' };
    return this.#event('membership.OrganisationRegistered', data, changes);
  }

  incubatorOpened(): ProposedEvent {
    const data = { incubatorId: this.id(), name: 'Le Bivouac', site: 'Clermont-Ferrand', since: '2014-09-01' };
    return this.#event('incubation.IncubatorOpened', data, {});
  }

  /** A stream of the governance context that no other test uses. */
  office(): StreamName {
    return streamName('governance', 'office', this.id());
  }

  mandateOf(personId: Uuid, name: string, changes: Partial<ProposedEvent> = {}): ProposedEvent {
    const ids = { mandateId: this.id(), officeId: this.id(), bodyId: this.id(), clusterId: this.id() };
    const data = { ...ids, person: { personId, name }, how: 'elected', since: '2016-03-31' };
    return this.#event('governance.MandateStarted', data, changes);
  }

  refusedBecause(reason: string): ProposedEvent {
    const ids = { membershipId: this.id(), clusterId: this.id(), organisationId: this.id() };
    return this.#event('membership.MembershipRefused', { ...ids, reason, on: '2016-03-31' }, {});
  }

  /** So many renames, one after the other. */
  renames(count: number): ProposedEvent[] {
    return Array.from({ length: count }, (_, index) => this.renamed(`name ${String(index)}`));
  }

  #event(type: string, data: ProposedEvent['data'], changes: Partial<ProposedEvent>): ProposedEvent {
    return {
      id: this.id(),
      type,
      schemaVersion: 1,
      data,
      metadata: {
        recordedAt: this.nextInstant(),
        effectiveAt: SAMPLE_DAY,
        actor: { id: 'staff:jb', capacity: 'permanent' },
        correlationId: this.id(),
        visibility: { kind: 'public' },
      },
      ...changes,
    };
  }
}

const SAMPLE_DAY: CalendarDate = calendarDate('2016-03-31');
export const BEFORE_EVERYTHING: Instant = instant('1998-01-01T00:00:00.000Z');

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export async function readStream(store: EventStore, stream: StreamName): Promise<StoredEvent[]> {
  return collect(store.read(stream));
}

/** Every event of the ledger from a position, pages joined. */
export async function readEvents(pages: AsyncIterable<LedgerPage>): Promise<RecordedEvent[]> {
  return (await collect(pages)).flatMap(({ events }) => events);
}

/** Resolves with the head once every committed event has its position. */
export async function untilSettled(store: EventStore): Promise<bigint> {
  let head = 0n;
  await eventually('every event has its position', async () => {
    const status = await store.status();
    ({ head } = status);
    return status.unsequenced === 0n || status;
  });
  return head;
}

/** Reads pages until so many events have come, then lets go of the source. */
export async function take(pages: AsyncIterable<LedgerPage>, count: number): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  if (count === 0) return events;
  for await (const page of pages) {
    events.push(...page.events);
    if (events.length >= count) return events;
  }
  return events;
}

export function idsOf(events: readonly { readonly id: Uuid }[]): readonly Uuid[] {
  return events.map(({ id }) => id);
}

/** The numbers from a start, so many. */
export function countFrom(start: bigint, count: number): bigint[] {
  return Array.from({ length: count }, (_, index) => start + BigInt(index));
}
