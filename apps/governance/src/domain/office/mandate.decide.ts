import { accept, overlap, reject, sameFacts, type Decision } from '#libs/kernel';
import { absentOn } from '../body/body.decide.ts';
import type { EndMandate, OfficeRejection, StartMandate } from './office.commands.ts';
import {
  mandateOf,
  overtakesEnd,
  type CreatedOffice,
  type Mandate,
  type MandateEnded,
  type MandateStarted,
  type OfficeEvent,
} from './office.ts';
import { firstOverfullDay } from './tenure.ts';

type OfficeDecision = Decision<OfficeEvent, OfficeRejection>;
type Refusal = OfficeRejection | undefined;

export function startMandate(command: StartMandate, state: CreatedOffice): OfficeDecision {
  const started = startedOf(command, state);
  const known = mandateById(state, command.mandateId);
  // A repeat finds its mandate there already and asks nothing of the body, whatever has become of it since.
  const ending = command.ended ?? (known === undefined ? endOfBody(command) : undefined);
  const end = ending === undefined ? undefined : endOf({ ...command, ...ending }, state);
  if (known !== undefined) return restate(known, started, end);
  const mandate = mandateOf(started, end);
  const refusal =
    unlawfulStart(started, state) ??
    (end && unlawfulEnd(mandateOf(started), end)) ??
    noRoom(mandate, state) ??
    (command.body && absentOn(started.since, command.body));
  if (refusal !== undefined) return reject(refusal);
  return end === undefined ? accept(started) : accept<OfficeEvent>(started, end);
}

/** Whoever was in office when the body disappeared left it that day: a mandate recorded afterwards ends there too. */
function endOfBody({ body, since }: StartMandate): StartMandate['ended'] {
  if (body?.status !== 'abolished' || since >= body.abolition.on) return undefined;
  const { on, cause, operationId } = body.abolition;
  if (cause === 'decision') return { on, cause: 'dissolution' };
  return { on, cause: 'succession', ...(operationId === undefined ? {} : { operationId }) };
}

export function endMandate(command: EndMandate, state: CreatedOffice): OfficeDecision {
  const known = mandateById(state, command.mandateId);
  if (known === undefined) return reject({ type: 'GOV_MANDATE_NOT_FOUND' });
  return close(known, endOf(command, state));
}

function close(known: Mandate, end: MandateEnded): OfficeDecision {
  if (known.ended !== undefined) {
    if (sameFacts(known.ended, end)) return accept();
    if (!overtakesEnd(end, known.ended))
      return reject({ type: 'GOV_MANDATE_ENDED', endedOn: known.ended.on, cause: known.ended.cause });
  }
  const refusal = unlawfulEnd(known, end);
  return refusal === undefined ? accept(end) : reject(refusal);
}

/** The same mandate again: a repeat where the facts are the same, else a contradiction. */
function restate(known: Mandate, started: MandateStarted, end: MandateEnded | undefined): OfficeDecision {
  if (!sameFacts(nameless(known.started), nameless(started))) return reject({ type: 'GOV_MANDATE_EXISTS' });
  return end === undefined ? accept() : close(known, end);
}

/** A person is the id: the name may have been erased since. */
function nameless({ person, ...facts }: MandateStarted): object {
  return { ...facts, personId: person.personId };
}

function unlawfulStart(started: MandateStarted, state: CreatedOffice): Refusal {
  const { since, limit, how, follows } = started;
  if (since < state.created.since)
    return { type: 'GOV_OFFICE_BEFORE_CREATION', found: since, required: state.created.since };
  if (how === 'transitional' && limit === undefined) return { type: 'GOV_MANDATE_LIMIT_REQUIRED' };
  if (limit !== undefined && limit < since)
    return { type: 'GOV_MANDATE_LIMIT_BEFORE_START', found: limit, required: since };
  if (follows !== undefined && mandateById(state, follows) === undefined)
    return { type: 'GOV_MANDATE_FOLLOWS_UNKNOWN', found: follows };
  return undefined;
}

function unlawfulEnd(mandate: Mandate, { on, cause }: MandateEnded): Refusal {
  if (on < mandate.since) return { type: 'GOV_MANDATE_END_BEFORE_START', found: on, required: mandate.since };
  if (cause === 'expiry' && (mandate.limit === undefined || on <= mandate.limit))
    return { type: 'GOV_MANDATE_NOT_EXPIRED', limit: mandate.limit };
  return undefined;
}

function noRoom(mandate: Mandate, state: CreatedOffice): Refusal {
  const twice = state.mandates.find((other) => other.personId === mandate.personId && overlap(other, mandate));
  if (twice !== undefined) return { type: 'GOV_MANDATE_PERSON_HOLDS_OFFICE', mandateId: twice.mandateId };
  const full = firstOverfullDay(state.capacities, [...state.mandates, mandate]);
  if (full === undefined) return undefined;
  return { type: 'GOV_OFFICE_FULL', day: full.day, found: full.holders, required: full.maxHolders };
}

function mandateById(state: CreatedOffice, mandateId: string): Mandate | undefined {
  return state.mandates.find((mandate) => mandate.mandateId === mandateId);
}

function startedOf(
  { ended: _ended, body: _body, ...command }: StartMandate,
  { created }: CreatedOffice,
): MandateStarted {
  return { ...command, type: 'MandateStarted', bodyId: created.bodyId, clusterId: created.clusterId };
}

function endOf(
  { mandateId, officeId, cause, operationId, on }: Omit<EndMandate, 'type'>,
  { created }: CreatedOffice,
): MandateEnded {
  const { bodyId, clusterId } = created;
  const by = operationId === undefined ? {} : { operationId };
  return { type: 'MandateEnded', mandateId, officeId, bodyId, clusterId, cause, ...by, on };
}
