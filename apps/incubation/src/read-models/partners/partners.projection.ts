import { z } from 'zod';
import {
  catalog,
  dateSchema,
  holderSchema,
  partnerEvents,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { earlierOf, LAST_DAY, creates, projection, updates } from '#libs/projections';
import type { PartnerEnds } from './partner-ends.ts';
import { sameHolder } from '../../domain/partner/partner.ts';

export const partnerStatus = z.enum(['partner', 'left', 'ended', 'to-come']);

const holding = z
  .strictObject({
    holder: holderSchema,
    from: dateSchema,
    to: dateSchema.nullable().describe('The first day after this holder; null while it lasts.'),
    operationId: uuidSchema.optional(),
    annulment: z.literal(true).optional().describe('It came back because that operation was annulled.'),
  })
  .meta({ id: 'PartnershipHolding', description: 'Who held a partnership from when to when, and by which operation.' });

const partnerDocument = partnerEvents.PartnerJoined.schema.extend({
  holder: holderSchema.describe('The last holder in the chain.'),
  seat: partnerEvents.SeatGranted.schema.pick({ seatId: true, since: true }).optional(),
  leftOn: dateSchema.optional().describe('The first day after the partnership by its own leaving; it may lie ahead.'),
  holders: z.array(holding),
  classes: z
    .array(partnerEvents.PartnerClassDeclared.schema.pick({ class: true, source: true, on: true }))
    .describe('What sources declare beside the class in which it joined, on all days.'),
  contributions: z
    .array(partnerEvents.PartnerContributionDeclared.schema.omit({ partnerId: true, incubatorId: true }))
    .describe(
      'What sources declare that it contributes, on all days; a later word of a source takes the place of its earlier one.',
    ),
});

export const partnerView = partnerDocument
  .extend({
    status: partnerStatus.describe(
      'On the day; `to-come` where it joined later, `ended` where the incubator or the holder was dissolved before the partner left.',
    ),
    until: dateSchema.optional().describe('The first day after the partnership and its seat; it may lie ahead.'),
  })
  .meta({ id: 'Partner', description: 'A partner of an incubator with its seat and the chain of its holders.' });

/** Who held the partnership from when to when, and the operation by which it came to that holder. */
export type Holding = Immutable<z.infer<typeof holding>>;
/** With its last day as far as the partner itself ended it, so that lists by status find it on any day. */
export type PartnerDocument = Immutable<z.infer<typeof partnerDocument>> & { readonly until: string };
export type PartnerView = Immutable<z.infer<typeof partnerView>>;

/** A partner as it is on a day: whatever it has ends with its incubator or its holder, and an end that lies ahead ends nothing. */
export function viewOfPartner(stored: PartnerDocument, ends: PartnerEnds, day: string): PartnerView {
  const { until: own, ...partner } = throughHeirs(stored, ends);
  const withOwner = ends.endsOn(partner, partner.holders.at(-1)?.from ?? partner.since);
  const until = earlierOf(own, withOwner);
  const current = day < partner.since ? 'to-come' : 'partner';
  const ended = withOwner <= day ? 'ended' : current;
  return {
    ...partner,
    // What ends with its holder has not left afterwards.
    status: own <= day && own <= withOwner ? 'left' : ended,
    holders: partner.holders
      .filter(({ from }) => from < until || from === partner.since)
      .map((each) => ({ ...each, to: earlier(each.to, until) })),
    ...(until === LAST_DAY ? {} : { until }),
  };
}

/** A partnership with the organisations that have gone on with it: the holder goes up in its heir, with its seat, before the partner leaves. */
function throughHeirs(partner: PartnerDocument, { heirOf }: PartnerEnds): PartnerDocument {
  const last = partner.holders.at(-1);
  if (last === undefined) return partner;
  const holders = partner.holders.slice(0, -1);
  const seen = new Set<string>();
  let holding = last;
  for (let next = heirOf(holding.holder.id); next !== undefined; next = heirOf(holding.holder.id)) {
    const { id, kind } = holding.holder;
    const on = next.on < holding.from ? holding.from : next.on;
    if (seen.has(id) || (holding.to !== null && on >= holding.to)) break;
    seen.add(id);
    if (holding.from < on) holders.push({ ...holding, to: on });
    holding = { holder: { kind, id: next.heirId }, from: on, to: holding.to };
  }
  return { ...partner, holder: holding.holder, holders: [...holders, holding] };
}

function earlier(to: string | null, until: string): string | null {
  if (to !== null && to < until) return to;
  return until === LAST_DAY ? null : until;
}

/** Every partnership with its seat and the chain of its holders. */
export const partners = projection<GrappeEvents, PartnerDocument>({
  name: 'incubation.partners',
  version: 8,
  order: catalog.order,
  subject: 'incubation.partner',
  columns: {
    incubator_id: { type: 'text', from: 'incubatorId' },
    holder_id: { type: 'text', from: 'holder.id' },
    until: { type: 'date', from: 'until' },
  },
  indexes: [['incubator_id'], ['holder_id'], ['until']],
  key: 'partnerId',
  on: {
    'incubation.PartnerJoined': creates(({ data }) => ({
      ...data,
      holders: [{ holder: data.holder, from: data.since, to: null }],
      classes: [],
      contributions: [],
      until: LAST_DAY,
    })),
    'incubation.PartnerLeft': updates((partner, { data: { on } }) => ({
      ...partner,
      leftOn: on,
      until: on,
      holders: closeLastHolding(partner.holders, on),
    })),
    'incubation.SeatGranted': updates((partner, { data: { seatId, since } }) => ({
      ...partner,
      seat: { seatId, since },
    })),
    'incubation.PartnerClassDeclared': updates((partner, { data: { class: named, source, on } }) => ({
      ...partner,
      classes: [...partner.classes, { class: named, source, on }],
    })),
    'incubation.PartnerContributionDeclared': updates((partner, { data: { form, year, amountCents, source, on } }) => ({
      ...partner,
      contributions: [...partner.contributions, { form, year, amountCents, source, on }],
    })),
    // A partner that had left by then, or another holder than the one that a correction has made of it, has nothing that passes.
    'incubation.PartnershipPassed': updates((partner, { data: { from, to: holder, on, operationId, annulment } }) => {
      const isHeld = partner.leftOn === undefined && sameHolder(from, partner.holder);
      if (!isHeld) return partner;
      const holders = [
        ...closeLastHolding(partner.holders, on),
        { holder, from: on, to: null, operationId, ...(annulment === undefined ? {} : { annulment }) },
      ];
      return { ...partner, holder, holders };
    }),
  },
});

function closeLastHolding(holders: readonly Holding[], on: string): readonly Holding[] {
  return holders.map((holding) => (holding.to === null ? { ...holding, to: on } : holding));
}
