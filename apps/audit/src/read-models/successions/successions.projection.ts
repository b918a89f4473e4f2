import type { GrappeEvents } from '#libs/contracts';
import { creates, projection, updates, upserts, type Handling, type TypedEvent } from '#libs/projections';
import { emptyRecord, type OperationRecord, type OperationStatus, type Recorded } from './operation-record.ts';

interface OfOperation {
  readonly operationId: string;
}

/** A handler for an event of an operation that is there; the stream begins with its start. */
function on<Data extends OfOperation>(
  entry: (record: OperationRecord, data: Omit<Data, 'operationId'>, recorded: Recorded) => OperationRecord,
): Handling<Data, OperationRecord> {
  return updates((record, event) => {
    const { operationId: _operationId, ...data } = event.data;
    return entry(record, data, recordedOf(event));
  });
}

function becomes<Data extends OfOperation>(status: OperationStatus): Handling<Data, OperationRecord> {
  return on<Data>((record) => ({ ...record, status }));
}

function recordedOf({ id: eventId, metadata: { recordedAt } }: TypedEvent<unknown>): Recorded {
  return { eventId, recordedAt };
}

function setBack(what: 'postponed' | 'withdrawn') {
  return on<OfOperation & { readonly reason: string; readonly on: string }>(
    (record, { reason, on: day }, recorded) => ({
      ...record,
      status: what,
      setbacks: [...record.setbacks, { what, reason, on: day, ...recorded }],
    }),
  );
}

/** Every merger operation with its plan hashes, adoptions, votes, effect, and the references that moved. */
export const successions = projection<GrappeEvents, OperationRecord>({
  name: 'audit.successions',
  version: 1,
  columns: {
    status: { type: 'text', from: 'status' },
    successor_id: { type: 'text', from: 'effect.successor.clusterId' },
  },
  indexes: [['successor_id']],
  key: 'operationId',
  on: {
    'mergers.OperationStarted': creates(({ data: { operationId, kind, title, participants, on: startedOn } }) => ({
      ...emptyRecord(operationId, kind),
      title,
      participants,
      startedOn,
    })),
    'mergers.PlanDrafted': on((record, { planVersion, planHash, on: day }, recorded) => ({
      ...record,
      status: 'drafted',
      plans: [...record.plans, { planVersion, planHash, on: day, ...recorded }],
    })),
    'mergers.PlanAdopted': on((record, data, recorded) => ({
      ...record,
      adoptions: [...record.adoptions, { ...data, ...recorded }],
    })),
    'mergers.OperationAdopted': becomes('adopted'),
    'mergers.AssemblyVoted': on((record, data, recorded) => ({
      ...record,
      votes: [...record.votes, { ...data, ...recorded }],
    })),
    'mergers.OperationApproved': becomes('approved'),
    'mergers.OperationRejected': becomes('rejected'),
    'mergers.OperationPostponed': setBack('postponed'),
    'mergers.OperationWithdrawn': setBack('withdrawn'),
    // An imported succession has no operation that ran here before it.
    'mergers.SuccessionTookEffect': upserts((record, event) =>
      withEffect(record ?? emptyRecord(event.data.operationId, event.data.kind), event),
    ),
    'mergers.ReferencesMoved': on((record, data, recorded) => ({
      ...record,
      references: [...record.references.filter(({ context }) => context !== data.context), { ...data, ...recorded }],
    })),
    'mergers.OperationDeclared': on((record, data, recorded) => ({
      ...record,
      declarations: [...record.declarations, { ...data, ...recorded }],
    })),
    'mergers.OperationClosed': on((record, data) => ({ ...record, status: 'closed', closedOn: data.on })),
  },
});

function withEffect(
  record: OperationRecord,
  event: TypedEvent<GrappeEvents['mergers.SuccessionTookEffect']>,
): OperationRecord {
  const { predecessors, successor, verdicts, planVersion, planHash, decidedOn, effectiveOn, accountingOn } = event.data;
  const recorded = recordedOf(event);
  const times = { decidedOn, effectiveOn, accountingOn, recordedAt: recorded.recordedAt };
  const effect = { predecessors, successor, verdicts, planVersion, planHash, times, ...recorded };
  return { ...record, status: 'effective', effect };
}
