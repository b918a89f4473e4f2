import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startKafka, type LocalKafka } from '#infra/local/kafka';
import { describeUnless, whyNoLocalKafka } from '#infra/local/kafka/testing';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import type { RecordedEvent } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import type { TopicRecord } from '../records/index.ts';
import { withoutHandled } from '../port.ts';
import { positionsOf } from '../testing/contract-reading.ts';
import { CONTEXTS, MessageSamples } from '../testing/contract-samples.ts';
import { KafkaPublisher, KafkaUnavailable } from './index.ts';
import { TopicsHarness } from './testing/index.ts';

describeUnless(await whyNoLocalKafka())('a broker that is killed and started again', () => {
  let folder: string;
  let kafka: LocalKafka;
  let harness: TopicsHarness;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grappe-restart-'));
    kafka = await startKafka({ dataFolder: folder, keepData: false, diesWithParent: true });
    const store = new MemoryEventStore(catalog);
    harness = await TopicsHarness.open({ brokers: kafka.brokers, store, contexts: CONTEXTS });
  });
  afterAll(async () => {
    await harness.close();
    await kafka.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('costs a consumer nothing but a typed error and a new start from where it was', async () => {
    const samples = new MessageSamples();
    const [node] = kafka.nodes;
    const published = [...(await harness.publish(samples.interleaved(30)))];
    const seen: RecordedEvent[] = [];
    const faults: unknown[] = [];
    const ended = new AbortController();
    const consumer = consumeOn(harness, seen, faults, ended.signal);
    await eventually('the consumer has the first thirty', () => expect(seen).toHaveLength(30), { deadlineMs: 60_000 });
    node?.kill();
    await eventually('the consumer notices that the broker is away', () => expect(faults.length).toBeGreaterThan(0), {
      deadlineMs: 60_000,
    });
    await node?.start();
    published.push(...(await retried(() => harness.publish(samples.interleaved(10)))));
    await eventually(
      'the consumer has all of them',
      () => expect(seen.length).toBeGreaterThanOrEqual(published.length),
      { deadlineMs: 60_000 },
    );
    ended.abort();
    await consumer;
    expect(positionsOf(seen)).toEqual(positionsOf(published));
    expect(seen).toEqual(published);
    expect(faults.every((fault) => fault instanceof KafkaUnavailable)).toBe(true);
  });

  it('refuses what is published meanwhile, and takes it afterwards from the same publisher', async () => {
    const [node] = kafka.nodes;
    const publisher = new KafkaPublisher({ settings: harness.settings });
    const [first] = harness.records;
    const records: TopicRecord[] = first === undefined ? [] : [first];
    await publisher.publish(records);
    node?.kill();
    await expect(retried(() => publisher.publish(records), 1)).rejects.toBeInstanceOf(KafkaUnavailable);
    await node?.start();
    await retried(() => publisher.publish(records));
    await publisher.close();
  });
});

/** What a service does: it begins again at its position, whatever went wrong with the brokers. */
async function consumeOn(harness: TopicsHarness, seen: RecordedEvent[], faults: unknown[], signal: AbortSignal) {
  let position = 0n;
  const isAborted = (): boolean => signal.aborted;
  while (!isAborted()) {
    try {
      for await (const page of harness.source.consume({ from: position, contexts: CONTEXTS, signal })) {
        const { events, next } = withoutHandled(page, position);
        seen.push(...events);
        position = next;
      }
    } catch (error) {
      faults.push(error);
      await delay(50);
    }
  }
}

/** Publishing has no answer while a broker starts; what may stand there already is known by its position. */
async function retried<Result>(work: () => Promise<Result>, tries = 100): Promise<Result> {
  for (let left = tries; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left <= 1 || !(error instanceof KafkaUnavailable)) throw error;
      await delay(100);
    }
  }
}
