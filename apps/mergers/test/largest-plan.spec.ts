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

/** A split into as many heirs as a plan may name, each with members by their names. */
function splitOf(named: number): Plan {
  const heirs = clusters.slice(1, 22);
  const { successor } = creationPlan();
  const names = { name: 'É'.repeat(60), nameKind: 'final' as const, seat: 'Nîmes', departments: [] };
  const shares = heirs.slice(0, 20).map((toClusterId, index) => {
    const organisationIds = Array.from({ length: named }, (_, count) => countedUuid(1_000 * (index + 1) + count, 67));
    return { toClusterId, organisationIds };
  });
  return creationPlan({
    successor: { ...successor, ...names, clusterId: heirs[0] ?? '' },
    heirs: heirs.slice(1).map((clusterId) => ({ ...names, clusterId })),
    allocation: { otherwise: heirs[0], shares },
  });
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

  it('of a split can take effect as well', () => {
    const split = clusters.slice(0, 1).map((clusterId) => ({ clusterId, role: 'split' as const }));
    const drafted = (named: number) => history(start('scission', split), draft(splitOf(named))).at(-1)!;
    const most = Array.from({ length: 60 }, (_, index) => index + 1).findLast((named) => isStored(drafted(named))) ?? 0;
    expect(most).toBeGreaterThan(20);
    expect(isStored(drafted(most + 1))).toBe(false);
    const plan = splitOf(most);
    const [body = ''] = clusters;
    const events = history(
      ...[start('scission', split), draft(plan), adopt(body, plan), ...call('2016-02-01', [body])],
      ...[vote(body, inFavour, '2016-03-18'), takeEffect('2016-06-01', '2016-05-20')],
    );
    expect(events.at(-1)?.type).toBe('SuccessionTookEffect');
    for (const event of events) expect(isStored(event)).toBe(true);
  });
});

function isStored(event: OperationEvent): boolean {
  try {
    return stored(event).length > 0;
  } catch (error) {
    if (error instanceof InvalidAppend) return false;
    throw error;
  }
}
