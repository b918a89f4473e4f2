import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import {
  calendarDate,
  instantFromEpochMs,
  streamName,
  uuid,
  type ProposedEvent,
  type StreamName,
} from '../libs/kernel/index.ts';

const clusterId = randomUUID();
const REASON =
  'the application was incomplete when the board met: the statement of turnover was missing, and nobody came to speak for it';

/** Data of about 300 bytes. */
export function sampleData() {
  return { membershipId: randomUUID(), clusterId, organisationId: randomUUID(), reason: REASON, on: '2016-03-31' };
}

export function sampleMetadata() {
  return {
    recordedAt: instantFromEpochMs(Date.now()),
    effectiveAt: calendarDate('2016-03-31'),
    actor: { id: 'bench' },
    correlationId: uuid(v7()),
    visibility: { kind: 'public' } as const,
  };
}

export function sampleEvent(): ProposedEvent {
  return {
    id: uuid(v7()),
    type: 'membership.MembershipRefused',
    schemaVersion: 1,
    data: sampleData(),
    metadata: sampleMetadata(),
  };
}

export function newStream(): StreamName {
  return streamName('membership', 'membership', randomUUID());
}
