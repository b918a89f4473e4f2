import { accept, acceptRepeat, dayOf, earliest, instant, latest, minutesAfter, reject } from '#libs/kernel';
import type { Instant } from '#libs/kernel';
import { before, ending, overSince } from './registrations.checks.ts';
import type { AcceptOffer, Around, DeclineOffer, RegistrationsRejection, Verdict } from './registrations.commands.ts';
import { offersEndAt } from './registration-time.ts';
import {
  isOffered,
  isSeated,
  registrationOf,
  type Ended,
  type Offered,
  type Registration,
  type RegistrationEvent,
  type Registrations,
} from './registrations.state.ts';

type At = Pick<Around, 'gathering' | 'receivedAt'>;

/** Whoever has accepted has the seats: once more is the same. */
export function acceptOffer(command: AcceptOffer, state: Registrations): Verdict {
  const { gatheringId, registrationId, on } = command;
  const known = registrationOf(state, registrationId);
  if (known !== undefined && isSeated(known)) return accept();
  const refusal =
    offerFault(command, state) ?? rightFault(command) ?? (known === undefined ? undefined : before(known, on));
  if (refusal !== undefined) return reject(refusal);
  return accept<RegistrationEvent>({
    ...{ type: 'RegistrationPromoted', gatheringId, registrationId },
    on: latest(on, known?.offer?.on ?? on),
  });
}

/** Whoever declines leaves the list too, as is said where the offer is made; it may register anew, at the end of the list. */
export function declineOffer(command: DeclineOffer, state: Registrations): Verdict {
  const { registrationId, on, reason } = command;
  const known = registrationOf(state, registrationId);
  if (known?.ended?.cause === 'declined')
    return acceptRepeat(ending(known, 'declined', on, reason), known.ended, over(known.ended));
  const refusal = offerFault(command, state) ?? (known === undefined ? undefined : before(known, on));
  if (refusal !== undefined || known === undefined) return reject(refusal ?? notFound(registrationId));
  return accept<RegistrationEvent>(ending(known, 'declined', on, reason));
}

/** The offers whose time is up at the instant of a decision: whoever has not accepted leaves the list. */
export function expiredOffers(state: Registrations, around: At): readonly Ended[] {
  return state.entries.flatMap((each) => {
    const end = endOf(each, state, around);
    if (end === undefined || around.receivedAt < end) return [];
    return [ending(each, 'offer-expired', latest(dayOf(end), each.offer?.on ?? each.received.on))];
  });
}

/** The offers that would last longer than they can, since registration closes or the gathering begins earlier than was said. */
export function shortenedOffers(state: Registrations, around: At): readonly Offered[] {
  return state.entries.flatMap((each) => {
    const end = endOf(each, state, around);
    return end === undefined || end === each.offer?.until ? [] : [offered(each, end, around)];
  });
}

/** What is made of a registration that waited and finds its seats: they are given, or offered; undefined where it is too late for an offer. */
export function madeOf(
  each: Registration,
  { decided }: Registrations,
  around: At & { readonly day: string },
): RegistrationEvent | undefined {
  const { gatheringId, registrationId, on } = each.received;
  if (decided?.offerMinutes === undefined)
    return { type: 'RegistrationPromoted', gatheringId, registrationId, on: latest(around.day, on) };
  const { gathering, receivedAt } = around;
  const last = offersEndAt(gathering, decided);
  if (last !== undefined && last <= receivedAt) return undefined;
  const until = minutesAfter(receivedAt, decided.offerMinutes);
  return offered(each, last === undefined ? until : earliest(until, last), around);
}

/** Nothing can be offered for a day that is over: it is of the day of the decision, whatever day that is about. */
function offered({ received }: Registration, until: Instant, { receivedAt }: At): Offered {
  const { gatheringId, registrationId, on } = received;
  return { type: 'SeatsOffered', gatheringId, registrationId, until, on: latest(dayOf(receivedAt), on) };
}

/** The first moment at which an offer that is open cannot be accepted any more. */
function endOf(known: Registration, state: Registrations, { gathering }: At): Instant | undefined {
  return isOffered(known) ? lastOf(known, state, gathering) : undefined;
}

function lastOf({ offer }: Registration, { decided }: Registrations, gathering: At['gathering']): Instant | undefined {
  if (offer === undefined || decided === undefined) return undefined;
  const [until, last] = [instant(offer.until), offersEndAt(gathering, decided)];
  return last === undefined ? until : earliest(until, last);
}

/** An offer gives nobody a right that has ended since. */
function rightFault({ registrationId, lapsed, gathering }: AcceptOffer): RegistrationsRejection | undefined {
  if (!lapsed.includes(registrationId)) return undefined;
  const required = `one for whom it is: ${gathering.plan.audience.join(', ')}`;
  return { type: 'EVT_NOT_ENTITLED', found: 'a right that has ended', required };
}

/** Why nothing is offered to a registration now. */
function offerFault(
  { registrationId, receivedAt, gathering }: AcceptOffer | DeclineOffer,
  state: Registrations,
): RegistrationsRejection | undefined {
  const known = registrationOf(state, registrationId);
  if (known === undefined) return notFound(registrationId);
  const { ended } = known;
  const last = ended?.cause === 'offer-expired' ? lastOf(known, state, gathering) : undefined;
  if (last !== undefined)
    return { type: 'EVT_OFFER_EXPIRED', found: `received at ${receivedAt}`, required: `before ${last}` };
  if (ended !== undefined) return over(ended);
  if (isOffered(known)) return undefined;
  const found = isSeated(known) ? `seated since ${String(known.seatedOn)}` : 'on the list, with nothing offered';
  return { type: 'EVT_NOT_OFFERED', found, required: 'seats that are offered' };
}

function notFound(registrationId: string): RegistrationsRejection {
  return { type: 'EVT_REGISTRATION_NOT_FOUND', found: registrationId };
}

function over(ended: Ended): RegistrationsRejection {
  return { type: 'EVT_REGISTRATION_OVER', found: overSince(ended) };
}
