import {
  accept,
  acceptRepeat,
  acceptUnless,
  aligned,
  below,
  chronicle,
  latest,
  overlap,
  reject,
  sameFacts,
} from '#libs/kernel';
import type { Chronicled, CommandFor, Decision, DomainEventShape, Refusal, StatedFact } from '#libs/kernel';
import { overtakesEnd } from '#libs/contracts/facts';
import { absentOn, type BodyAbsence, type BodyState } from '../body/body.ts';
import { nameless } from '../person.ts';
import {
  evolveOffice,
  firstOverfullDay,
  heldOn,
  mandateById,
  mandateOf,
  withCapacity,
  type CreatedOffice,
  type Mandate,
  type MandateEnded,
  type MandateStarted,
  type OfficeMaxHoldersSet,
  type OfficeCreated,
  type OfficeEvent,
  type OfficeFact,
  type OfficeState,
  type OverfullDay,
} from './office.ts';

type Place = 'bodyId' | 'clusterId';

export interface CreateOffice extends CommandFor<OfficeCreated, 'CreateOffice', 'clusterId'> {
  /** The current state of the body of the office. */
  readonly body: BodyState;
}
export type SetMaxHolders = CommandFor<OfficeMaxHoldersSet, 'SetMaxHolders', 'clusterId'>;
export interface StartMandate extends CommandFor<MandateStarted, 'StartMandate', Place> {
  /** The current state of the body of the office; absent where a succession starts the mandate by law. */
  readonly body?: BodyState | undefined;
  /** A mandate of the past is recorded with its end: otherwise it would block the later ones. */
  readonly ended?: Pick<MandateEnded, 'on' | 'cause' | 'operationId'> | undefined;
}
export type EndMandate = CommandFor<MandateEnded, 'EndMandate', Place>;
/** A mandate that an operation did not end, because it had ended with its body before. */
export interface KeepMandate {
  readonly type: 'KeepMandate';
  readonly officeId: string;
  readonly mandateId: string;
  readonly operationId: string;
}
export type OfficeCommand = CreateOffice | SetMaxHolders | StartMandate | EndMandate | KeepMandate;

export type OfficeRejection =
  | BodyAbsence
  | Refusal<'GOV_OFFICE_NOT_FOUND' | 'GOV_OFFICE_EXISTS' | 'GOV_MANDATE_NOT_FOUND' | 'GOV_MANDATE_EXISTS'>
  | Refusal<'GOV_MANDATE_LIMIT_REQUIRED'>
  | Refusal<'GOV_OFFICE_BEFORE_CREATION' | 'GOV_MANDATE_LIMIT_BEFORE_START', 'found' | 'required'>
  | Refusal<'GOV_MANDATE_END_BEFORE_START', 'found' | 'required'>
  | ({ readonly type: 'GOV_OFFICE_FULL' } & OverfullDay)
  | Refusal<'GOV_MANDATE_FOLLOWS_UNKNOWN', 'found'>
  | Refusal<'GOV_MANDATE_ENDED', 'endedOn' | 'cause'>
  | { readonly type: 'GOV_MANDATE_NOT_EXPIRED'; readonly limit?: string | undefined }
  | Refusal<'GOV_MANDATE_PERSON_HOLDS_OFFICE', 'mandateId' | 'day'>;

type OfficeDecision = Decision<OfficeEvent, OfficeRejection>;
type Known = CreatedOffice & Chronicled<OfficeFact>;
type Refused = OfficeRejection | undefined;

const initial: OfficeState = { status: 'absent' };

