import { contextOf, type EventMetadata } from '#libs/kernel';

/** Before and behind the short name; a new version of the record format would be a new topic, and the old one stays. */
const [BEGIN, END] = ['grappe.', '.v1'];

/** The topic that everybody may read: the public events of a context. */
export function publicTopic(context: string): string {
  return longTopic(context);
}

/** The topic that only services of the system read: private events, and embargoed ones from the start. */
export function restrictedTopic(context: string): string {
  return longTopic(`${context}.restricted`);
}

/** Both topics of each context, in order of context, for consumers inside the system. */
export function topicsOf(contexts: readonly string[]): readonly string[] {
  return [...new Set(contexts)].sort().flatMap((context) => [publicTopic(context), restrictedTopic(context)]);
}

/** The one topic on which an event is published, for ever: what an embargo lifts is a new event. */
export function topicOf(event: { type: string; metadata: Pick<EventMetadata, 'visibility'> }): string {
  const context = contextOf(event.type);
  return event.metadata.visibility.kind === 'public' ? publicTopic(context) : restrictedTopic(context);
}

/** `membership` or `membership.restricted`: the name of a topic inside a frontier. */
export function shortTopic(topic: string): string {
  const short = topic.slice(BEGIN.length, -END.length);
  if (short === '' || !topic.startsWith(BEGIN) || !topic.endsWith(END))
    throw new TypeError(`not a topic of events: ${topic}`);
  return short;
}

export function longTopic(short: string): string {
  return `${BEGIN}${short}${END}`;
}
