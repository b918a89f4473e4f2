import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import type { EventCatalog } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { MissingPosition, type RecordedEvent } from '#libs/kernel';
import { placeOf, type TopicRecord } from '../records/index.ts';
import { consume, positionsOf } from '../testing/contract-reading.ts';
import { CONTEXTS, MessageSamples } from '../testing/contract-samples.ts';
import { KafkaSource, readTopics, TopicReplaced, TopicsMissing, UnreadableRecord } from './index.ts';
import { withAdmin } from './offsets.ts';
import { describeWithKafka, dropTopics, testBrokers, TopicsHarness, uniquePrefix } from './testing/index.ts';

const FROM_START = { from: 0n, contexts: CONTEXTS };

describeWithKafka('consumers of topics', () => {
  let harness: TopicsHarness;
  let samples: MessageSamples;
  beforeEach(async () => {
    samples = new MessageSamples();
    harness = await TopicsHarness.open({
      brokers: testBrokers(),
      store: new MemoryEventStore(catalog),
      contexts: CONTEXTS,
    });
  });
  afterEach(() => harness.close());

  const source = (options: object = {}): KafkaSource =>
    new KafkaSource({ settings: harness.settings, catalog, ...options });
  const recordAt = (position: bigint): TopicRecord => {
    const found = harness.records.find((record) => placeOf(record).position === position);
    if (found === undefined) throw new RangeError(`no record at ${String(position)}`);
    return found;
  };
  /** Everything until the consumer ends by an error. */
  const untilRefused = async (from: KafkaSource, request: object = {}) => {
    const events: RecordedEvent[] = [];
    try {
      const signal = new AbortController().signal;
      for await (const page of from.consume({ ...FROM_START, ...request, signal })) events.push(...page.events);
      return { events, error: undefined };
    } catch (error) {
      return { events, error };
    }
  };

  const groupsOf = async (clientId: string): Promise<readonly string[]> => {
    const { groups } = await withAdmin(harness.settings, (admin) => admin.listGroups());
    return groups.map(({ groupId }) => groupId).filter((groupId) => groupId.startsWith(clientId));
  };

  it('see repeats of earlier ranges once', async () => {
    const published = await harness.publish(samples.interleaved(20));
    await harness.send(harness.records.slice(5, 15));
    await harness.send(harness.records.slice(0, 9));
    const later = await harness.publish(samples.interleaved(3));
    expect((await consume(harness.source, FROM_START, 23)).events).toEqual([...published, ...later]);
  });

  it('get the data of older versions in the shape of the current one', async () => {
    await harness.publish(samples.interleaved(3));
    const upcasting: EventCatalog = {
      currentVersion: (type) => catalog.currentVersion(type),
      check: (type, version, data) => catalog.check(type, version, data),
      upcast: (_type, schemaVersion, data) => ({ schemaVersion: schemaVersion + 1, data: { ...data, added: true } }),
    };
    const own = source({ catalog: upcasting });
    const { events } = await consume(own, FROM_START, 3);
    expect(events.map(({ schemaVersion, data }) => [schemaVersion, data['added']])).toEqual(Array(3).fill([2, true]));
    await own.close();
  });

  it('who may read public topics only see no private event, and wait for none', async () => {
    const publications = samples.interleaved(12).map((publication, index) => {
      const visibility = { kind: index % 3 === 1 ? ('private' as const) : ('public' as const) };
      const { event } = publication;
      return { ...publication, event: { ...event, metadata: { ...event.metadata, visibility } } };
    });
    const published = await harness.publish(publications);
    const open = published.filter(({ metadata }) => metadata.visibility.kind === 'public');
    const own = source({ publicOnly: true });
    expect((await consume(own, FROM_START, open.length)).events).toEqual(open);
    expect((await consume(harness.source, FROM_START, 12)).events).toEqual(published);
    await own.close();
  });

  it('come through a buffer that is smaller than what is there', async () => {
    const published = await harness.publish(samples.interleaved(150));
    const own = source({ bufferBytes: 8_192 });
    expect((await consume(own, { ...FROM_START, pageSize: 5 }, 150)).events).toEqual(published);
    await own.close();
  });

  it('are gone from the broker when they are closed', async () => {
    await harness.publish(samples.interleaved(3));
    const clientId = uniquePrefix();
    const own = source({ settings: { ...harness.settings, clientId } });
    for await (const { events } of own.consume({ ...FROM_START, signal: new AbortController().signal })) {
      if (events.length === 0) continue;
      expect(await groupsOf(clientId)).toHaveLength(1);
      break;
    }
    await own.close();
    expect(await groupsOf(clientId)).toEqual([]);
  });

  it('of the same topics are one member of one group, whatever types and however much of them each wants', async () => {
    const published = await harness.publish(samples.interleaved(40));
    const clientId = uniquePrefix();
    const own = source({ settings: { ...harness.settings, clientId } });
    const [first] = published;
    const wishes = [{}, { pageSize: 3 }, { types: [first?.type ?? ''] }];
    const seen = await Promise.all(
      wishes.map(async (wish) => {
        const events: RecordedEvent[] = [];
        let groups: readonly string[] = [];
        const { signal } = new AbortController();
        for await (const page of own.consume({ ...FROM_START, ...wish, signal })) {
          events.push(...page.events);
          groups = await groupsOf(clientId);
          if (page.next > (published.at(-1)?.position ?? 0n)) break;
        }
        return { events, groups };
      }),
    );
    expect(seen.map(({ events }) => events)).toEqual([
      published,
      published,
      published.filter(({ type }) => type === first?.type),
    ]);
    expect(new Set(seen.flatMap(({ groups }) => groups)).size).toBe(1);
    const [one, other] = [seen[0]?.events[0], seen[1]?.events[0]];
    expect(one === other).toBe(false);
    await own.close();
  });

  describe('a record that is missing', () => {
    it('and is put back at the end of its partition is found there, and everything goes on in order', async () => {
      const published = await harness.publish(samples.interleaved(15));
      const lost = recordAt(6n);
      await harness.remove(6n);
      const { events, error } = await untilRefused(harness.source);
      expect(error).toBeInstanceOf(MissingPosition);
      expect(String(error)).toContain(lost.topic);
      expect(positionsOf(events)).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
      await harness.send([lost]);
      expect((await consume(harness.source, FROM_START, 15)).events).toEqual(published);
      const small = source({ bufferBytes: 1 });
      expect((await consume(small, FROM_START, 15)).events).toEqual(published);
      await small.close();
    });
  });

  describe('what somebody else did to a topic', () => {
    it('a record that is none of ours stops the consumer with its place', async () => {
      await harness.publish(samples.interleaved(6));
      const topic = recordAt(0n).topic;
      await harness.send([{ ...recordAt(0n), headers: { from: 'a stranger' } }]);
      const { error } = await untilRefused(harness.source);
      expect(error).toBeInstanceOf(UnreadableRecord);
      expect(error).toMatchObject({ at: { topic } });
      expect(String(error)).toContain('ce_sequence');
    });

    it('topics that are not there are named, and not created', async () => {
      const { error } = await untilRefused(harness.source, { contexts: ['membership', 'weather'] });
      expect(error).toBeInstanceOf(TopicsMissing);
      expect(error).toMatchObject({ topics: ['grappe.weather.v1', 'grappe.weather.restricted.v1'] });
    });

    it('a topic that is deleted and created again stops the consumers that were reading it', async () => {
      await harness.publish(samples.interleaved(30));
      const own = source();
      const outcome = untilReplaced(own, 30, async () => {
        await dropTopics(harness.settings, CONTEXTS);
        await harness.restore();
      });
      expect(await outcome).toBeInstanceOf(TopicReplaced);
      await own.close();
    });

    it('records deleted from the front of what is read stop it as well', async () => {
      await harness.publish(samples.interleaved(12));
      const [first] = harness.records;
      const topic = `${harness.settings.topicPrefix ?? ''}${first?.topic ?? ''}`;
      const own = source({ bufferBytes: 1 });
      await withAdmin(harness.settings, async (admin) => {
        const partitions = await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({
          topic,
          partitions: partitions
            .filter(({ high }) => high !== '0')
            .map(({ partition }) => ({ partition, offset: '1' })),
        });
      });
      // Nothing says so but the order: the first record of that topic is named by those behind it.
      const { error } = await untilRefused(own);
      expect(error).toBeInstanceOf(MissingPosition);
      await own.close();
    });
  });

  it('readers of whole topics get every record as it stands, each partition in order, and end', async () => {
    await harness.publish(samples.interleaved(40));
    await harness.send(harness.records.slice(3, 6));
    const next = new Map<string, bigint>();
    const positions: bigint[] = [];
    const signal = new AbortController().signal;
    for await (const page of readTopics(harness.settings, topicsOfRecords(harness.records), { signal }))
      for (const message of page) {
        const partition = `${message.topic}/${String(message.partition)}`;
        expect(message.offset).toBe(next.get(partition) ?? 0n);
        next.set(partition, message.offset + 1n);
        positions.push(placeOf(message).position);
      }
    const expected = [...harness.records, ...harness.records.slice(3, 6)].map((record) => placeOf(record).position);
    expect(positions.sort(byNumber)).toEqual(expected.sort(byNumber));
  });
});

/** Takes so many events, does something, and answers with the error that ends the consumer. */
async function untilReplaced(source: KafkaSource, count: number, change: () => Promise<void>): Promise<unknown> {
  let seen = 0;
  let changed: Promise<void> | undefined;
  try {
    for await (const { events } of source.consume({ ...FROM_START, signal: new AbortController().signal })) {
      seen += events.length;
      if (seen >= count) changed ??= change();
    }
    return undefined;
  } catch (error) {
    await changed;
    return error;
  }
}

function topicsOfRecords(records: readonly TopicRecord[]): readonly string[] {
  return [...new Set(records.map(({ topic }) => topic))];
}

function byNumber(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
