import type { DomainEvent, organisationEvents } from '#libs/contracts';
import { accept, cannotFollow, derivedId } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, Refusal, Uuid } from '#libs/kernel';

type OrganisationEvent = DomainEvent<typeof organisationEvents>;
export type Ceased = EventOf<OrganisationEvent, 'OrganisationCeased'>;
export type Succeeded = EventOf<OrganisationEvent, 'OrganisationSucceeded'>;
export type DuplicateRecorded = EventOf<OrganisationEvent, 'OrganisationDuplicateRecorded'>;
export type EndFact = Ceased | Succeeded | DuplicateRecorded;

/** What became of an organisation: it ceased, or others continue it from a day on. */
export interface OrganisationEnd {
  readonly on: string;
  readonly cause?: Ceased['cause'] | undefined;
  readonly continuation?: Succeeded['continuation'] | undefined;
}

/** What else is known of an organisation than what it is. */
export interface Fate {
  readonly end?: OrganisationEnd | undefined;
  /** The entry that stays, where this one is a second one of the same company. */
  readonly pivotId?: string | undefined;
}

export type Cease = CommandFor<Ceased, 'CeaseOrganisation'>;
export type Succeed = CommandFor<Succeeded, 'SucceedOrganisation'>;
export type RecordDuplicate = CommandFor<DuplicateRecorded, 'RecordDuplicate'>;

/** `found` is the id or the day, `required` what could be so. */
export type EndRejection = Refusal<
  'MBR_ORGANISATION_GONE' | 'MBR_ORGANISATION_DUPLICATE' | 'MBR_SUCCESSOR_UNFIT',
  'found' | 'required'
>;

/** The first day that there is. */
export const FIRST_DAY = '0001-01-01';

/** Where the memberships of an organisation go: an organisation ends once, so that the id of the operation follows from it. */
export function endOperation(organisationId: string): Uuid {
  return derivedId('organisation-end', organisationId);
}

/** An organisation that another one continues, or that is a second entry of another one. */
export function withFate<State extends Fate>(state: State, fact: EndFact): State {
  if (state.pivotId !== undefined) cannotFollow(fact, `the organisation is another entry of ${state.pivotId}`);
  if (state.end !== undefined) cannotFollow(fact, `the organisation is gone from ${state.end.on} on`);
  if (fact.type === 'OrganisationDuplicateRecorded') return { ...state, pivotId: fact.pivotId };
  if (fact.type === 'OrganisationCeased') return { ...state, end: { cause: fact.cause, on: fact.on } };
  const { continuation, on } = fact;
  return { ...state, end: { continuation, on } };
}

/** The entry or organisation that comes next after one. */
export function nextAfter({ end, pivotId }: Fate): string | undefined {
  return pivotId ?? end?.continuation?.heirId;
}

/**
 * What becomes of an organisation whose heir is gone by that day itself: whoever continues that one continues it, or nobody. A second entry is
 * gone with the one that stands for it, where nobody continues that.
 */
export function inTheEnd(fate: Fate, fateOf: (organisationId: string) => Fate | undefined): Fate {
  const { end, pivotId } = fate;
  if (pivotId !== undefined) {
    const ofPivot = inTheEnd(fateOf(pivotId) ?? {}, fateOf).end;
    return ofPivot?.continuation === undefined ? { pivotId, end: ofPivot } : fate;
  }
  if (end?.continuation === undefined) return fate;
  const { continuation, on } = end;
  const heir = fateOf(continuation.heirId) ?? {};
  const next = (heir.pivotId === undefined ? heir : fateOf(heir.pivotId)) ?? {};
  if (next.end === undefined || on < next.end.on) return fate;
  return next.end.continuation === undefined
    ? { end: { on } }
    : inTheEnd(withHeir(next.end.continuation.heirId), fateOf);

  function withHeir(heirId: string): Fate {
    return { end: { on, continuation: { ...continuation, heirId } } };
  }
}

/** Why an organisation takes part in nothing on a day: it is gone by then, or another entry stands for it. */
export function goneBy({ end, pivotId }: Fate, organisationId: string, day: string): EndRejection | undefined {
  if (pivotId !== undefined) return { type: 'MBR_ORGANISATION_DUPLICATE', found: organisationId, required: pivotId };
  if (end === undefined || day < end.on) return undefined;
  const required =
    end.continuation === undefined
      ? `a day before ${end.on}`
      : `a day before ${end.on}, or its heir ${end.continuation.heirId}`;
  return { type: 'MBR_ORGANISATION_GONE', found: day, required };
}

export function cease({ type: _type, ...facts }: Cease): Decision<Ceased, never> {
  return accept({ type: 'OrganisationCeased', ...facts });
}

export function succeed({ type: _type, ...facts }: Succeed): Decision<Succeeded, never> {
  return accept({ type: 'OrganisationSucceeded', ...facts });
}

export function recordDuplicate({ type: _type, ...facts }: RecordDuplicate): Decision<DuplicateRecorded, never> {
  return accept({ type: 'OrganisationDuplicateRecorded', ...facts });
}

/** Why an organisation cannot have this fate. */
export function unfitFate(organisationId: string, { end, pivotId }: Fate): EndRejection | undefined {
  if (pivotId === organisationId) return unfit(pivotId, 'another entry of the register');
  if (end?.continuation === undefined) return undefined;
  const { how, successorIds, heirId } = end.continuation;
  if (successorIds.includes(organisationId)) return unfit(organisationId, 'another organisation than itself');
  if (!successorIds.includes(heirId)) return unfit(heirId, `one of the successors ${successorIds.join(', ')}`);
  const others = new Set(successorIds).size;
  if (how === 'split' ? others > 1 : others === 1) return undefined;
  return unfit(`${String(others)} by ${how}`, how === 'split' ? 'two successors at least' : 'one successor');
}

function unfit(found: string, required: string): EndRejection {
  return { type: 'MBR_SUCCESSOR_UNFIT', found, required };
}
