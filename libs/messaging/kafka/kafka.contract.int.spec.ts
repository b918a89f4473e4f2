import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { messagingContract } from '../testing/index.ts';
import { CONTEXTS } from '../testing/contract-samples.ts';
import { describeWithKafka, testBrokers, TopicsHarness } from './testing/index.ts';

describeWithKafka('on a real broker', () => {
  messagingContract(
    'Kafka',
    () => {
      const store = new MemoryEventStore(catalog);
      const recordedAtMs = async (position: bigint): Promise<number | undefined> => {
        for await (const { events } of store.readAll(position, { pageSize: 1 }))
          return Date.parse(events[0]?.metadata.recordedAt ?? '');
        return undefined;
      };
      return TopicsHarness.open({ brokers: testBrokers(), store, contexts: CONTEXTS, source: { recordedAtMs } });
    },
    { canLose: true },
  );
});
