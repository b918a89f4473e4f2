import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EventStore } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { catalog } from '#libs/contracts';
import { KafkaPublisher, partitioning, readTopics } from '../kafka/index.ts';
import { describeWithKafka, testBrokers, TopicsHarness } from '../kafka/testing/index.ts';
import { topicsOf, type TopicRecord } from '../records/index.ts';
import { CONTEXTS, MessageSamples } from '../testing/contract-samples.ts';
import { reconcile, type ReconciledTopics } from './index.ts';
import { findingText, withHeaders } from './test/subject.ts';

const EVENTS = 40;
const TOPICS = topicsOf(CONTEXTS);

describeWithKafka('topics on a real broker beside the ledger', () => {
  let store: EventStore;
  let harness: TopicsHarness;
  let original: readonly TopicRecord[];

  beforeAll(async () => {
    store = new MemoryEventStore(catalog);
    harness = await TopicsHarness.open({ brokers: testBrokers(), store, contexts: CONTEXTS });
    await harness.publish(new MessageSamples().interleaved(EVENTS));
    original = [...harness.records];
  });
  afterAll(() => harness.close());

  const topics = (): ReconciledTopics => ({
    read: (signal) => readTopics(harness.settings, TOPICS, { signal }),
    published: async () => (await store.status()).head,
    publisher: () => Promise.resolve(new KafkaPublisher({ settings: harness.settings })),
    partitioning: () => partitioning(harness.settings, TOPICS),
  });
  const run = (repair = false) =>
    reconcile({ ledger: store, topics: topics(), repair, signal: new AbortController().signal });
  const at = (position: number): TopicRecord => original[position]!;
  const except = (position: number): TopicRecord[] => original.filter((record) => record !== at(position));

  it('which a relay has filled are clean', async () => {
    expect(await run()).toMatchObject({ ok: true, events: EVENTS, records: EVENTS, findings: [] });
  });

  /** Two records of one stream in each other's place. */
  const swapped = (): { readonly copy: readonly TopicRecord[]; readonly late: string } => {
    const first = original.findIndex(({ key }) => key === at(20).key);
    const second = original.findIndex(({ key }, index) => index > first && key === at(20).key);
    const copy = original.with(first, at(second)).with(second, at(first));
    return { copy, late: String(first) };
  };

  it.each([
    ['one byte altered', () => original.with(17, { ...at(17), value: at(17).value.replace('n', 'm') }), 'altered 17'],
    ['a header altered', () => original.with(18, withHeaders(at(18), { ce_authid: 'staff:jc' })), 'altered 18'],
    ['one twice', () => [...original, at(21)], 'duplicated 21'],
    ['two swapped', () => swapped().copy, () => `out-of-order ${swapped().late}`],
    ['a foreign record', () => [...original, { ...at(3), headers: {}, value: 'hello' }], 'unknown ?'],
    [
      'one on another topic too',
      () => [...original, { ...at(5), topic: at(5).topic.replace('.v1', '.restricted.v1') }],
      'misplaced 5',
    ],
  ])('%s: the copy of the topics says so', async (_what, copy, name) => {
    await harness.startOver(copy());
    const report = await run();
    expect(report.findings.map(findingText)).toEqual([typeof name === 'string' ? name : name()]);
    const [finding] = report.findings;
    const { log } = await placeOf(finding?.topic, finding?.partition, finding?.offset);
    expect(log).toBe(finding?.position);
  });

  it('one missing is named, mended, and not missing any more', async () => {
    await harness.startOver(except(22));
    const report = await run(true);
    expect(report.findings.map(findingText)).toEqual(['missing 22']);
    expect(report).toMatchObject({ ok: false, repair: { published: 1, refused: [] } });
    expect(await run()).toMatchObject({ ok: true, records: EVENTS, findings: [], repairedBefore: 1 });
    const seen: bigint[] = [];
    const signal = new AbortController();
    for await (const { events } of harness.source.consume({ from: 0n, contexts: CONTEXTS, signal: signal.signal })) {
      seen.push(...events.map(({ position }) => position));
      if (seen.length === EVENTS) break;
    }
    signal.abort();
    expect(seen).toEqual(Array.from({ length: EVENTS }, (_event, position) => BigInt(position)));
  });

  /** What the broker has at that place. */
  async function placeOf(topic = '', partition = -1, offset = '') {
    for await (const page of readTopics(harness.settings, [topic], { signal: new AbortController().signal })) {
      const found = page.find((record) => record.partition === partition && String(record.offset) === offset);
      if (found !== undefined) return { log: found.headers['ce_sequence']?.replace(/^0+(?=\d)/, '') };
    }
    throw new Error('there is nothing');
  }
});
