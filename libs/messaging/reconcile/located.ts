import type { TopicCopy } from './copy.ts';
import type { Finding, FindingKind } from './finding.ts';
import type { LedgerPlace } from './ledger-place.ts';
import type { MissingRecord } from './missing.ts';

/** A finding about the record of a known position. */
export function findingOf(kind: FindingKind, copy: TopicCopy, place: LedgerPlace, message: string): Finding {
  return {
    kind,
    position: String(place.position),
    ...whereOf(copy),
    stream: place.stream,
    eventId: place.eventId,
    message,
  };
}

/** A finding about a record whose event is in the ledger, under another position than the record says. */
export function strayFinding(copy: TopicCopy, position: bigint): Finding {
  const said = copy.position === undefined ? 'no position' : `position ${copy.position}`;
  const message = [`it says ${said} and is the event of ${String(position)}`, ...copy.faults].join('; ');
  const { stream, id: eventId } = copy;
  return { kind: 'altered', position: String(position), ...whereOf(copy), stream, eventId, message };
}

/** A finding about a record that is of no event of the ledger. */
export function unknownFinding(copy: TopicCopy): Finding {
  const { position, stream, id: eventId } = copy;
  return { kind: 'unknown', position, ...whereOf(copy), stream, eventId, message: whyUnknown(copy) };
}

function whyUnknown({ position, id, faults }: TopicCopy): string {
  if (position === undefined && id === undefined) return 'it is no record of this system';
  return ['the ledger has no such event', ...faults].join('; ');
}

export function missingFinding({ position, topic, stream, eventId }: MissingRecord): Finding {
  return { kind: 'missing', position, topic, stream, eventId, message: 'it is in the ledger and not on its topic' };
}

function whereOf({ topic, partition, offset }: TopicCopy): Pick<Finding, 'topic' | 'partition' | 'offset'> {
  return { topic, partition, offset };
}
