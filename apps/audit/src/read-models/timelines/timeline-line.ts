import { definitionOf } from '#libs/contracts';
import { isUuid, type RecordedEvent } from '#libs/kernel';
import type { TimelineLine } from './timeline.view.ts';

export type { TimelineLine };

type LedgerEvent = Pick<RecordedEvent, 'id' | 'stream' | 'revision' | 'position' | 'type' | 'metadata'> & {
  readonly data: unknown;
};

/** Wide enough for every position, so that keys sort as positions do. */
const POSITION_DIGITS = 16;

/**
 * One row for each event and each thing it names: adding an event to the timeline of a cluster with thousands of members
 * writes one small row and rewrites nothing.
 */
export function lineKey(entity: string, position: bigint): string {
  return `${entity}|${String(position).padStart(POSITION_DIGITS, '0')}`;
}

export function entityOfKey(key: string): string {
  return key.slice(0, key.indexOf('|'));
}

/** Everything that the event names by its id, wherever it stands in the data. */
export function entitiesOf(data: unknown): readonly string[] {
  const found = new Set<string>();
  collect(data, found);
  return [...found];
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    if (isUuid(value)) found.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) collect(member, found);
  }
}

export function timelineLine(entity: string, event: LedgerEvent): TimelineLine {
  const { id: eventId, stream, revision, position, type, metadata } = event;
  const { effectiveAt, recordedAt, actor } = metadata;
  return {
    ...{ entity, position: String(position), eventId, stream, revision: String(revision), type },
    ...{ effectiveAt, recordedAt, actor: actor.subject, summary: summaryOf(type, event.data) },
  };
}

/** What of the data a reader wants beside the name of the event, in this order. */
const TELLING = [
  ...['title', 'name', 'subject', 'by', 'statement', 'class', 'outcome', 'cause', 'reason', 'how'],
  ...['context', 'authority', 'status', 'planVersion', 'statutesVersion', 'siren', 'toMove', 'moved', 'merged'],
];
const STATEMENT_LIMIT = 120;

export function summaryOf(type: string, data: unknown): string {
  const sentence = definitionOf(type)?.summary ?? type;
  const details = detailsOf(data);
  return details.length === 0 ? sentence : `${sentence} (${details.join(', ')})`;
}

function detailsOf(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null) return [];
  const members = data as Readonly<Record<string, unknown>>;
  const person = members['person'];
  const named = typeof person === 'object' && person !== null && 'name' in person ? [String(person.name)] : [];
  return [...named, ...TELLING.flatMap((member) => textOf(member, members[member]))];
}

function textOf(member: string, value: unknown): readonly string[] {
  if (typeof value === 'number') return [`${member} ${String(value)}`];
  return typeof value === 'string' ? [value.slice(0, STATEMENT_LIMIT)] : [];
}
