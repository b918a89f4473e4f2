import { managerCommand } from '#libs/commands';
import { calendarDate, uuid } from '#libs/kernel';
import { step, successionManager, type ReferenceMove, type Succession } from '#libs/process-managers';
import { partner, type PassPartnership, type Holder } from '../domain/partner/partner.ts';
import { partners, type PartnerView } from '../read-models/partners/partners.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';

const passPartnership = managerCommand<PassPartnership>({
  name: 'incubation.pass-partnership',
  summary: 'Pass a partnership to the successor of its holder, with its seat.',
  aggregate: partner,
  run: (tx, { id, body }) => tx.decide(partner, id, body),
});

/** Partnerships that a predecessor holds pass to the successor, each with its seat. */
export const incubationSuccession = successionManager({
  context: 'incubation',
  successions,
  reads: [partners],
  commands: [passPartnership],
  gather: ({ predecessors, successor }, readModels) => {
    const clusters = [...predecessors.map(({ clusterId }) => clusterId), successor.clusterId];
    return readModels.of(partners).all({ holder_id: clusters });
  },
  references: (succession, candidates) =>
    candidates.flatMap((each) => {
      const from = movedFrom(each, succession);
      return from === undefined ? [] : [move(each, from, succession)];
    }),
});

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
  const body = {
    type: 'PassPartnership',
    from,
    to: { kind: 'cluster', id: successor.clusterId },
    operationId: uuid(operationId),
    on: calendarDate(effectiveOn),
  } as const;
  return { step: step(passPartnership, { key: `partner:${partnerId}`, id: uuid(partnerId), body }) };
}
