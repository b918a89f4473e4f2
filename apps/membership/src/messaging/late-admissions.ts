import { Inject } from '@nestjs/common';
import { processContext, type ProcessServices } from '#libs/hosting';
import { calendarDate, invariant, type RecordedEvent } from '#libs/kernel';
import { PROCESS_SERVICES } from '#libs/nest-kit';
import { OnEvent, Process, type Published } from '#libs/nest-transport';
import type { MembershipMove } from '../policies/succession-moves.ts';
import { moveSteps, movesOf } from '../policies/succession.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';

const NAME = 'membership.late-admissions';

/**
 * Who became a member of a cluster that a merger had already ended (the admission crossed the merger, or it was recorded
 * late) is moved into the successor as well. What stands in the ledger before the end of the cluster is found when the
 * succession has been applied; what stands behind it, when it comes.
 */
@Process(NAME)
export class LateAdmissions {
  constructor(@Inject(PROCESS_SERVICES) private readonly services: ProcessServices) {}

  @OnEvent('membership.MemberAdmitted', 'membership.MemberTransferred')
  async becameMember(event: Published<'membership.MemberAdmitted' | 'membership.MemberTransferred'>): Promise<void> {
    const { clusterId, membershipId } = event.data;
    const { readModels } = this.services;
    await readModels.waitFor(clusters, event.position);
    const succeededBy = (await readModels.of(clusters).get(clusterId))?.successors[0];
    if (succeededBy === undefined) return;
    await this.#moveLeftBehind(event, succeededBy.operationId, (move) => move.membershipId === membershipId);
  }

  @OnEvent('membership.SuccessionApplied')
  async successionApplied(event: Published<'membership.SuccessionApplied'>): Promise<void> {
    await this.#moveLeftBehind(event, event.data.operationId, () => true);
  }

  async #moveLeftBehind(
    event: RecordedEvent,
    operationId: string,
    isMeant: (move: MembershipMove) => boolean,
  ): Promise<void> {
    const { readModels, runner, clock } = this.services;
    await Promise.all([successions, memberships].map((model) => readModels.waitFor(model, event.position)));
    const succession = await readModels.of(successions).get(operationId);
    invariant(succession !== undefined, `cluster succeeded by operation ${operationId}, whose effect nobody published`);
    const moves = (await movesOf(succession, this.services)).filter((move) => move.isOpen && isMeant(move));
    for (const move of moves) {
      const context = processContext(event, NAME, move.membershipId, clock, calendarDate(succession.effectiveOn));
      const outcome = await runner.runAll(moveSteps(move), context);
      // Who left in the meantime has nothing to move any more.
      const refusal = outcome.ok || outcome.rejection.type === 'MBR_NOT_A_MEMBER' ? undefined : outcome.rejection;
      invariant(refusal === undefined, `${NAME} could not move ${move.membershipId}: ${JSON.stringify(refusal)}`);
    }
  }
}
