import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { streamName, uuid, type JsonObject, type ProposedEvent, type StreamName } from '../../libs/kernel/index.ts';
import { sampleMetadata } from '../sample-events.ts';

/** One membership with what happened to it, as its stream holds it. */
export interface MembershipHistory {
  readonly stream: StreamName;
  readonly events: readonly ProposedEvent[];
}

const clusters = Array.from({ length: 40 }, () => randomUUID());

function membershipEvent(name: string, data: JsonObject): ProposedEvent {
  return { id: uuid(v7()), type: `membership.${name}`, schemaVersion: 1, data, metadata: sampleMetadata() };
}

/**
 * Memberships as a register sees them: four of ten were applied for first, two of ten ended, two of ten went on in another
 * cluster, one of ten came by transfer with a second origin. 2.2 events each.
 */
export function membershipHistory(index: number): MembershipHistory {
  const clusterId = clusters[index % clusters.length] ?? randomUUID();
  const placed = { membershipId: randomUUID(), clusterId, organisationId: randomUUID() };
  const admitted = membershipEvent('MemberAdmitted', { ...placed, college: 'companies', since: '2015-03-19' });
  return {
    stream: streamName('membership', 'membership', placed.membershipId),
    events: [...before(index % 10, placed), ...(index % 10 === 9 ? [] : [admitted]), ...after(index % 10, placed)],
  };
}

type Placed = Readonly<Record<'membershipId' | 'clusterId' | 'organisationId', string>>;

function before(kind: number, placed: Placed): readonly ProposedEvent[] {
  if (kind < 4) return [membershipEvent('MembershipApplied', { ...placed, college: 'companies', on: '2015-01-12' })];
  if (kind < 9) return [];
  const operationId = randomUUID();
  const origin = (): JsonObject => ({
    clusterId: randomUUID(),
    membershipId: randomUUID(),
    memberSince: '2012-05-02',
  });
  const transfer = { ...placed, operationId, since: '2016-03-31' };
  return [
    membershipEvent('MemberTransferred', { ...transfer, origin: origin() }),
    membershipEvent('MembershipOriginAdded', { ...placed, operationId, origin: origin(), on: transfer.since }),
  ];
}

function after(kind: number, placed: Placed): readonly ProposedEvent[] {
  if (kind < 2) return [membershipEvent('MembershipEnded', { ...placed, cause: 'resignation', on: '2018-12-31' })];
  if (kind > 3) return [];
  const successor = {
    operationId: randomUUID(),
    successorClusterId: randomUUID(),
    successorMembershipId: randomUUID(),
  };
  return [membershipEvent('MembershipSucceeded', { ...placed, ...successor, on: '2017-03-28' })];
}

/** Histories until that many events are reached, a chunk at a time. */
export function* histories(events: number, chunkEvents: number): Generator<readonly MembershipHistory[], void> {
  let made = 0;
  for (let index = 0; made < events;) {
    const chunk: MembershipHistory[] = [];
    for (let size = 0; size < chunkEvents && made < events; index += 1) {
      const next = membershipHistory(index);
      chunk.push(next);
      size += next.events.length;
      made += next.events.length;
    }
    yield chunk;
  }
}
