import { setTimeout as delay } from 'node:timers/promises';
import { contracts } from '#libs/contracts';
import { ensureTopics, KafkaUnavailable, type KafkaSettings, type TopicLayout } from '#libs/messaging/kafka';

export interface TopicsOptions {
  readonly settings: KafkaSettings;
  readonly layout: TopicLayout;
  readonly signal: AbortSignal;
  readonly onFault: (error: unknown) => void;
}

const RETRY_MS = 1_000;

/** Both topics of every context of the contracts. @throws TopicDiffers, KafkaFault */
export function ensureAllTopics({ settings, layout }: TopicsOptions): Promise<void> {
  return ensureTopics(settings, Object.keys(contracts), layout);
}

/**
 * The same, at once where the brokers answer; else resolves with what waits for them, because positions are given without brokers.
 * @throws TopicDiffers and other faults that waiting does not mend
 */
export async function topicsSoon(options: TopicsOptions): Promise<{ readonly ensured: Promise<void> }> {
  try {
    await ensureAllTopics(options);
    return { ensured: Promise.resolve() };
  } catch (error) {
    if (!(error instanceof KafkaUnavailable)) throw error;
    options.onFault(error);
    return { ensured: untilEnsured(options) };
  }
}

async function untilEnsured(options: TopicsOptions): Promise<void> {
  const { signal, onFault } = options;
  const over = (): boolean => signal.aborted;
  while (!over()) {
    await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
    if (over()) return;
    try {
      await ensureAllTopics(options);
      return;
    } catch (error) {
      onFault(error);
    }
  }
}
