import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { contracts, readEvent } from '#libs/contracts';
import { readEvents } from '#libs/event-store/testing';
import type { RecordedEvent } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { readTopics, type KafkaSettings, type TopicMessage } from '#libs/messaging/kafka';
import { describeWithKafka, testBrokers, uniquePrefix } from '#libs/messaging/kafka/testing';
import { placeOf, topicsOf } from '#libs/messaging/records';
import { RelayProcess } from '../../../apps/relay/test/relay-process.ts';
import { describeWithPython, findPython } from '../../contracts/support/python.ts';
import { builtSubscriber, pythonSubscriber, type Subscriber } from '../../contracts/support/subscriber.ts';
import { SubscriberProcess } from '../../contracts/support/subscriber-process.ts';
import { dataValidators, messageValidators } from '../../contracts/support/validators.ts';
import { searchTopics } from '../../support/personal/search.ts';
import type { PlayedAlone } from '../play-script.ts';
import { canariesOf } from './without-names.ts';

const found = await findPython();
const LIMIT_MS = 300_000;

export interface OnItsDatabase extends Pick<PlayedAlone, 'platform' | 'player'> {
  readonly databaseUrl: string;
}

/** A relay publishes the events of a database, so many, and ends. */
export async function publish(
  { brokers, topicPrefix = '' }: KafkaSettings,
  databaseUrl: string,
  count: number,
): Promise<void> {
  const relay = RelayProcess.spawn({
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPIC_PREFIX: topicPrefix,
    KAFKA_PARTITIONS: '3',
  });
  try {
    await relay.ready();
    await eventually(
      `all ${String(count)} events are published`,
      async () => expect((await relay.readiness()).body.consumers[0]?.position).toBe(String(count)),
      { deadlineMs: 60_000 },
    );
  } finally {
    await relay.end('SIGTERM');
  }
}

/** The story as it was played through the command API, published by a relay: what subscribers get of the real thing. */
export function storyOnTheTopics(played: () => OnItsDatabase): void {
  describeWithKafka('on the topics', () => {
    const settings: KafkaSettings = { brokers: testBrokers(), clientId: 'story', topicPrefix: `${uniquePrefix()}.` };
    const topics = topicsOf(Object.keys(contracts));
    let events: readonly RecordedEvent[];
    let records: readonly TopicMessage[];

    beforeAll(async () => {
      events = await readEvents(played().platform.runtime.store.readAll(0n));
      await publish(settings, played().databaseUrl, events.length);
      records = await published();
    }, LIMIT_MS);

    async function published(): Promise<readonly TopicMessage[]> {
      const read: TopicMessage[] = [];
      for await (const page of readTopics(settings, topics, { signal: new AbortController().signal }))
        read.push(...page);
      return read;
    }

    /** What a subscriber prints of all topics until it has printed as many lines as there are events. */
    async function printedBy({ command, args, cwd }: Subscriber): Promise<readonly string[]> {
      const names = topics.map((topic) => `${settings.topicPrefix ?? ''}${topic}`).join(',');
      const own = ['--brokers', settings.brokers.join(','), '--topics', names, '--position', join(cwd, 'story.json')];
      const running = new SubscriberProcess(command, [...args, ...own], cwd);
      try {
        await running.untilPrinted(events.length);
        await running.stop('SIGTERM');
        return running.lines;
      } finally {
        await running.stop('SIGKILL');
        await rm(cwd, { recursive: true, force: true });
      }
    }
    const lines = (): readonly string[] =>
      events.map(
        ({ position, type, schemaVersion, stream }) =>
          `${String(position)} ${type}.v${String(schemaVersion)} ${stream}`,
      );

    it('is there whole, with events of every context', () => {
      expect(records.map((record) => placeOf(record).position).sort((a, b) => (a < b ? -1 : 1))).toEqual(
        events.map(({ position }) => position),
      );
      expect(new Set(events.map(({ type }) => type.split('.')[0]))).toEqual(new Set(Object.keys(contracts)));
    });

    it('has no personal text in clear, on restricted topics neither', async () => {
      const { places, found } = await searchTopics(settings, canariesOf(played().player));
      expect(found).toEqual([]);
      expect(places).toEqual([...topics].sort());
    });

    it('fits the JSON Schemas and the AsyncAPI document, record by record', () => {
      const [data, messages] = [dataValidators(), messageValidators()];
      const faults = records.flatMap(({ headers, value, key, topic }) => {
        const type = headers['ce_type'] ?? '';
        const body: unknown = JSON.parse(value);
        const wrong = [
          ...(data.get(type)?.(body) ?? ['no JSON Schema']),
          ...(messages.get(type)?.payload(body) ?? ['no message']),
          ...(messages.get(type)?.headers(headers) ?? []),
          ...(key === headers['ce_subject'] ? [] : ['its key is not its stream']),
          ...(readEvent(type, body).data === body ? [] : ['its data were changed']),
        ];
        return wrong.map((fault) => `${topic} ${type}: ${fault}`);
      });
      expect(faults).toEqual([]);
    });

    it(
      'is printed by the subscriber in TypeScript in the order of the ledger',
      async () => {
        expect(await printedBy(await builtSubscriber())).toEqual(lines());
      },
      LIMIT_MS,
    );

    describeWithPython(found)('with Python', () => {
      it(
        'is printed by the subscriber in Python in the order of the ledger',
        async () => {
          expect(await printedBy(await pythonSubscriber(found.python ?? 'python3'))).toEqual(lines());
        },
        LIMIT_MS,
      );
    });
  });
}
