import { earlierOf, LAST_DAY, type ReadModels } from '#libs/projections';
import { managerCommand } from '#libs/commands';
import { calendarDate, uuid } from '#libs/kernel';
import { step, successionManager, type ReferenceMove, type Succession } from '#libs/process-managers';
import { heirOf, heirsOf, sourcesOf, passesOn } from '#libs/succession';
import { partner, type PassPartnership, type Holder } from '../domain/partner/partner.ts';
import { incubators } from '../read-models/incubators/incubators.projection.ts';
import { partners, type PartnerDocument } from '../read-models/partners/partners.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';

/** What passes one partnership. */
export const passPartnership = managerCommand<PassPartnership>({
  name: 'incubation.pass-partnership',
  summary: 'Pass a partnership to the successor of its holder, with its seat.',
  aggregate: partner,
  run: (tx, { id, body }) => tx.decide(partner, id, body),
});

/** Partnerships that a predecessor holds, or that are of a branch, pass to the heir that takes them, each with its seat. */
export const incubationSuccession = successionManager({
  context: 'incubation',
  successions,
  reads: [partners, incubators],
  commands: [passPartnership],
  gather: async (succession, readModels) => {
    const clusters = [...sourcesOf(succession), ...heirsOf(succession).map(({ clusterId }) => clusterId)];
    return await endingWithIncubators(await readModels.of(partners).all({ holder_id: clusters }), readModels);
  },
  references: (succession, candidates) =>
    candidates.flatMap((each) => {
      const from = movedFrom(each, succession);
      return from === undefined ? [] : [move(each, from, succession)];
    }),
});

/** Partners with their last days: whatever a partner has ends with its incubator. */
export async function endingWithIncubators(
  held: readonly PartnerDocument[],
  readModels: ReadModels,
): Promise<readonly PartnerDocument[]> {
  const ids = [...new Set(held.map(({ incubatorId }) => incubatorId))];
  const known = await readModels.of(incubators).all({ incubator_id: ids });
  const ends = new Map(known.map(({ incubatorId, until }) => [incubatorId, until]));
  return held.map((partner) => ({
    ...partner,
    until: earlierOf(partner.until, ends.get(partner.incubatorId) ?? LAST_DAY),
  }));
}

/**
 * The predecessor from which this succession moves the partnership, or has moved it in an earlier run. An end that lies behind the effect passes with
 * it; what had ended by then does not pass.
 */
export function movedFrom(partnership: PartnerDocument, succession: Succession): Holder | undefined {
  const { holders, holder, until } = partnership;
  const moved = holders.findIndex(({ operationId }) => operationId === succession.operationId);
  if (moved > 0) return holders[moved - 1]?.holder;
  const passes = heirOfPartnership(partnership, holder, succession) !== undefined;
  return passesOn(succession.effectiveOn, until) && passes ? holder : undefined;
}

function heirOfPartnership({ partnerId }: PartnerDocument, { kind, id }: Holder, succession: Succession) {
  return kind === 'cluster' ? heirOf(succession, id, { kind: 'partner', id: partnerId }) : undefined;
}

/** The step by which a partnership passes from a predecessor. */
export function move(partnership: PartnerDocument, from: Holder, succession: Succession): ReferenceMove {
  const { partnerId } = partnership;
  const { operationId, successor, effectiveOn } = succession;
  const id = heirOfPartnership(partnership, from, succession) ?? successor.clusterId;
  const body = {
    type: 'PassPartnership',
    from,
    to: { kind: 'cluster', id },
    operationId: uuid(operationId),
    on: calendarDate(effectiveOn),
  } as const;
  return { step: step(passPartnership, { key: `partner:${partnerId}`, id: uuid(partnerId), body }) };
}
