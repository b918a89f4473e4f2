import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, type RecordedEvent } from '#libs/kernel';
import { processManager, type ManagerStep, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { bodies, type BodyDocument } from '../read-models/bodies/bodies.projection.ts';
import { offices, type OfficeDocument } from '../read-models/offices/offices.projection.ts';
import { statutesVersions } from '../read-models/statutes/statutes.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { endings, follow, followStep, statutesOf } from './succession.policy.ts';

type Applied = GrappeEvents['governance.SuccessionApplied'];

interface Concerned {
  readonly bodies: readonly BodyDocument[];
  readonly offices: readonly OfficeDocument[];
}

const OF_BODIES = [
  'BodyCreated',
  'BodyCreatedCorrected',
  'BodyAbolished',
  'BodyAbolishedCorrected',
  'BodyAbolishedVoided',
];
const OF_OFFICES = [
  ...['OfficeCreatedCorrected', 'MandateStarted', 'MandateStartedCorrected'],
  ...['MandateExtended', 'MandateExtendedCorrected', 'MandateExtendedVoided'],
  ...['MandateEndedCorrected', 'MandateEndedVoided'],
];
const named = (name: string): string => `governance.${name}`;
const APPLIED = named('SuccessionApplied');

/**
 * What is recorded late, or corrected, of a body of a cluster that a merger has ended, or of a mandate in it, ends with the merger as it would have if it had
 * been recorded right at first. What stands in the ledger before the end of the cluster is looked for when the succession has been applied.
 */
export const lateGovernance = processManager<undefined, readonly ManagerStep[]>({
  name: 'governance.late-governance',
  on: [...[...OF_BODIES, ...OF_OFFICES].map(named), APPLIED],
  commands: [follow],
  reads: [bodies, offices, statutesVersions, successions],
  gather: async (event, readModels) => {
    const known = await readModels.of(successions).all({});
    const concerned = await concernedBy(event, known, readModels);
    const clusterIds = [...new Set(concerned.offices.map(({ clusterId }) => clusterId))];
    const statutes = await statutesOf(clusterIds, readModels);
    return known.flatMap((succession) => endingSteps(succession, { ...concerned, statutes }));
  },
  // One after the other: two of them may be of one office.
  react: (_event, { facts }) => facts.map((each) => [each]),
});

function endingSteps(
  succession: Succession,
  concerned: Concerned & { readonly statutes: Awaited<ReturnType<typeof statutesOf>> },
): readonly ManagerStep[] {
  const { operationId, effectiveOn } = succession;
  return endings(succession, concerned.bodies, concerned.offices, concerned.statutes).map((move) => ({
    ...followStep({ ...move, key: `${operationId}:${move.key}` }),
    // What ended meanwhile has nothing that the merger ends.
    tolerates: ['GOV_BODY_ABOLISHED', 'GOV_MANDATE_ENDED', 'GOV_MANDATE_NOT_FOUND'],
    effectiveAt: calendarDate(effectiveOn),
  }));
}

async function concernedBy(
  { type, data }: RecordedEvent,
  known: readonly Succession[],
  readModels: ReadModels,
): Promise<Concerned> {
  if (type === APPLIED) {
    const { operationId } = data as Applied;
    const predecessors = known.find((each) => each.operationId === operationId)?.predecessors ?? [];
    const where = { cluster_id: predecessors.map(({ clusterId }) => clusterId) };
    const [ofBodies, ofOffices] = await Promise.all([
      readModels.of(bodies).all(where),
      readModels.of(offices).all(where),
    ]);
    return { bodies: ofBodies, offices: ofOffices };
  }
  const { bodyId, officeId } = ('was' in data ? data['was'] : data) as {
    readonly bodyId: string;
    readonly officeId?: string;
  };
  // A mandate ends with its body, and a body with its mandates.
  const [body, ofBody] = await Promise.all([
    readModels.of(bodies).get(bodyId),
    readModels.of(offices).all({ body_id: bodyId }),
  ]);
  const concerned = officeId === undefined ? ofBody : ofBody.filter((each) => each.officeId === officeId);
  return { bodies: body === undefined ? [] : [body], offices: concerned };
}
