import { below, holdsOn, latest, overlap, sameFacts } from '#libs/kernel';
import type { StatutesState } from '../statutes/statutes.ts';
import type { OfficeRejection } from './office.rejection.ts';
import {
  asHeld,
  firstOverfullDay,
  heldOn,
  limitBefore,
  mandateById,
  type CreatedOffice,
  type Mandate,
  type MandateEnded,
  type MandateExtended,
  type MandateStarted,
  type OfficeState,
  type Representation,
} from './office.ts';

type Refused = OfficeRejection | undefined;

/** Why the facts of an office cannot all be so. */
export function judge(state: OfficeState, before: OfficeState): Refused {
  if (state.status === 'absent') return undefined;
  for (const mandate of state.mandates) {
    const { started, ended } = mandate;
    const refused =
      unlawfulStart(started, state) ??
      unlawfulExtension(mandate) ??
      // What follows from an operation follows the limit, too.
      (ended && ended.operationId === undefined ? unlawfulEnd(mandate, ended) : undefined) ??
      twiceIn(mandate, state);
    if (refused !== undefined) return refused;
  }
  const early = state.capacities.find(({ since }) => since < state.created.since);
  return (early && beforeCreation(early.since, state)) ?? overfull(state) ?? unlawfulAct(state, before);
}

export function unlawfulStart(started: MandateStarted, state: CreatedOffice): Refused {
  const { since, limit, how, follows, byOfficeId } = started;
  const early = beforeCreation(since, state);
  if (early !== undefined) return early;
  if (how === 'transitional' && limit === undefined) return { type: 'GOV_MANDATE_LIMIT_REQUIRED' };
  if (limit !== undefined && limit < since)
    return { type: 'GOV_MANDATE_LIMIT_BEFORE_START', found: limit, required: since };
  if (follows !== undefined && mandateById(state, follows) === undefined)
    return { type: 'GOV_MANDATE_FOLLOWS_UNKNOWN', found: follows };
  if (byOfficeId !== undefined && how !== 'ex-officio')
    return { type: 'GOV_MANDATE_NOT_EX_OFFICIO', found: how, required: 'ex-officio' };
  return undefined;
}

export function beforeCreation(day: string, { created }: CreatedOffice): Refused {
  return below('GOV_OFFICE_BEFORE_CREATION', day, created.since);
}

/** An extension is decided while the mandate is held: after its limit there is nothing to extend. */
function unlawfulExtension(mandate: Mandate): Refused {
  return mandate.extensions.map((each) => whyNotExtended(mandate, each)).find((refused) => refused !== undefined);
}

function whyNotExtended(mandate: Mandate, extension: MandateExtended): Refused {
  const { on, limit } = extension;
  const before = limitBefore(mandate, extension);
  if (before === undefined) return { type: 'GOV_MANDATE_WITHOUT_LIMIT' };
  const { ended } = mandate;
  if (ended !== undefined && ended.operationId === undefined && ended.on <= on)
    return { type: 'GOV_MANDATE_ENDED', endedOn: ended.on, cause: ended.cause };
  if (on > before) return { type: 'GOV_MANDATE_EXPIRED', found: on, required: before };
  return limit > before ? undefined : { type: 'GOV_MANDATE_EXTENSION_TOO_SHORT', found: limit, required: before };
}

export function unlawfulEnd({ since, limit }: Mandate, { on, cause }: MandateEnded): Refused {
  const early = below('GOV_MANDATE_END_BEFORE_START', on, since);
  if (early === undefined && cause === 'expiry' && (limit === undefined || on <= limit))
    return { type: 'GOV_MANDATE_NOT_EXPIRED', limit };
  return early;
}

export function noRoom(mandate: Mandate, state: CreatedOffice): Refused {
  return twiceIn(mandate, state) ?? overfull({ ...state, mandates: [...state.mandates, mandate] });
}

/** The holder of a seat ex officio is whoever holds the other office: its mandate names the first one only. */
function twiceIn(mandate: Mandate, { mandates }: CreatedOffice): Refused {
  if (isByOffice(mandate)) return undefined;
  const twice = mandates.find(
    (other) =>
      other.mandateId !== mandate.mandateId &&
      !isByOffice(other) &&
      other.personId === mandate.personId &&
      overlap(other, mandate),
  );
  if (twice === undefined) return undefined;
  const day = latest(twice.since, mandate.since);
  return { type: 'GOV_MANDATE_PERSON_HOLDS_OFFICE', mandateId: twice.mandateId, day };
}

function isByOffice({ started }: Mandate): boolean {
  return started.byOfficeId !== undefined;
}

export function overfull({ capacities, mandates }: CreatedOffice): Refused {
  const day = firstOverfullDay(capacities, mandates);
  return day && { type: 'GOV_OFFICE_FULL', ...day };
}

interface Act {
  readonly mandateId: string;
  readonly since: string;
}

/** An act after the limit of a mandate is refused, unless its holder is carried over: that is until a successor is in office. */
export function expiredAct({ mandateId, since }: Act, state: CreatedOffice, known: StatutesState): Refused {
  const limit = mandateById(state, mandateId)?.limit;
  if (limit === undefined || since <= limit) return undefined;
  const isHeld = heldOn(asHeld(state, known), since).some((mandate) => mandate.mandateId === mandateId);
  return isHeld ? undefined : { type: 'GOV_MANDATE_EXPIRED', found: since, required: limit };
}

/**
 * An act under a mandate that is not held is refused when it is stated. A mandate whose end is recorded later voids no act: what rests on it ends with it
 * where it is read.
 */
function unlawfulAct(state: CreatedOffice, before: OfficeState): Refused {
  const known = before.status === 'absent' ? [] : before.representations;
  const isKnown = ({ started }: Representation): boolean => known.some((each) => sameFacts(each.started, started));
  const stated = state.representations.filter((each) => !isKnown(each));
  return stated.map(({ started }) => notHeld(started, state)).find((refused) => refused !== undefined);
}

/** Whether it is past its limit depends on the statutes, too: that is said where it is stated. */
function notHeld({ mandateId, since }: Act, state: CreatedOffice): Refused {
  const ofIt = state.mandates.filter((mandate) => mandate.mandateId === mandateId);
  if (ofIt.some(({ limit: _limit, ...term }) => holdsOn(term, since))) return undefined;
  const required = `a day on which the mandate ${mandateId} is held`;
  return { type: 'GOV_MANDATE_NOT_HELD', found: since, required };
}
