import { describe, expect, it } from '@jest/globals';
import kafkajs, { type RecordMetadata } from 'kafkajs';
import { AskedPartitions } from './kafka-publisher.ts';

describe('the partitions of a send', () => {
  const metadata = [0, 1, 2].map((partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
  const keys = ['member-1', 'member-2', 'member-3', 'member-4', 'member-5'];

  /** What kafkajs does with the partitioner in a send of these keys. */
  function sendThrough(asked: AskedPartitions): readonly number[] {
    const choose = asked.partitioner();
    return keys.map((key) => choose({ topic: 'a', partitionMetadata: metadata, message: { key, value: null } }));
  }

  const answerFor = (partitions: Iterable<number>, topicName = 'a'): RecordMetadata[] =>
    [...partitions].map((partition) => ({ topicName, partition, errorCode: 0 }));

  it('are those where the clients of other languages put the keys', () => {
    const choose = kafkajs.Partitioners.DefaultPartitioner();
    expect(sendThrough(new AskedPartitions())).toEqual(
      keys.map((key) => choose({ topic: 'a', partitionMetadata: metadata, message: { key, value: null } })),
    );
  });

  it('have all their answer, or are named', () => {
    const asked = new AskedPartitions();
    const [first, ...others] = new Set(sendThrough(asked));
    expect(others).not.toHaveLength(0);
    expect(asked.withoutAnswer(answerFor([first ?? 0, ...others]))).toEqual([]);
    expect(asked.withoutAnswer(answerFor(others))).toEqual([`a/${String(first)}`]);
    expect(asked.withoutAnswer(answerFor([first ?? 0, ...others], 'b'))).toHaveLength(1 + others.length);
  });

  it('are forgotten before the next send', () => {
    const asked = new AskedPartitions();
    sendThrough(asked);
    asked.clear();
    expect(asked.withoutAnswer([])).toEqual([]);
  });
});