export const office = chronicle({
  context: 'governance',
  name: 'office',
  prefix: 'GOV',
  initial,
  facts: {
    OfficeCreated: { name: 'creation', day: ({ since }) => since, changes: ['title', 'maxHolders', 'since'] },
    OfficeMaxHoldersSet: { name: 'max-holders', day: ({ since }) => since, changes: ['maxHolders', 'since'] },
    MandateStarted: {
      name: 'mandate',
      day: ({ since }) => since,
      carries: ({ mandateId }, facts) =>
        facts.filter(({ event }) => event.type === 'MandateEnded' && mandateIn(event) === mandateId),
      changes: ['person', 'representing', 'organisationId', 'how', 'since', 'limit', 'follows', 'tiedToClusterId'],
    },
    MandateEnded: {
      name: 'mandate-end',
      day: ({ on }) => on,
      derived: ({ operationId }) => operationId !== undefined,
      changes: ['cause', 'on'],
    },
  },
  evolve: evolveOffice,
  judge,
  decide: (command: OfficeCommand, state: OfficeState & Chronicled<OfficeFact>): OfficeDecision => {
    if (command.type === 'CreateOffice') return create(command, state);
    if (state.status === 'absent') return reject({ type: 'GOV_OFFICE_NOT_FOUND' });
    if (command.type === 'SetMaxHolders') return setMaxHolders(command, state);
    if (command.type === 'StartMandate') return startMandate(command, state);
    return command.type === 'EndMandate' ? endMandate(command, state) : accept(...alignEnds(command, [], state));
  },
});

function mandateIn(event: DomainEventShape): string | undefined {
  return 'mandateId' in event ? String(event.mandateId) : undefined;
}

/** Why the facts of an office cannot all be so. */
function judge(state: OfficeState): Refused {
  if (state.status === 'absent') return undefined;
  for (const mandate of state.mandates) {
    const { started, ended } = mandate;
    const refused = unlawfulStart(started, state) ?? (ended && unlawfulEnd(mandate, ended)) ?? twiceIn(mandate, state);
    if (refused !== undefined) return refused;
  }
  const early = state.capacities.find(({ since }) => since < state.created.since);
  return (early && beforeCreation(early.since, state)) ?? overfull(state);
}

/** Whoever holds the office on a day; a mandate past its limit is not held. */
export function holdersOn(state: OfficeState, day: string) {
  return state.status === 'absent' ? [] : heldOn(state.mandates, day).map(({ started }) => started);
}

