export { longTopic, publicTopic, restrictedTopic, shortTopic, topicOf, topicsOf } from './topics.ts';
export { frontierOf, frontierText, inOrder, InvalidFrontier, type Frontier } from './frontier.ts';
export type { RecordPlace, TopicPublisher, TopicRecord } from './record.ts';
export {
  InvalidRecord,
  placeOf,
  publishedEvent,
  recordOf,
  type PublishedEvent,
  type ReceivedRecord,
} from './cloud-event.ts';
