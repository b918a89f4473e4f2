import { accept, latest, reject, sameFacts } from '#libs/kernel';
import { before, cancelledSince, changed } from './registrations.checks.ts';
import type { Around, ReinstateRegistration, ReopenRegistrations, Verdict } from './registrations.commands.ts';
import {
  decidedIn,
  registrationOf,
  type Changed,
  type Registration,
  type RegistrationEvent,
  type Registrations,
  type Reinstated,
} from './registrations.state.ts';
import { notEntitled, rightOf, type Right } from './rights.ts';

/** It comes back with its old turn: whether it finds seats, or waits where it waited, the walk along the list says. */
export function reinstate(command: ReinstateRegistration, state: Registrations): Verdict {
  const { registrationId, gathering, belonging, reason, on } = command;
  const known = registrationOf(state, registrationId);
  if (known === undefined) return reject({ type: 'EVT_REGISTRATION_NOT_FOUND', found: registrationId });
  if (known.ended === undefined) return accept();
  const refusal = cancelledSince(gathering) ?? before(known, on);
  if (refusal !== undefined) return reject(refusal);
  const other = otherOf(known, state);
  if (other !== undefined) return reject({ type: 'EVT_PERSON_REGISTERED', found: other.received.registrationId });
  const right = rightOf(gathering.plan, decidedIn(state), belonging);
  if (right === undefined) return reject(notEntitled(gathering.plan, belonging));
  return accept<RegistrationEvent>(reinstated(known, reason, 'waiting', on), ...byRight(known, right, on));
}

/** Each is as it was when the gathering fell away, unless its person has registered again or has no right any more. */
export function reopen(command: ReopenRegistrations, state: Registrations): Verdict {
  const { gathering, belonging, reason, on } = command;
  const { decided } = state;
  const closed = state.entries.filter(isClosed);
  if (decided === undefined || closed.length === 0 || cancelledSince(gathering) !== undefined) return accept();
  return accept(
    ...closed.flatMap((each): readonly RegistrationEvent[] => {
      const right = rightOf(gathering.plan, decided, belonging(each.received.organisationId));
      if (right === undefined || otherOf(each, state) !== undefined) return [];
      const day = latest(on, each.received.on);
      const outcome = each.seatedOn === undefined ? 'waiting' : 'seated';
      return [reinstated(each, reason, outcome, day), ...byRight(each, right, day)];
    }),
  );
}

function isClosed({ ended }: Registration): boolean {
  return ended?.cause === 'gathering-cancelled' || ended?.cause === 'gathering-voided';
}

/** Whether a decision gives back what ended with the gathering. */
export function hasClosed({ entries }: Registrations, { gathering }: Pick<Around, 'gathering'>): boolean {
  return cancelledSince(gathering) === undefined && entries.some(isClosed);
}

function reinstated(
  { received }: Registration,
  reason: string,
  outcome: Reinstated['outcome'],
  on: string,
): Reinstated {
  const { gatheringId, registrationId } = received;
  return { type: 'RegistrationReinstated', gatheringId, registrationId, reason, outcome, on };
}

function byRight(known: Registration, { audience, reciprocity }: Right, on: string): readonly Changed[] {
  const claim = { ...known.claim, audience, reciprocity };
  return sameFacts(claim, known.claim) ? [] : [changed(known, claim, on)];
}

/** Another registration of the same person that lasts. */
function otherOf({ received }: Registration, { entries }: Registrations): Registration | undefined {
  return entries.find((each) => each.ended === undefined && each.received.person.personId === received.person.personId);
}
