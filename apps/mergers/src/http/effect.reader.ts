import { orNotFound, type PastModels, type QueryCall } from '#libs/hosting';
import { dayOf, instant } from '#libs/kernel';
import type { Projection, Where } from '#libs/projections';
import { differences, type Between, type Difference } from '../domain/dry-run/compare.ts';
import { diff, linesOf } from '../domain/dry-run/diff.ts';
import type { Effective } from '../domain/operation/operation.ts';
import { dryRuns, type KeptDryRunDocument } from '../read-models/dry-runs/dry-runs.projection.ts';
import { governanceOfClusters } from '../read-models/governance/governance.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { operations, type OperationDocument } from '../read-models/operations/operations.projection.ts';
import { organisationNames } from '../read-models/organisations/organisations.projection.ts';
import { agreements } from '../read-models/agreements/agreements.projection.ts';
import { funding } from '../read-models/funding/funding.projection.ts';
import { labelSchemes } from '../read-models/label-schemes/label-schemes.projection.ts';
import { labels } from '../read-models/labels/labels.projection.ts';
import { partners } from '../read-models/partners/partners.projection.ts';
import { seatPlans } from '../read-models/seat-plans/seat-plans.projection.ts';
import { subsidies } from '../read-models/subsidies/subsidies.projection.ts';
import { reckonedEffects } from '../read-models/reckoned-effects/reckoned-effects.projection.ts';
import { inputOf } from './dry-run.input.ts';
import { shownDryRun, type Found } from './dry-run.reader.ts';
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
  const found = diff(input);
  const shown = await shownDryRun(then, { input, found }, viewer);
  const kept = (await models.of(dryRuns).all({ operation_id: operationId }))
    .filter((each) => each.position <= position)
    .toSorted((a, b) => a.position - b.position)
    .at(-1);
  const comparison = kept && (await compared(kept, { input, found, position }, past));
  const reckoned = await models.of(reckonedEffects).get(operationId);
  const reported = Object.entries(references).map(([context, counts]) => ({ context, ...counts }));
  return {
    ...{ effectiveOn, recordedAt, position, hash: shown.hash, diff: shown, reported },
    ...(reckoned === undefined ? {} : { reckoned }),
    ...(comparison === undefined ? {} : { comparison }),
  };
}

interface RealEffect extends Found {
  readonly position: number;
}

/** The effect beside a dry run: both are made whole again, and what differs is looked up among the events between. */
async function compared(kept: KeptDryRunDocument, effect: RealEffect, past: PastModels): Promise<Comparison> {
  const { input: foreseen } = await keptInput(kept, past);
  const { effectiveOn, file } = effect.input;
  const events = await between(kept, effect, past);
  const as = linesOf(foreseen);
  const onTheDay = kept.effectiveOn === effectiveOn ? as : linesOf({ ...foreseen, effectiveOn });
  // Whoever has acceded to the plan that took effect has done so since.
  const planned = { ...file, accessions: {} };
  const byThePlan = kept.planHash === file.plan?.hash ? onTheDay : linesOf({ ...foreseen, effectiveOn, file: planned });
  const steps = { kept: as, onTheDay, byThePlan, effect: effect.found.lines };
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
      events: events.slice(0, SHOWN.events).map(({ data: _data, parts: _parts, ...event }) => event),
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
  { input, position }: RealEffect,
  past: PastModels,
): Promise<readonly Between[]> {
  const range = { from: BigInt(from), before: BigInt(position) };
  const { lineage = [], schemes = [] } = input.holdings ?? {};
  const ancestors = lineage.map(({ predecessorId }) => predecessorId);
  const schemeIds = schemes.map(({ schemeId }) => schemeId);
  const found = new Map<string, Between & { readonly position: bigint }>();
  const joining = (input.file.plan?.plan.joining ?? []).map(({ organisationId }) => organisationId);
  for (const [model, where, parts] of sourcesOfChange(operationId, participants, { ancestors, schemeIds, joining }))
    for (const change of await past.changes(model, where, range)) {
      const known = found.get(change.eventId)?.parts ?? [];
      found.set(change.eventId, { ...change, parts: [...known, ...parts] });
    }
  return [...found.values()]
    .sort((a, b) => (a.position < b.position ? -1 : 1))
    .map(({ position: _position, ...change }) => change);
}

const OF_GOVERNANCE = ['bodies-abolished', 'bodies-created', 'mandates-ended', 'mandates-begun', 'constraints'];

type Source = readonly [Projection, Where, readonly string[]];

/** The models in which a change makes another diff, with the parts that it makes another. */
function sourcesOfChange(
  operationId: string,
  participants: readonly string[],
  { ancestors, schemeIds, joining }: Readonly<Record<'ancestors' | 'schemeIds' | 'joining', readonly string[]>>,
): readonly Source[] {
  const line = [...participants, ...ancestors];
  const ofClusters = { cluster_id: participants };
  return [
    [operations, { operation_id: operationId }, ['effect', 'joining']],
    [memberLists, ofClusters, ['members', 'joining']],
    ...(joining.length === 0 ? [] : [[organisationNames, { organisation_id: joining }, ['joining']] as const]),
    [memberLists, { organisation_id: participants }, ['networks']],
    [governanceOfClusters, ofClusters, OF_GOVERNANCE],
    [labels, { holder_id: line }, ['labels']],
    [labels, { scheme_id: schemeIds }, ['labels-issued']],
    [labelSchemes, {}, ['labels', 'labels-issued']],
    [subsidies, ofClusters, ['subsidies']],
    [partners, { holder_id: participants }, ['partners']],
    [agreements, { cluster_id: line }, ['agreements']],
    [funding, ofClusters, ['funding']],
    [seatPlans, ofClusters, ['seats']],
  ];
}