function create({ body, ...command }: CreateOffice, state: OfficeState): OfficeDecision {
  if (body.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
  const created: OfficeCreated = { ...command, type: 'OfficeCreated', clusterId: body.created.clusterId };
  if (state.status !== 'absent') return acceptRepeat(created, state.created, { type: 'GOV_OFFICE_EXISTS' });
  return acceptUnless(absentOn(command.since, body), created);
}

function setMaxHolders(command: SetMaxHolders, state: CreatedOffice): OfficeDecision {
  const { since, maxHolders } = command;
  if (state.capacities.some((known) => known.since === since && known.maxHolders === maxHolders)) return accept();
  const refusal = beforeCreation(since, state) ?? overfull(withCapacity(state, { since, maxHolders }));
  return acceptUnless(refusal, { ...command, type: 'OfficeMaxHoldersSet', clusterId: state.created.clusterId });
}

function startMandate(command: StartMandate, state: CreatedOffice): OfficeDecision {
  const { ended, body, ...facts } = command;
  const { bodyId, clusterId } = state.created;
  const started: MandateStarted = { ...facts, type: 'MandateStarted', bodyId, clusterId };
  const known = mandateById(state, command.mandateId);
  const end = ended && endOf({ ...command, ...ended }, state);
  if (known !== undefined) return restate(known, started, end);
  const refusal =
    unlawfulStart(started, state) ??
    (end && unlawfulEnd(mandateOf(started), end)) ??
    noRoom(mandateOf(started, end), state) ??
    (body && absentOn(started.since, body));
  return acceptUnless<OfficeFact, OfficeRejection>(refusal, started, ...(end === undefined ? [] : [end]));
}

/** What follows from an operation is corrected where a fact that it rests on was. */
function endMandate(command: EndMandate, state: Known): OfficeDecision {
  const known = mandateById(state, command.mandateId);
  if (known === undefined) return reject({ type: 'GOV_MANDATE_NOT_FOUND' });
  const end = endOf(command, state);
  const isFollowed = end.operationId !== undefined && endsBy(end, state).length > 0;
  return isFollowed ? accept(...alignEnds(end, [end], state)) : close(known, end);
}

function alignEnds(by: EndedBy, wanted: readonly MandateEnded[], state: Known): readonly OfficeEvent[] {
  const reason = 'It follows from facts of the mandate that were recorded late or corrected.';
  return aligned<OfficeEvent, MandateEnded>(endsBy(by, state), wanted, { reason, dayOf: ({ on }) => on });
}

type EndedBy = Pick<MandateEnded, 'mandateId' | 'operationId'>;

function endsBy({ mandateId, operationId }: EndedBy, { facts }: Known): readonly StatedFact<MandateEnded>[] {
  return facts.flatMap(({ id, event, sequence }) =>
    event.type === 'MandateEnded' && event.mandateId === mandateId && event.operationId === operationId
      ? [{ id, event, sequence }]
      : [],
  );
}

function close(known: Mandate, end: MandateEnded): OfficeDecision {
  if (known.ended !== undefined && !overtakesEnd(end, known.ended)) {
    const { on: endedOn, cause } = known.ended;
    return acceptRepeat(end, known.ended, { type: 'GOV_MANDATE_ENDED', endedOn, cause });
  }
  return acceptUnless(unlawfulEnd(known, end), end);
}

/** The same mandate again: a repeat where the facts are the same, else a contradiction. */
function restate(known: Mandate, started: MandateStarted, end: MandateEnded | undefined): OfficeDecision {
  if (!sameFacts(nameless(known.started), nameless(started))) return reject({ type: 'GOV_MANDATE_EXISTS' });
  return end === undefined ? accept() : close(known, end);
}

function unlawfulStart({ since, limit, how, follows }: MandateStarted, state: CreatedOffice): Refused {
  const early = beforeCreation(since, state);
  if (early !== undefined) return early;
  if (how === 'transitional' && limit === undefined) return { type: 'GOV_MANDATE_LIMIT_REQUIRED' };
  if (limit !== undefined && limit < since)
    return { type: 'GOV_MANDATE_LIMIT_BEFORE_START', found: limit, required: since };
  if (follows !== undefined && mandateById(state, follows) === undefined)
    return { type: 'GOV_MANDATE_FOLLOWS_UNKNOWN', found: follows };
  return undefined;
}

function beforeCreation(day: string, { created }: CreatedOffice): Refused {
  return below('GOV_OFFICE_BEFORE_CREATION', day, created.since);
}

function unlawfulEnd({ since, limit }: Mandate, { on, cause }: MandateEnded): Refused {
  const early = below('GOV_MANDATE_END_BEFORE_START', on, since);
  if (early === undefined && cause === 'expiry' && (limit === undefined || on <= limit))
    return { type: 'GOV_MANDATE_NOT_EXPIRED', limit };
  return early;
}

function noRoom(mandate: Mandate, state: CreatedOffice): Refused {
  return twiceIn(mandate, state) ?? overfull({ ...state, mandates: [...state.mandates, mandate] });
}

function twiceIn(mandate: Mandate, { mandates }: CreatedOffice): Refused {
  const twice = mandates.find(
    (other) => other.mandateId !== mandate.mandateId && other.personId === mandate.personId && overlap(other, mandate),
  );
  if (twice === undefined) return undefined;
  const day = latest(twice.since, mandate.since);
  return { type: 'GOV_MANDATE_PERSON_HOLDS_OFFICE', mandateId: twice.mandateId, day };
}

function overfull({ capacities, mandates }: CreatedOffice): Refused {
  const day = firstOverfullDay(capacities, mandates);
  return day && { type: 'GOV_OFFICE_FULL', ...day };
}

function endOf(
  { mandateId, officeId, cause, operationId, on }: Omit<EndMandate, 'type'>,
  { created }: CreatedOffice,
): MandateEnded {
  const { bodyId, clusterId } = created;
  const by = operationId === undefined ? {} : { operationId };
  return { type: 'MandateEnded', mandateId, officeId, bodyId, clusterId, cause, ...by, on };
}
