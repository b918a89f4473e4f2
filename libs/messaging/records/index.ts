export { longTopic, publicTopic, restrictedTopic, shortTopic, topicOf, topicsOf } from './topics.ts';
export { frontierOf, frontierText, inOrder, type Frontier } from './frontier.ts';
export { byTopic, InvalidRecord, partsByWeight } from './record.ts';
export type { ReceivedRecord, RecordPlace, TopicMessage, TopicPublisher, TopicRecord } from './record.ts';
export { headersOf, placeOf, publishedEvent, recordOf, type PublishedEvent } from './cloud-event.ts';
