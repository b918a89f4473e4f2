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
