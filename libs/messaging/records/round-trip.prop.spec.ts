import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { EventCodec, type EventCatalog } from '#libs/event-store';
import {
  addDays,
  calendarDate,
  canonicalJson,
  streamName,
  type Actor,
  type EventMetadata,
  type JsonObject,
  type ProposedEvent,
  type Visibility,
} from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { placeOf, publicTopic, publishedEvent, recordOf, restrictedTopic, type RecordPlace } from './index.ts';

const anything: EventCatalog = {
  currentVersion: () => 7,
  check: () => [],
  upcast: (_type, schemaVersion, data) => ({ schemaVersion, data }),
};

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const visibilities: fc.Arbitrary<Visibility> = fc.constantFrom(
  { kind: 'public' },
  { kind: 'private' },
  { kind: 'embargoed', until: calendarDate('2017-01-01') },
);
const ids = fc.integer({ min: 1, max: 1_000_000 }).map((count) => countedUuid(count, 0xa));
const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });

/** Every member that the metadata may have: one more that nobody draws here does not compile. */
type EveryMember<Of extends object> = { readonly [Member in keyof Required<Of>]: fc.Arbitrary<unknown> };

const actor = { id: text, capacity: optional(text), clusterId: optional(ids) } satisfies EveryMember<Actor>;
const metadata = fc
  .record({
    actor: fc.record(actor),
    commandId: optional(ids),
    commandHash: optional(fc.constant('ab'.repeat(32))),
    correlationId: ids,
    causationId: optional(ids),
    traceparent: optional(fc.constant('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')),
    evidence: optional(fc.array(fc.record({ title: text, link: optional(text) }), { maxLength: 3 })),
    visibility: visibilities,
    effectiveAt: fc.integer({ min: 0, max: 146_000 }).map((days) => addDays(calendarDate('1800-01-01'), days)),
    recordedAt: fc
      .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
      .map((date) => date.toISOString()),
  } satisfies EveryMember<EventMetadata>)
  .map((given) => given as ProposedEvent['metadata']);

const events: fc.Arbitrary<ProposedEvent> = fc.record({
  id: ids,
  type: fc.constantFrom('membership.OrganisationRenamed', 'mergers.OperationOpened'),
  schemaVersion: fc.integer({ min: 1, max: 7 }),
  data: fc
    .dictionary(text, fc.jsonValue({ stringUnit: 'grapheme' }))
    .map((data) => JSON.parse(JSON.stringify(data)) as JsonObject),
  metadata,
});

const places: fc.Arbitrary<RecordPlace> = fc
  .record({
    position: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    topics: fc.uniqueArray(fc.constantFrom(publicTopic('audit'), restrictedTopic('audit'), publicTopic('mergers'))),
    back: fc.bigInt({ min: 1n, max: 1_000n }),
  })
  .map(({ position, topics, back }) => {
    const before = position > back ? position - back : 0n;
    return { position, settled: before, frontier: new Map(topics.map((topic) => [topic, before])) };
  });

it('any event that a store takes becomes a record that leads back to its stored text, its revision and its place', () => {
  const codec = new EventCodec(anything);
  fc.assert(
    fc.property(events, fc.bigInt({ min: 0n, max: 10n ** 12n }), places, (event, revision, place) => {
      const stream = streamName(event.type.split('.')[0] ?? '', 'thing', '1');
      // What is absent is absent in JSON too.
      const { id, type, record } = codec.encode(stream, JSON.parse(JSON.stringify(event)) as ProposedEvent);
      const row = {
        position: place.position,
        epoch: countedUuid(1, 0xe),
        stream,
        revision,
        eventId: id,
        type,
        record,
        leafHash: new Uint8Array(32),
      };
      const sent = recordOf(row, place, 1);
      const { revision: read, ...stored } = publishedEvent(sent);
      expect(canonicalJson(stored)).toBe(record);
      expect(read).toBe(revision);
      expect(placeOf(sent)).toEqual(place);
      expect(sent.topic.includes('.restricted.')).toBe(event.metadata.visibility.kind !== 'public');
    }),
    { seed: propertySeed(), numRuns: 300 },
  );
});
