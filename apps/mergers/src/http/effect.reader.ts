import { orNotFound, type PastModels, type QueryCall } from '#libs/hosting';
import { calendarDate, dayOf, instant } from '#libs/kernel';
import type { RecordedChange } from '#libs/projections';
import { differences, type Between, type Difference } from '../domain/dry-run/compare.ts';
import { diff, type DryRunInput } from '../domain/dry-run/diff.ts';
import type { Effective } from '../domain/operation/operation.ts';
import { dryRuns, type KeptDryRunDocument } from '../read-models/dry-runs/dry-runs.projection.ts';
import { governanceOfClusters } from '../read-models/governance/governance.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { operations, type OperationDocument } from '../read-models/operations/operations.projection.ts';
import { inputOf } from './dry-run.input.ts';
import { shownDryRun } from './dry-run.reader.ts';
import { keptInput } from './dry-runs.queries.ts';
import type { Comparison, Effect, EffectView } from './effect.view.ts';

/** How many differences, causes of one and events between are shown. */
const SHOWN = { differences: 500, causes: 20, events: 100 } as const;

/** What an effect changed, as the ledger had it when it was recorded. */
export async function effectOf(document: OperationDocument, call: QueryCall): Promise<EffectView> {
  const { operationId, effect, state } = document;
  const { status } = state;
  if (effect === undefined || !('effectiveOn' in state)) return { operationId, status };
  return { operationId, status, effect: await changedBy(state, effect, call) };
}

async function changedBy(
  { operationId, effectiveOn, references }: Effective,
  { position, recordedAt }: NonNullable<OperationDocument['effect']>,
  { past, models, viewer }: QueryCall,
): Promise<Effect> {
  const then = await past.before(BigInt(position));
  const before = orNotFound(await then.of(operations).get(operationId), operationId);
  const input = await inputOf(then, before, { on: effectiveOn, effectiveOn, reader: viewer });
  const shown = await shownDryRun(then, input, viewer);
  const kept = (await models.of(dryRuns).all({ operation_id: operationId }))
    .filter((each) => each.position <= position)
    .toSorted((a, b) => a.position - b.position)
    .at(-1);
  const comparison = kept && (await compared(kept, { input, position }, past));
  const reported = Object.entries(references).map(([context, counts]) => ({ context, ...counts }));
  return {
    ...{ effectiveOn, recordedAt, position, hash: shown.hash, diff: shown, reported },
    ...(comparison === undefined ? {} : { comparison }),
  };
}

interface RealEffect {
  readonly input: DryRunInput;
  readonly position: number;
}

/** The effect beside a dry run: both are made whole again, and what differs is looked up among the events between. */
async function compared(kept: KeptDryRunDocument, effect: RealEffect, past: PastModels): Promise<Comparison> {
  const { input: foreseen } = await keptInput(kept, past);
  const { effectiveOn, file } = effect.input;
  const onTheDay = { ...foreseen, effectiveOn };
  const events = await between(kept, effect, past);
  const [as, moved, planned, real] = [foreseen, onTheDay, { ...onTheDay, file }, effect.input].map(
    (each) => diff(each).lines,
  );
  const steps = { kept: as ?? [], onTheDay: moved ?? [], byThePlan: planned ?? [], effect: real ?? [] };
  const found = differences(steps, events, dayOf(instant(kept.keptAt)));
  return {
    dryRun: kept,
    isIdentical: found.length === 0,
    differences: found.slice(0, SHOWN.differences).map(shownDifference),
    leftOff: Math.max(0, found.length - SHOWN.differences),
    between: {
      from: kept.position,
      before: effect.position,
      recorded: events.length,
      events: events.slice(0, SHOWN.events).map(({ data: _data, ...event }) => event),
    },
  };
}

function shownDifference({ causes, before, after, ...difference }: Difference): Comparison['differences'][number] {
  return {
    ...difference,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    causes: causes.slice(0, SHOWN.causes),
    moreCauses: Math.max(0, causes.length - SHOWN.causes),
  };
}

/** The events between that have a part in what is compared, in their order. */
async function between(
  { operationId, participants, position: from }: KeptDryRunDocument,
  { position }: RealEffect,
  past: PastModels,
): Promise<readonly Between[]> {
  const range = { from: BigInt(from), before: BigInt(position) };
  const ofClusters = { cluster_id: participants };
  const found = await Promise.all([
    past.changes(memberLists, ofClusters, range),
    past.changes(governanceOfClusters, ofClusters, range),
    past.changes(operations, { operation_id: operationId }, range),
  ]);
  return found
    .flat()
    .toSorted((a, b) => (a.position < b.position ? -1 : 1))
    .map(eventOf);
}

function eventOf({ position: _position, ...change }: RecordedChange): Between {
  return { ...change, effectiveAt: calendarDate(change.effectiveAt) };
}
