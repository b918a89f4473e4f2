import { canonicalJson, contextOf, NotJson } from '#libs/kernel';
import { leafHash } from '#libs/event-store';
import { InvalidRecord, placeOf, publishedEvent, type ReceivedRecord } from '../records/index.ts';
import { isRepaired } from './repaired.ts';
import type { TopicMessage } from './topic-message.ts';

/**
 * What is kept of a record while the topics are read: everything that can be judged without the ledger has been judged, so the
 * body is not in it. It is one line of JSON in a spill.
 */
export interface TopicCopy {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** As the header says it, where that is a count. */
  readonly position?: string | undefined;
  readonly id?: string | undefined;
  readonly stream?: string | undefined;
  readonly revision?: string | undefined;
  /** Of the canonical record made again from headers and body (`docs/adr/0003-hashed-bytes.md`), in base64. */
  readonly leaf?: string | undefined;
  readonly frontier?: string | undefined;
  readonly settled?: string | undefined;
  readonly repaired?: true | undefined;
  readonly faults: readonly string[];
}

const COUNT = /^(0|[1-9][0-9]{0,18})$/;

/** Reads a record of any origin; what does not read is a fault and not an error. */
export function topicCopy(message: TopicMessage): TopicCopy {
  const { topic, partition, offset, headers } = message;
  const faults: string[] = [];
  const leaf = leafIn(message, faults);
  faults.push(...placeFaults(headers), ...fixedFaults(message));
  return {
    topic,
    partition,
    offset: String(offset),
    position: counted(headers['ce_position']),
    id: headers['ce_id'],
    stream: headers['ce_subject'],
    revision: headers['ce_revision'],
    leaf,
    frontier: headers['ce_frontier'],
    settled: headers['ce_settled'],
    repaired: isRepaired(headers) ? true : undefined,
    faults,
  };
}

function counted(text: string | undefined): string | undefined {
  return text !== undefined && COUNT.test(text) ? text : undefined;
}

function leafIn({ value, headers }: TopicMessage, faults: string[]): string | undefined {
  if (typeof value !== 'string') {
    faults.push('it has no body');
    return undefined;
  }
  try {
    const { revision, ...record } = publishedEvent({ value, headers });
    return Buffer.from(leafHash(canonicalJson(record), revision)).toString('base64');
  } catch (error) {
    if (!(error instanceof InvalidRecord) && !(error instanceof NotJson)) throw error;
    faults.push(error.message);
    return undefined;
  }
}

function placeFaults(headers: ReceivedRecord['headers']): readonly string[] {
  try {
    const { position, settled } = placeOf({ value: '', headers });
    return settled <= position ? [] : [`ce_settled ${String(settled)} is above the position`];
  } catch (error) {
    if (!(error instanceof InvalidRecord)) throw error;
    return [error.message];
  }
}

/** What the hash does not cover and follows from what it covers. */
function fixedFaults({ key, headers }: TopicMessage): readonly string[] {
  const stream = headers['ce_subject'];
  const expected: Readonly<Record<string, string>> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_source: `/grappe/${contextOf(headers['ce_type'] ?? '')}`,
  };
  const wrong = Object.entries(expected)
    .filter(([name, value]) => headers[name] !== value)
    .map(([name, value]) => `${name} is ${quoted(headers[name])} and not ${quoted(value)}`);
  return key === stream ? wrong : [...wrong, `its key is ${quoted(key)} and not its stream`];
}

function quoted(text: string | null | undefined): string {
  return text === undefined || text === null ? 'absent' : JSON.stringify(text);
}
