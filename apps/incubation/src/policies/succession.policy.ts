import { earlierOf, LAST_DAY, type ReadModels } from '#libs/projections';
import { managerCommand } from '#libs/commands';
import { calendarDate, uuid } from '#libs/kernel';
import { standsAgainOn, step, successionManager } from '#libs/process-managers';
import type { Annulled, AsItWas, ReferenceMove, Succession } from '#libs/process-managers';
import { heirOf, heirsOf, passesOn, sourcesOf } from '#libs/succession';
import { partner, type PassPartnership, type Holder } from '../domain/partner/partner.ts';
import { calls, type CallDocument } from '../read-models/calls/calls.projection.ts';
import { incubators } from '../read-models/incubators/incubators.projection.ts';
import { partners, type PartnerDocument } from '../read-models/partners/partners.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { callsMoved, callsMovedBack, passCall } from './passing-calls.ts';

/** What passes one partnership. */
export const passPartnership = managerCommand<PassPartnership>({
  name: 'incubation.pass-partnership',
  summary: 'Pass a partnership to the successor of its holder, with its seat.',
  aggregate: partner,
  run: (tx, { id, body }) => tx.decide(partner, id, body),
});

/** What of this context a merger may move. */
interface Candidates {
  readonly held: readonly PartnerDocument[];
  readonly run: readonly CallDocument[];
}

/**
 * Partnerships that a predecessor holds, or that are of a branch, pass to the heir that takes them, each with its seat; running calls of a predecessor pass
 * with their applications.
 */
export const incubationSuccession = successionManager({
  context: 'incubation',
  successions,
  reads: [partners, incubators, calls],
  commands: [passPartnership, passCall],
  gather: async (succession, readModels): Promise<Candidates> => {
    const clusters = [...sourcesOf(succession), ...heirsOf(succession).map(({ clusterId }) => clusterId)];
    const [held, run] = await Promise.all([
      readModels.of(partners).all({ holder_id: clusters }),
      readModels.of(calls).all({ cluster_id: clusters }),
    ]);
    return { held: await endingWithIncubators(held, readModels), run };
  },
  references: (succession, { held, run }) => [
    ...held.flatMap((each) => {
      const from = movedFrom(each, succession);
      return from === undefined ? [] : [move(each, from, succession)];
    }),
    ...callsMoved(succession, run),
  ],
  carried: (succession, { held }) => ({ asItWas: partnersAsTheyWere(held, succession), consents: [] }),
  annulment: {
    references: (succession, { held, run }) => [
      ...held.flatMap((each) => {
        const ends = cameFrom(each, succession);
        return ends === undefined ? [] : [moveBack(each, ends, succession)];
      }),
      ...callsMovedBack(succession, run),
    ],
  },
});

/** Partnerships that begin after the effect: their holder is gone by then, and nobody could join in its name. */
function partnersAsTheyWere(candidates: readonly PartnerDocument[], succession: Succession): readonly AsItWas[] {
  const { effectiveOn } = succession;
  const late = candidates.filter((each) => {
    const from = movedFrom(each, succession);
    return each.since > effectiveOn && succession.predecessors.some(({ clusterId }) => clusterId === from?.id);
  });
  return late.map(({ partnerId, since }) => ({
    ...{ reference: `partner:${partnerId}`, code: 'INC_HOLDER_ABSENT' },
    ...{
      found: `begins on ${since}; its holder ends on ${effectiveOn}`,
      required: `a first day before ${effectiveOn}`,
    },
  }));
}

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
  const moved = holders.findIndex(
    ({ operationId, annulment }) => operationId === succession.operationId && annulment === undefined,
  );
  if (moved > 0) return holders[moved - 1]?.holder;
  const passes = heirOfPartnership(partnership, holder, succession) !== undefined;
  const again = standsAgainOn(succession, holder.id);
  const isAfter = again !== undefined && again <= partnership.since;
  return passesOn(succession.effectiveOn, until) && passes && !isAfter ? holder : undefined;
}

/** The body to which the annulment gives a partnership back, with whoever has it until then, also in an earlier run; one that has left by then stays where it was. */
export function cameFrom(
  { holders, until }: PartnerDocument,
  { operationId, annulledOn }: Annulled,
): { readonly to: Holder; readonly from: Holder } | undefined {
  const moved = holders.findIndex((each) => each.operationId === operationId && each.annulment === undefined);
  const [to, from] = [holders[moved - 1]?.holder, holders[moved]?.holder];
  return to === undefined || from === undefined || until <= annulledOn ? undefined : { to, from };
}

/** The step by which it comes back. */
export function moveBack(
  { partnerId }: PartnerDocument,
  ends: { readonly from: Holder; readonly to: Holder },
  { operationId, annulledOn }: Annulled,
): ReferenceMove {
  const body = {
    ...({ type: 'PassPartnership', operationId: uuid(operationId), annulment: true } as const),
    ...ends,
    on: calendarDate(annulledOn),
  };
  return { step: step(passPartnership, { key: `annulled-partner:${partnerId}`, id: uuid(partnerId), body }) };
}

function heirOfPartnership({ partnerId }: PartnerDocument, { kind, id }: Holder, succession: Succession) {
  return kind === 'cluster' ? heirOf(succession, id, { kind: 'partner', id: partnerId }) : undefined;
}

/** Who takes a partnership. */
export function takerOf(partnership: PartnerDocument, from: Holder, succession: Succession): Holder {
  const id = heirOfPartnership(partnership, from, succession) ?? succession.successor.clusterId;
  return { kind: 'cluster', id };
}

/** The step by which a partnership passes from a predecessor. */
export function move(partnership: PartnerDocument, from: Holder, succession: Succession): ReferenceMove {
  const { partnerId } = partnership;
  const { operationId, effectiveOn } = succession;
  const body = {
    type: 'PassPartnership',
    from,
    to: takerOf(partnership, from, succession),
    operationId: uuid(operationId),
    on: calendarDate(effectiveOn),
  } as const;
  return { step: step(passPartnership, { key: `partner:${partnerId}`, id: uuid(partnerId), body }) };
}
