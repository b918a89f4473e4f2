import { topicsOf } from '../../records/index.ts';
import { withAdmin } from '../offsets.ts';
import { wireTopic, type KafkaSettings } from '../settings.ts';

/** Deletes the topics of these contexts. */
export async function dropTopics(settings: KafkaSettings, contexts: readonly string[]): Promise<void> {
  const topics = topicsOf(contexts).map((topic) => wireTopic(settings, topic));
  await withAdmin(settings, (admin) => admin.deleteTopics({ topics }));
}
