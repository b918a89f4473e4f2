import { InvalidRecord } from './record.ts';
import { longTopic, shortTopic } from './topics.ts';

/**
 * For each topic the last position that was published there before a record: a reader of a set of topics handles the record
 * after those named for its topics, and so sees ledger order, without watermarks and without waiting for quiet topics. A topic
 * without a record before it is not named.
 */
export type Frontier = ReadonlyMap<string, bigint>;

/** `governance=41,membership.restricted=7`, topics in order: equal frontiers are equal texts. */
export function frontierText(frontier: Frontier): string {
  let text = '';
  let last = '';
  for (const [topic, position] of frontier) {
    const name = shortTopic(topic);
    if (name < last) return frontierText(inOrder(frontier));
    text += `${text === '' ? '' : ','}${name}=${String(position)}`;
    last = name;
  }
  return text;
}

/** The same frontier with its topics in the order of its text, which costs least to write. */
export function inOrder(frontier: Frontier): Frontier {
  return new Map([...frontier].sort(([a], [b]) => (shortTopic(a) < shortTopic(b) ? -1 : 1)));
}

const ENTRY = /^([a-z][a-z0-9]*(?:\.restricted)?)=(0|[1-9][0-9]{0,18})$/;

/** @throws InvalidRecord */
export function frontierOf(text: string): Frontier {
  const frontier = new Map<string, bigint>();
  if (text === '') return frontier;
  for (const entry of text.split(',')) {
    const [, topic, position] = ENTRY.exec(entry) ?? [];
    if (topic === undefined || position === undefined || frontier.has(longTopic(topic)))
      throw new InvalidRecord(`not a frontier (<topic>=<position>, joined by commas): ${JSON.stringify(text)}`);
    frontier.set(longTopic(topic), BigInt(position));
  }
  return frontier;
}
