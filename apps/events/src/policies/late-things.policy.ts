import type { GrappeEvents } from '#libs/contracts';
import { processManager, type Annulled, type ManagerStep, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import type { Passing } from '../domain/passing.ts';
import { calendarLinks } from '../read-models/calendar-links/calendar-links.projection.ts';
import { communities } from '../read-models/communities/communities.projection.ts';
import { gatherings } from '../read-models/gatherings/gatherings.projection.ts';
import { lineage, linesOf } from '../read-models/lineage/lineage.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { programmes } from '../read-models/programmes/programmes.projection.ts';
import { series } from '../read-models/series/series.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { concernedBy, FACTS } from './concerned.ts';
import { passedBy } from './moves/move.ts';
import { candidatesOf, movesBackOf, movesOf, PASSING, type Candidates } from './succession.policy.ts';

type Applied = GrappeEvents['events.SuccessionApplied'];

const APPLIED = 'events.SuccessionApplied';

/**
 * What is recorded late, or corrected, of something of a cluster that a merger has ended passes to the heir, as it would have if it had been recorded right
 * at first; so does what passes to a cluster that another merger has ended. What stands in the ledger before the end of the cluster is looked for when the
 * succession has been applied.
 */
export const lateThings = processManager<undefined, readonly ManagerStep[]>({
  name: 'events.late-things',
  on: [...FACTS, APPLIED],
  commands: PASSING,
  reads: [gatherings, series, communities, programmes, calendarLinks, memberLists, successions, lineage],
  gather: async (event, readModels) => {
    if (event.type === APPLIED) return await leftBy(event.data as Applied, readModels);
    const { known, clusterIds } = await concernedBy(event, readModels);
    const effects = await successionsOf(clusterIds, readModels);
    return effects.flatMap((succession) => stepsOf(succession, known));
  },
  // One after the other: two of them may be of one thing.
  react: (_event, { facts }) => facts.map((each) => [each]),
});

/** What an operation makes of something: whatever has passed and is there already comes to nothing. */
function stepsOf(succession: Succession, known: Candidates): readonly ManagerStep[] {
  const there = movesOf(succession, known);
  const back = isAnnulled(succession) ? movesBackOf(succession, known) : [];
  return [...there, ...back].map(({ step }) => ({
    ...step,
    key: `${succession.operationId}:${step.key}`,
    // What its other facts do not let pass stays where it is.
    tolerates: ['EVT_FACT_CONTRADICTED'],
  }));
}

function isAnnulled(succession: Succession): succession is Annulled {
  return succession.annulledOn !== undefined;
}

/** What was recorded while the references of an operation were moved. */
async function leftBy({ operationId }: Applied, readModels: ReadModels): Promise<readonly ManagerStep[]> {
  const succession = await readModels.of(successions).get(operationId);
  if (succession === undefined) return [];
  const all = await candidatesOf(succession, readModels);
  const isLeft = (passings: readonly Passing[] | undefined): boolean => passedBy(succession, passings).length === 0;
  return stepsOf(succession, {
    ...all,
    gatherings: all.gatherings.filter(({ known }) => isLeft(known?.passings)),
    series: all.series.filter(({ passings }) => isLeft(passings)),
    communities: all.communities.filter(({ passings }) => isLeft(passings)),
    programmes: all.programmes.filter(({ passings }) => isLeft(passings)),
    links: all.links.filter(({ passings }) => isLeft(passings)),
  });
}

async function successionsOf(clusterIds: readonly string[], readModels: ReadModels): Promise<readonly Succession[]> {
  const lines = await linesOf(readModels.of(lineage), clusterIds);
  const ids = [...lines.values()].flatMap(({ passages }) => passages.map(({ operationId }) => operationId));
  const known = await Promise.all([...new Set(ids)].map((id) => readModels.of(successions).get(id)));
  return known.flatMap((each) => each ?? []);
}
