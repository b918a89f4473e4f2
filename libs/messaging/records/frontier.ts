import { longTopic, shortTopic } from './topics.ts';

/**
 * For each topic the last position that was published there before a record: whoever reads a set of topics handles the record
 * after those named for its topics, and so sees ledger order, without watermarks and without waiting for quiet topics. A topic
 * without a record before it is not named.
 */
export type Frontier = ReadonlyMap<string, bigint>;

/** A frontier that does not read; the record it came with is not one of ours, or was altered. */
export class InvalidFrontier extends TypeError {
  override readonly name = 'InvalidFrontier';
  constructor(readonly found: string) {
    super(`not a frontier (<topic>=<position>, joined by commas): ${JSON.stringify(found)}`);
  }
}

/** Few, and asked for with every record. */
const shortNames = new Map<string, string>();

function shortName(topic: string): string {
  const known = shortNames.get(topic);
  if (known !== undefined) return known;
  const short = shortTopic(topic);
  shortNames.set(topic, short);
  return short;
}

/** `governance=41,membership.restricted=7`, topics in order: equal frontiers are equal texts. */
export function frontierText(frontier: Frontier): string {
  let text = '';
  let last = '';
  for (const [topic, position] of frontier) {
    const name = shortName(topic);
    if (name < last) return frontierText(inOrder(frontier));
    text += `${text === '' ? '' : ','}${name}=${String(position)}`;
    last = name;
  }
  return text;
}

/** The same frontier with its topics in the order of its text, which costs least to write. */
export function inOrder(frontier: Frontier): Frontier {
  return new Map([...frontier].sort(([a], [b]) => (shortName(a) < shortName(b) ? -1 : 1)));
}

const ENTRY = /^([a-z][a-z0-9]*(?:\.restricted)?)=(0|[1-9][0-9]{0,18})$/;

/** @throws InvalidFrontier */
export function frontierOf(text: string): Frontier {
  const frontier = new Map<string, bigint>();
  if (text === '') return frontier;
  for (const entry of text.split(',')) {
    const [, topic, position] = ENTRY.exec(entry) ?? [];
    if (topic === undefined || position === undefined || frontier.has(longTopic(topic)))
      throw new InvalidFrontier(text);
    frontier.set(longTopic(topic), BigInt(position));
  }
  return frontier;
}
