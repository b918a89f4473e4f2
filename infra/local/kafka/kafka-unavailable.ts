/**
 * - `no-java`, `old-java`: there is no Java, or one before 17;
 * - `no-maven`: the jars are not cached and there is no Maven to fetch them;
 * - `download`: Maven could not fetch the jars (its words are in the message);
 * - `port-taken`: another program listens on a port that was asked for;
 * - `other-cluster`: the data folder holds a cluster of another size;
 * - `failed`: a node or the formatting ended with an error (its last lines are in the message).
 */
export type KafkaUnavailableReason =
  'no-java' | 'old-java' | 'no-maven' | 'download' | 'port-taken' | 'other-cluster' | 'failed';

/** The local Kafka cannot run here. The message says why and what to do. */
export class KafkaUnavailable extends Error {
  override readonly name = 'KafkaUnavailable';
  constructor(
    readonly reason: KafkaUnavailableReason,
    readonly explanation: string,
  ) {
    super(
      `The local Kafka cannot be used: ${explanation}\n` +
        'To use brokers of your own instead, set KAFKA_BROKERS (for example localhost:9092).',
    );
  }
}
