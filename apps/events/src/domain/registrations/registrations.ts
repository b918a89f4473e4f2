import { aggregate, invariant, latest } from '#libs/kernel';
import { expiredOffers, madeOf, shortenedOffers } from './offers.ts';
import { ending, full } from './registrations.checks.ts';
import type { RegistrationsCommand, Verdict } from './registrations.commands.ts';
import { decide } from './registrations.decide.ts';
import { freeFor, lackedBy, promotable } from './seats.ts';
import {
  evolve,
  isOnList,
  isSeated,
  nobodyRegistered,
  registrationOf,
  type Received,
  type RegistrationEvent,
  type Registrations,
  type Reinstated,
} from './registrations.state.ts';

/**
 * Who has a seat at a gathering and who waits: one stream for each gathering, so that a last seat is given once, in the order in which registrations
 * came. Whatever frees a seat, whoever comes first on the list by the policy has it, or is offered it, in the same decision; on every path it is the same walk.
 */
export const registrations = aggregate({
  context: 'events',
  name: 'registrations',
  initial: nobodyRegistered,
  evolve,
  decide: (command: RegistrationsCommand, state: Registrations): Verdict => {
    // An offer whose time is up is over, whether a timer or another command comes first.
    const expired = expiredOffers(state, command);
    const decision = decide(command, expired.reduce(evolve, state));
    if (!decision.ok) return decision;
    if (decision.events.length === 0 && command.type !== 'ReviewOffers') return decision;
    return settled([...expired, ...decision.events], command, state);
  },
});

/** What came or comes back by a command: its outcome follows from the walk. */
type Own = Received | Reinstated;

/** What was decided, with what follows from it: who leaves the list, and who has seats now, or is offered them. */
function settled(events: readonly RegistrationEvent[], command: RegistrationsCommand, before: Registrations): Verdict {
  const decided = events.reduce(evolve, before);
  const leaving = leavingIn(decided, command);
  const left = leaving.reduce(evolve, decided);
  const promoted = left.decided === undefined ? [] : promotable(left, command.headOf);
  const own = ownIn(events, command);
  const isOwn = ({ received }: (typeof promoted)[number]): boolean => received.registrationId === own?.registrationId;
  const around = { gathering: command.gathering, receivedAt: command.receivedAt, day: dayOf(command) };
  const others = promoted.filter((each) => !isOwn(each));
  const seats = others.flatMap((each) => madeOf(each, left, around) ?? []);
  const after = seats.reduce(evolve, left);
  if (own === undefined) return { ok: true, events: [...events, ...leaving, ...seats] };
  const outcome = outcomeOf(own, promoted.some(isOwn), after, command);
  if (outcome === undefined) {
    const claim = registrationOf(left, own.registrationId)?.claim;
    invariant(claim !== undefined, 'what comes by a command is among the entries');
    return { ok: false, rejection: full(lackedBy(claim, after, command.headOf), claim) };
  }
  const at = events.indexOf(own);
  return { ok: true, events: [...events.slice(0, at), ...leaving, outcome, ...events.slice(at + 1), ...seats] };
}

function ownIn(events: readonly RegistrationEvent[], { type }: RegistrationsCommand): Own | undefined {
  return events.find(
    (event): event is Own =>
      event.type === 'RegistrationReceived' ||
      (event.type === 'RegistrationReinstated' && type === 'ReinstateRegistration'),
  );
}

/** What comes of a registration; undefined where it would have to wait and nobody does. */
function outcomeOf(
  own: Own,
  isPromoted: boolean,
  after: Registrations,
  { headOf }: RegistrationsCommand,
): Own | undefined {
  const isIn = isPromoted || own.outcome === 'seated';
  if (!isIn && after.decided?.waiting === 'no-list') return undefined;
  const outcome = isIn ? 'seated' : 'waiting';
  if (own.type === 'RegistrationReinstated') return { ...own, outcome };
  const entries = after.entries.map((each) =>
    each.received.registrationId === own.registrationId && isIn ? { ...each, seatedOn: own.on } : each,
  );
  return { ...own, outcome, free: freeFor({ ...own, seats: 1 }, { ...after, entries }, headOf) };
}

/** Who is on the list and can come no more, because it has a seat by another registration, or lost the right to one; and what becomes of offers. */
function leavingIn(state: Registrations, command: RegistrationsCommand): readonly RegistrationEvent[] {
  const seated = new Set(state.entries.filter(isSeated).map(({ received }) => received.person.personId));
  const onList = state.entries.filter(isOnList);
  const leaving = onList.flatMap((each) => {
    const { person, registrationId, on: since } = each.received;
    const day = latest(dayOf(command), since);
    if (seated.has(person.personId)) return [ending(each, 'seated-otherwise', day)];
    return command.lapsed.includes(registrationId) ? [ending(each, 'not-entitled', day)] : [];
  });
  const left = leaving.reduce(evolve, state);
  const expired = expiredOffers(left, command);
  return [...leaving, ...expired, ...shortenedOffers(expired.reduce(evolve, left), command)];
}

function dayOf(command: RegistrationsCommand): string {
  return command.type === 'DecideSeats' ? command.since : command.on;
}
