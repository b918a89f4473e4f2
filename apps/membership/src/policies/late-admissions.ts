import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, invariant, type RecordedEvent } from '#libs/kernel';
import { processContext, type ProcessManager, type ProcessServices } from '#libs/nest-kit';
import type { TypedEvent } from '#libs/projections';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import type { MembershipMove } from './succession-moves.ts';
import { moveSteps, movesOf } from './succession.ts';

const NAME = 'membership.late-admissions';

type Admission = GrappeEvents['membership.MemberAdmitted'];
type Applied = GrappeEvents['membership.SuccessionApplied'];
/** The consumer asked for these types only, and the store checked their data against the contracts. */
type Published<Data> = RecordedEvent & TypedEvent<Data>;

/**
 * Who became a member of a cluster that a merger had already ended (the admission crossed the merger, or it was recorded
 * late) is moved into the successor as well. What stands in the ledger before the end of the cluster is found when the
 * succession has been applied; what stands behind it, when it comes.
 */
export const lateAdmissions: ProcessManager = {
  name: NAME,
  on: ['membership.MemberAdmitted', 'membership.MemberTransferred', 'membership.SuccessionApplied'],
  handle: async (event, services) => {
    if (event.type === 'membership.SuccessionApplied') {
      const { operationId } = (event as Published<Applied>).data;
      await moveLeftBehind(event, operationId, () => true, services);
      return;
    }
    const { clusterId, membershipId } = (event as Published<Admission>).data;
    await services.readModels.waitFor(clusters, event.position);
    const succeededBy = (await services.readModels.of(clusters).get(clusterId))?.successors[0];
    if (succeededBy === undefined) return;
    await moveLeftBehind(event, succeededBy.operationId, (move) => move.membershipId === membershipId, services);
  },
};

async function moveLeftBehind(
  event: RecordedEvent,
  operationId: string,
  isMeant: (move: MembershipMove) => boolean,
  services: ProcessServices,
): Promise<void> {
  const { readModels, runner, clock } = services;
  await Promise.all([successions, memberships].map((model) => readModels.waitFor(model, event.position)));
  const succession = await readModels.of(successions).get(operationId);
  invariant(succession !== undefined, `cluster succeeded by operation ${operationId}, whose effect nobody published`);
  const moves = (await movesOf(succession, services)).filter((move) => move.isOpen && isMeant(move));
  for (const move of moves) {
    const context = processContext(event, NAME, move.membershipId, clock, calendarDate(succession.effectiveOn));
    const outcome = await runner.runAll(moveSteps(move), context);
    // Who left in the meantime has nothing to move any more.
    const refusal = outcome.ok || outcome.rejection.type === 'MBR_NOT_A_MEMBER' ? undefined : outcome.rejection;
    invariant(refusal === undefined, `${NAME} could not move ${move.membershipId}: ${JSON.stringify(refusal)}`);
  }
}
