import { describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { EventCodec, InvalidAppend } from '#libs/event-store';
import { streamName, type EventMetadata } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import type { OperationEvent } from '../src/domain/operation/operation.ts';
import type { Plan } from '../src/domain/rules/act.ts';
import {
  adopt,
  call,
  creationPlan,
  draft,
  history,
  inFavour,
  operationId,
  start,
  takeEffect,
  vote,
} from './sample-operation.ts';

/** As many as an operation may have. */
const clusters = Array.from({ length: 50 }, (_, count) => countedUuid(count + 1, 60));
const participants = clusters.map((clusterId) => ({ clusterId, role: 'founding' as const }));
const codec = new EventCodec(catalog);
const stream = streamName('mergers', 'operation', operationId);
const metadata = {
  recordedAt: '2016-06-01T10:00:00.000Z',
  effectiveAt: '2016-06-01',
  actor: { id: 's'.repeat(200), capacity: 'c'.repeat(200) },
  commandId: countedUuid(1, 63),
  commandHash: 'a'.repeat(64),
  correlationId: countedUuid(1, 63),
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  visibility: { kind: 'public' },
} as EventMetadata;

/** The event as it is stored. @throws InvalidAppend */
function stored({ type, ...data }: OperationEvent): string {
  const event = { id: countedUuid(1, 64), type: `mergers.${type}`, schemaVersion: 1, data, metadata };
  return codec.encode(stream, event).record;
}

function planOf(holders: number): Plan {
  const mandates = Array.from({ length: holders }, (_, count) => ({
    mandateId: countedUuid(count + 1, 61),
    person: { personId: countedUuid(count + 1, 62), name: `${String(count)} ${'É'.repeat(200)}` },
  }));
  const office = { officeId: countedUuid(1, 65), kind: 'president' as const, title: 'Présidence', maxHolders: 500 };
  const bodies = [
    {
      bodyId: countedUuid(1, 66),
      kind: 'board' as const,
      name: 'Conseil',
      offices: [{ ...office, holders: mandates }],
    },
  ];
  return creationPlan({ transitionalGovernance: { bodies } });
}

const draftOf = (plan: Plan): OperationEvent => history(start('fusion-creation', participants), draft(plan)).at(-1)!;

/** With one person more, the draft is refused. */
function largestPlan(): Plan {
  for (let holders = 1; ; holders += 1) {
    try {
      stored(draftOf(planOf(holders)));
    } catch (error) {
      expect(error).toMatchObject({ reason: 'too-large', required: 'at most 40000 bytes' });
      return planOf(holders - 1);
    }
  }
}

describe('the largest plan that can be drafted', () => {
  it('can take effect: what was lawful as a draft is not refused as a merger', () => {
    const plan = largestPlan();
    expect(stored(draftOf(plan)).length).toBeGreaterThan(20_000);
    const events = history(
      start('fusion-creation', participants),
      draft(plan),
      ...clusters.map((clusterId) => adopt(clusterId, plan)),
      ...call('2016-02-01', clusters),
      ...clusters.map((clusterId) => vote(clusterId, inFavour, '2016-03-18')),
      takeEffect('2016-06-01', '2016-05-20'),
    );
    expect(events.at(-1)?.type).toBe('SuccessionTookEffect');
    for (const event of events) expect(() => stored(event)).not.toThrow(InvalidAppend);
  });
});
