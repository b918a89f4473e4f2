import { step } from '#libs/commands';
import { successionManager, type ProcessServices, type ReferenceMove, type Succession } from '#libs/hosting';
import { calendarDate, streamName, uuid } from '#libs/kernel';
import { partner } from '../domain/partner/partner.decide.ts';
import type { Holder } from '../domain/partner/partner.ts';
import { partners, type PartnerView } from '../read-models/partners/partners.projection.ts';

/** Partnerships that a predecessor holds pass to the successor, each with its seat. */
export const incubationSuccession = successionManager({
  context: 'incubation',
  readModels: [partners],
  references: partnershipsOf,
});

async function partnershipsOf(
  succession: Succession,
  { readModels }: ProcessServices,
): Promise<readonly ReferenceMove[]> {
  const clusters = [...succession.predecessors.map(({ clusterId }) => clusterId), succession.successor.clusterId];
  const candidates = await readModels.of(partners).all({ holder_id: clusters });
  return candidates.flatMap((each) => {
    const from = movedFrom(each, succession);
    return from === undefined ? [] : [move(each, from, succession)];
  });
}

/** The predecessor from which this succession moves the partnership, or has moved it in an earlier run. */
export function movedFrom(partnership: PartnerView, succession: Succession): Holder | undefined {
  const { holders } = partnership;
  const moved = holders.findIndex(({ operationId }) => operationId === succession.operationId);
  if (moved > 0) return holders[moved - 1]?.holder;
  const { holder, status } = partnership;
  const ofPredecessor =
    holder.kind === 'cluster' && succession.predecessors.some(({ clusterId }) => clusterId === holder.id);
  return status === 'partner' && ofPredecessor ? holder : undefined;
}

function move({ partnerId }: PartnerView, from: Holder, succession: Succession): ReferenceMove {
  const { operationId, successor, effectiveOn } = succession;
  return {
    key: `partner:${partnerId}`,
    steps: [
      step(partner, streamName('incubation', 'partner', partnerId), {
        type: 'PassPartnership',
        from,
        to: { kind: 'cluster', id: successor.clusterId },
        operationId: uuid(operationId),
        on: calendarDate(effectiveOn),
      }),
    ],
  };
}
