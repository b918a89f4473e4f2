import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, invariant, type RecordedEvent } from '#libs/kernel';
import { processManager, type ManagerStep, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { subsidies, type SubsidyDocument } from '../read-models/subsidies/subsidies.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { successionsFrom } from './successions-from.ts';
import { followSubsidy, subsidiesOfMerger, subsidyReturns, subsidySteps } from './subsidy-moves.ts';

type Applied = GrappeEvents['membership.SuccessionApplied'];

const FACTS = [
  ...['SubsidyRequested', 'SubsidyRequestedCorrected', 'SubsidySucceeded'],
  ...['SubsidyRefusedCorrected', 'SubsidyRefusedVoided', 'SubsidyLapsedCorrected', 'SubsidyLapsedVoided'],
];
const APPLIED = 'membership.SuccessionApplied';

/**
 * A subsidy of a cluster that a merger has ended, recorded late, or of which an end was put off or voided, follows that merger. What stands in the ledger before the
 * end of the cluster is looked for when the succession has been applied.
 */
export const lateSubsidies = processManager<undefined, readonly ManagerStep[]>({
  name: 'membership.late-subsidies',
  on: [...FACTS.map((fact) => `membership.${fact}`), APPLIED],
  commands: [followSubsidy],
  reads: [subsidies, clusters, successions],
  gather: async (event, readModels) => {
    if (event.type === APPLIED) return await ofMerger((event.data as Applied).operationId, readModels);
    const { subsidyId } = dataOf(event);
    const known = await readModels.of(subsidies).get(subsidyId);
    if (known === undefined) return [];
    const owners = [...new Set([known.clusterId, ...known.facts.flatMap(ownersIn)])];
    const concerned = await Promise.all(owners.map((id) => successionsFrom(id, readModels)));
    return concerned.flat().flatMap((succession) => stepsBy(succession, [known]));
  },
  react: (_event, { facts }) => facts.map((each) => [each]),
});

async function ofMerger(operationId: string, readModels: ReadModels): Promise<readonly ManagerStep[]> {
  const succession = await readModels.of(successions).get(operationId);
  invariant(succession !== undefined, `cluster succeeded by operation ${operationId}, whose effect nobody published`);
  return stepsBy(succession, await subsidiesOfMerger(succession, readModels));
}

/** Those to which it belonged before a merger passed it on. */
function ownersIn(fact: SubsidyDocument['facts'][number]): readonly string[] {
  return fact.type === 'SubsidySucceeded' ? [fact.from] : [];
}

/** There, and back where the merger was annulled: what is only about to pass goes back once it has passed. */
function stepsBy(succession: Succession, documents: readonly SubsidyDocument[]): readonly ManagerStep[] {
  const { operationId, effectiveOn, annulledOn } = succession;
  const there = subsidySteps(succession, documents);
  const back = annulledOn === undefined ? [] : subsidyReturns({ ...succession, annulledOn }, documents);
  const dated = (steps: readonly ManagerStep[], on: string) =>
    steps.map((each) => ({ ...each, key: `${operationId}:${each.key}`, effectiveAt: calendarDate(on) }));
  return [...dated(there, effectiveOn), ...dated(back, annulledOn ?? effectiveOn)];
}

function dataOf({ data }: RecordedEvent): { readonly subsidyId: string } {
  return ('was' in data ? data['was'] : data) as { readonly subsidyId: string };
}
