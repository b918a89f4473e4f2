import kafkajs, { type ICustomPartitioner, type RecordMetadata } from 'kafkajs';

/**
 * Notes into which partitions a send went, so that its answer can be held to them. When a leader is lost during a send, kafkajs 2.2.4
 * takes the answer that the new leader gave for its other partitions for an answer for all, and resolves as if everything was
 * acknowledged (its issue 1303). Seen with three brokers, one of them killed.
 */
export class AskedPartitions {
  readonly #names = new Set<string>();

  /** The partitioner of the clients of other languages (murmur2), with its choices noted. */
  readonly partitioner: ICustomPartitioner = () => {
    const choose = kafkajs.Partitioners.DefaultPartitioner();
    return (record) => {
      const partition = choose(record);
      this.#names.add(nameOf(record.topic, partition));
      return partition;
    };
  };

  /** Before a send. */
  clear(): void {
    this.#names.clear();
  }

  /** The partitions (`topic/number`) of the send of which its answer says nothing. */
  withoutAnswer(answer: readonly RecordMetadata[]): readonly string[] {
    const answered = new Set(answer.map(({ topicName, partition }) => nameOf(topicName, partition)));
    return [...this.#names].filter((name) => !answered.has(name));
  }
}

const nameOf = (topic: string, partition: number): string => `${topic}/${String(partition)}`;
