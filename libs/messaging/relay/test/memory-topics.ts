import type { TopicPublisher, TopicRecord } from '../../records/index.ts';
import { placeOf } from '../../records/index.ts';

/** Topics in memory, in the order in which they were written; acknowledgements are given, held back or lost as a test says. */
export class MemoryTopics implements TopicPublisher {
  readonly log: TopicRecord[] = [];
  /** How many records each send had. */
  readonly sends: number[] = [];
  /** What happens to an acknowledgement; given at once unless a test says otherwise. */
  acknowledge: (send: number) => Promise<void> = () => Promise.resolve();
  #inFlight = 0;
  mostInFlight = 0;

  async publish(records: readonly TopicRecord[]): Promise<void> {
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    await Promise.resolve();
    this.log.push(...records);
    this.sends.push(records.length);
    try {
      await this.acknowledge(this.sends.length);
    } finally {
      this.#inFlight -= 1;
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  get positions(): readonly bigint[] {
    return this.log.map((record) => placeOf(record).position);
  }

  topic(name: string): readonly TopicRecord[] {
    return this.log.filter(({ topic }) => topic === name);
  }
}

/** A promise in the hands of a test. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
