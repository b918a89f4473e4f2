import { topicsOf } from '../../records/index.ts';
import { withAdmin } from '../offsets.ts';
import { wireTopic, type KafkaSettings } from '../settings.ts';

/** Deletes those topics of these contexts that are there. */
export async function dropTopics(settings: KafkaSettings, contexts: readonly string[]): Promise<void> {
  await withAdmin(settings, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const topics = topicsOf(contexts).map((topic) => wireTopic(settings, topic));
    await admin.deleteTopics({ topics: topics.filter((topic) => existing.has(topic)) });
  });
}

/** The topics that are there, without those that the brokers keep for themselves and without the prefix. */
export async function topicNames(settings: KafkaSettings): Promise<readonly string[]> {
  const { topicPrefix = '' } = settings;
  const existing = await withAdmin(settings, (admin) => admin.listTopics());
  const own = existing.filter((topic) => topic.startsWith(topicPrefix) && !topic.startsWith('__'));
  return own.map((topic) => topic.slice(topicPrefix.length)).sort();
}
