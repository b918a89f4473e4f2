import type { DomainEvent, labelEvents } from '#libs/contracts';
import { cannotFollow, derivedId, type EventOf, type FactOf, type FactsOf, type Uuid } from '#libs/kernel';

export type LabelEvent = DomainEvent<typeof labelEvents>;
export type LabelFact = FactOf<LabelEvent>;

/** A label from its award up to its end, in the order of days. */
export interface Award {
  readonly since: string;
  /** The first day after it, as it was awarded; absent where it has no end. */
  readonly until?: string | undefined;
  readonly renewals: readonly { readonly on: string; readonly until?: string | undefined }[];
  readonly suspensions: readonly { readonly since: string; readonly until?: string | undefined }[];
  readonly ended?: { readonly on: string; readonly how: 'withdrawn' | 'ended' } | undefined;
}

/** Of one scheme and one holder: that holder, or who has succeeded to it, which is computed when it is read. */
export interface Label {
  readonly of?: Pick<FactsOf<LabelEvent, 'LabelAwarded'>, 'labelId' | 'schemeId' | 'holder'> | undefined;
  readonly awards: readonly Award[];
  /** What the issuer decided of successions, by who was succeeded to. */
  readonly consents: readonly Pick<FactsOf<LabelEvent, 'LabelConsentDecided'>, 'predecessorId' | 'granted' | 'on'>[];
}

export const noLabel: Label = { awards: [], consents: [] };

/** The same scheme and holder always give the same label: nobody has it twice on one day. */
export function labelId(schemeId: string, holderId: string): Uuid {
  return derivedId('label', schemeId, holderId);
}

/** The first day on which an award is over, by what was decided of it; undefined where it has no end. */
export function endOf({ until, renewals, ended }: Award): string | undefined {
  const last = renewals.at(-1);
  return ended?.on ?? (last === undefined ? until : last.until);
}

/** What a fact makes of a label, for facts in the order of their days. */
export function evolveLabel(state: Label, fact: LabelFact): Label {
  const { labelId: id, schemeId, holder } = fact;
  const of = { labelId: id, schemeId, holder };
  const { awards, consents } = state;
  const last = awards.at(-1);
  if (fact.type === 'LabelConsentDecided') {
    const { predecessorId, granted, on } = fact;
    const known = consents.find((each) => each.predecessorId === predecessorId);
    if (known !== undefined) cannotFollow(fact, `that was decided on ${known.on}`);
    return { of, awards, consents: [...consents, { predecessorId, granted, on }] };
  }
  if (fact.type === 'LabelAwarded') {
    const end = last && endOf(last);
    if (last !== undefined && (end === undefined || fact.since < end))
      cannotFollow(fact, `it is held from ${last.since} ${end === undefined ? 'on' : `up to ${end}`}`);
    const { since, until } = fact;
    return { of, consents, awards: [...awards, { since, until, renewals: [], suspensions: [] }] };
  }
  if (last === undefined) cannotFollow(fact, 'nothing was awarded by then');
  return { of, consents, awards: awards.with(-1, awardAfter(last, fact)) };
}

type Later = Exclude<LabelFact, { readonly type: 'LabelAwarded' | 'LabelConsentDecided' }>;

function awardAfter(award: Award, fact: Later): Award {
  const { on } = fact;
  const end = endOf(award);
  const isOver = end !== undefined && end <= on;
  if (fact.type === 'LabelWithdrawn' || fact.type === 'LabelEnded') {
    // Of two ends the earlier one stands.
    if (isOver) return award;
    if (on <= award.since) cannotFollow(fact, `it was awarded on ${award.since}`);
    return { ...award, ended: { on, how: fact.type === 'LabelWithdrawn' ? 'withdrawn' : 'ended' } };
  }
  const mayBeOver = fact.type === 'LabelRenewed' && fact.inGrace === true && award.ended === undefined;
  if (isOver && !mayBeOver) cannotFollow(fact, `it ended on ${end}`);
  return fact.type === 'LabelRenewed' ? renewed(award, fact) : suspended(award, fact);
}

function renewed(award: Award, { on, until }: EventOf<LabelEvent, 'LabelRenewed'>): Award {
  return { ...award, renewals: [...award.renewals, { on, until }] };
}

function suspended(
  award: Award,
  fact: EventOf<LabelEvent, 'LabelSuspended'> | EventOf<LabelEvent, 'LabelResumed'>,
): Award {
  const { suspensions } = award;
  const open = suspensions.find(({ until }) => until === undefined);
  if (fact.type === 'LabelSuspended') {
    if (open !== undefined) cannotFollow(fact, `it is suspended from ${open.since} on`);
    return { ...award, suspensions: [...suspensions, { since: fact.on }] };
  }
  if (open === undefined) cannotFollow(fact, 'it is not suspended that day');
  return { ...award, suspensions: [...suspensions.slice(0, -1), { ...open, until: fact.on }] };
}
