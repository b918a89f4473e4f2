/** A record as it stands on a topic, whoever wrote it. */
export interface TopicMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint | string;
  readonly key: string | null | undefined;
  readonly value: string | null | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
}
