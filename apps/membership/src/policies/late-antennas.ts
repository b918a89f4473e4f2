import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, uuid, type RecordedEvent } from '#libs/kernel';
import { processManager, step, type ManagerStep, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { sourcesOf } from '#libs/succession';
import { antennas, type AntennaDocument } from '../read-models/antennas/antennas.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { successionsFrom } from './successions-from.ts';
import { followCluster, isBefore, passageOf } from './antenna-moves.ts';

type Applied = GrappeEvents['membership.SuccessionApplied'];

const FACTS = [
  'AntennaOpened',
  'AntennaOpenedCorrected',
  'AntennaClosedCorrected',
  'AntennaClosedVoided',
  'AntennaPassed',
];
const APPLIED = 'membership.SuccessionApplied';

/**
 * What is recorded late, or corrected, of an antenna of a cluster that a merger has ended passes to the successor: an opening of before it, a closing
 * that was put off or voided. What stands in the ledger before the end of the cluster is looked for when the succession has been applied.
 */
export const lateAntennas = processManager<undefined, readonly ManagerStep[]>({
  name: 'membership.late-antennas',
  on: [...FACTS.map((fact) => `membership.${fact}`), APPLIED],
  commands: [followCluster],
  reads: [antennas, clusters, successions],
  gather: async (event, readModels) => {
    const concerned = await concernedBy(event, readModels);
    return (await Promise.all(concerned.map((antenna) => passing(antenna, readModels)))).flat();
  },
  react: (_event, { facts }) => facts.map((each) => [each]),
});

async function concernedBy({ type, data }: RecordedEvent, readModels: ReadModels): Promise<readonly AntennaDocument[]> {
  if (type === APPLIED) {
    const { operationId } = data as Applied;
    const succession = await readModels.of(successions).get(operationId);
    const sources = succession === undefined ? [] : sourcesOf(succession);
    return await readModels.of(antennas).all({ cluster_id: sources });
  }
  const { antennaId } = ('was' in data ? data['was'] : data) as { readonly antennaId: string };
  const antenna = await readModels.of(antennas).get(antennaId);
  return antenna === undefined ? [] : [antenna];
}

/** How an antenna that a cluster had on the day of its end passes on, and goes back where the merger was annulled. */
async function passing(antenna: AntennaDocument, readModels: ReadModels): Promise<readonly ManagerStep[]> {
  const owners = [...new Set(antenna.holdings.map(({ clusterId }) => clusterId))];
  const known = await Promise.all(owners.map((id) => successionsFrom(id, readModels)));
  return known.flat().flatMap((succession) => passageSteps(antenna, succession));
}

function passageSteps(antenna: AntennaDocument, succession: Succession): readonly ManagerStep[] {
  const { operationId, effectiveOn, annulledOn } = succession;
  const { antennaId, clusterId, until } = antenna;
  if (until <= effectiveOn || !isBefore(antenna, succession)) return [];
  const key = `${operationId}:${antennaId}`;
  // An antenna that was closed meanwhile does not pass.
  const tolerates = ['MBR_ANTENNA_CLOSED', 'MBR_ANTENNA_ELSEWHERE'];
  const pass = passageOf(antenna, succession);
  if (pass === undefined) return [];
  const there = step(followCluster, {
    ...{ key, id: uuid(antennaId), body: pass, tolerates, effectiveAt: calendarDate(effectiveOn) },
  });
  if (annulledOn === undefined || until <= annulledOn) return [there];
  const body = { ...pass, from: pass.to, to: clusterId, annulment: true, on: annulledOn } as const;
  const back = { key: `annulled:${key}`, id: uuid(antennaId), body, tolerates, effectiveAt: calendarDate(annulledOn) };
  return [there, step(followCluster, back)];
}
