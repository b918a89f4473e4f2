import { expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';

/** What Kafka's own client hashes these keys to (org.apache.kafka.common.utils.UtilsTest, testMurmur2). */
const HASHES: readonly (readonly [string, number])[] = [
  ['21', -973_932_308],
  ['foobar', -790_332_482],
  ['a-little-bit-long-string', -985_981_536],
  ['a-little-bit-longer-string', -1_486_304_829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
  ['abc', 479_470_107],
];

it.each(HASHES)('the key %s stands where other clients look for it', (key, hash) => {
  const partitionOf = kafkajs.Partitioners.DefaultPartitioner();
  for (const partitions of [1, 3, 6, 12]) {
    const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
      partitionId,
      partitionErrorCode: 0,
      leader: 0,
      replicas: [],
      isr: [],
    }));
    const expected = (hash & 0x7fff_ffff) % partitions;
    expect(partitionOf({ topic: 't', partitionMetadata, message: { key, value: '' } })).toBe(expected);
  }
});
