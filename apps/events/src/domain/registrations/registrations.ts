import { aggregate, latest, type Decision } from '#libs/kernel';
import {
  decide,
  ending,
  full,
  type RegistrationsCommand,
  type RegistrationsRejection,
} from './registrations.decide.ts';
import { freeFor, lackedBy, promotable } from './seats.ts';
import {
  evolve,
  isSeated,
  nobodyRegistered,
  waits,
  type Promoted,
  type Received,
  type RegistrationEvent,
  type Registrations,
} from './registrations.state.ts';

type Verdict = Decision<RegistrationEvent, RegistrationsRejection>;

/**
 * Who has a seat at a gathering and who waits: one stream for each gathering, so that a last seat is given once, in the order in which registrations
 * came. Whatever frees a seat, whoever comes first on the list by the policy has it in the same decision; on every path it is the same walk.
 */
export const registrations = aggregate({
  context: 'events',
  name: 'registrations',
  initial: nobodyRegistered,
  evolve,
  decide: (command: RegistrationsCommand, state: Registrations): Verdict => {
    const decision = decide(command, state);
    if (!decision.ok || decision.events.length === 0) return decision;
    return settled(decision.events, command, state);
  },
});

/** What was decided, with what follows from it: who leaves the list, and who has a seat now. */
function settled(events: readonly RegistrationEvent[], command: RegistrationsCommand, before: Registrations): Verdict {
  const decided = events.reduce(evolve, before);
  const leaving = leavingIn(decided, command);
  const left = leaving.reduce(evolve, decided);
  const promoted = new Set(
    left.decided === undefined ? [] : promotable(left).map(({ received }) => received.registrationId),
  );
  const own = events.find((event) => event.type === 'RegistrationReceived');
  const seats = left.entries.flatMap(({ received }): readonly Promoted[] => {
    const { gatheringId, registrationId, on } = received;
    const isOwn = registrationId === own?.registrationId;
    if (!promoted.has(registrationId) || isOwn) return [];
    return [{ type: 'RegistrationPromoted', gatheringId, registrationId, on: latest(dayOf(command), on) }];
  });
  const after = seats.reduce(evolve, left);
  if (own === undefined) return { ok: true, events: [...events, ...leaving, ...seats] };
  const received = outcomeOf(own, promoted.has(own.registrationId), after);
  if (received === undefined) return { ok: false, rejection: full(lackedBy(own, after), own) };
  const others = events.filter((event) => event !== own);
  return { ok: true, events: [...others, ...leaving, received, ...seats] };
}

/** What comes of a new registration; undefined where it would have to wait and nobody does. */
function outcomeOf(own: Received, isPromoted: boolean, after: Registrations): Received | undefined {
  const isIn = isPromoted || own.outcome === 'seated';
  if (!isIn && after.decided?.waiting === 'no-list') return undefined;
  const entries = after.entries.map((each) =>
    each.received.registrationId === own.registrationId && isIn ? { ...each, seatedOn: own.on } : each,
  );
  const free = freeFor({ ...own, seats: 1 }, { ...after, entries });
  return { ...own, outcome: isIn ? 'seated' : 'waiting', free };
}

/** Who is on the list and can come no more: it has a seat by another registration, or lost the right to one. */
function leavingIn(state: Registrations, command: RegistrationsCommand): readonly RegistrationEvent[] {
  const seated = new Set(state.entries.filter(isSeated).map(({ received }) => received.person.personId));
  return state.entries.filter(waits).flatMap((each) => {
    const { person, registrationId, on: since } = each.received;
    const day = latest(dayOf(command), since);
    if (seated.has(person.personId)) return [ending(each, 'seated-otherwise', day)];
    return command.lapsed.includes(registrationId) ? [ending(each, 'not-entitled', day)] : [];
  });
}

function dayOf(command: RegistrationsCommand): string {
  return command.type === 'DecideSeats' ? command.since : command.on;
}
