import { accept, acceptRepeat, acceptUnless, aligned, below, byType, chronicle, reject, sameFacts } from '#libs/kernel';
import type { Chronicled, CommandFor, Decision, DomainEventShape, StatedFact } from '#libs/kernel';
import { overtakesEnd } from '#libs/contracts/facts';
import { absentOn, type BodyState } from '../body/body.ts';
import type { ElectionState } from '../election/election.ts';
import { nameless } from '../person.ts';
import type { StatutesState } from '../statutes/statutes.ts';
import { notElected } from './by-election.ts';
import { beforeCreation, expiredAct, judge, noRoom, overfull, unlawfulEnd, unlawfulStart } from './office.judge.ts';
import type { OfficeRejection } from './office.rejection.ts';
import {
  asHeld,
  evolveOffice,
  heldOn,
  mandateById,
  mandateOf,
  representationById,
  withCapacity,
  type CreatedOffice,
  type Mandate,
  type MandateEnded,
  type MandateExtended,
  type MandateHolderMoved,
  type MandateStarted,
  type OfficeMaxHoldersSet,
  type OfficeCreated,
  type OfficeEvent,
  type OfficeFact,
  type OfficeState,
  type RepresentationEnded,
  type RepresentationStarted,
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
  /** The current state of the other office, whose holders have this seat ex officio, and the statutes of its cluster. */
  readonly by?: { readonly office: OfficeState; readonly statutes: StatutesState } | undefined;
  /** The current state of the election on which it rests. */
  readonly election?: ElectionState | undefined;
  /** A mandate of the past is recorded with its end: otherwise it would block the later ones. */
  readonly ended?: Pick<MandateEnded, 'on' | 'cause' | 'operationId'> | undefined;
}
export type EndMandate = CommandFor<MandateEnded, 'EndMandate', Place>;
export type ExtendMandate = CommandFor<MandateExtended, 'ExtendMandate', Place>;
export type MoveHolder = CommandFor<MandateHolderMoved, 'MoveHolder', Place>;
export interface StartRepresentation extends CommandFor<RepresentationStarted, 'StartRepresentation', Place> {
  readonly statutes: StatutesState;
}
export type EndRepresentation = CommandFor<RepresentationEnded, 'EndRepresentation', Place | 'mandateId'>;
/** A mandate that an operation did not end, because it had ended with its body before. */
export interface KeepMandate {
  readonly type: 'KeepMandate';
  readonly officeId: string;
  readonly mandateId: string;
  readonly operationId: string;
}
export type OfficeCommand =
  | (CreateOffice | SetMaxHolders | StartMandate | ExtendMandate | MoveHolder)
  | (StartRepresentation | EndRepresentation | EndMandate | KeepMandate);

type OfficeDecision = Decision<OfficeEvent, OfficeRejection>;
type Known = CreatedOffice & Chronicled<OfficeFact>;

const initial: OfficeState = { status: 'absent' };

export const office = chronicle({
  context: 'governance',
  name: 'office',
  prefix: 'GOV',
  initial,
  facts: {
    OfficeCreated: {
      name: 'creation',
      day: ({ since }) => since,
      changes: ['title', 'maxHolders', 'untilReplaced', 'since'],
    },
    OfficeMaxHoldersSet: { name: 'max-holders', day: ({ since }) => since, changes: ['maxHolders', 'since'] },
    MandateStarted: {
      name: 'mandate',
      day: ({ since }) => since,
      carries: ({ mandateId }, facts) =>
        facts.filter(({ event }) => event.type !== 'MandateStarted' && mandateIn(event) === mandateId),
      changes: [
        ...(['person', 'representing', 'organisationId', 'how', 'antennaId', 'gender'] as const),
        ...(['since', 'limit', 'follows', 'electionId', 'tiedToClusterId'] as const),
      ],
    },
    MandateExtended: {
      name: 'extension',
      day: ({ on }) => on,
      happened: true,
      changes: ['limit', 'decision', 'resolutionId', 'on'],
    },
    MandateHolderMoved: {
      name: 'holder-move',
      day: ({ since }) => since,
      changes: ['representing', 'organisationId', 'since'],
    },
    RepresentationStarted: {
      name: 'representation',
      day: ({ since }) => since,
      carries: ({ representationId }, facts) =>
        facts.filter(
          ({ event }) =>
            event.type === 'RepresentationEnded' &&
            (event as RepresentationEnded).representationId === representationId,
        ),
      changes: ['where', 'organisationId', 'since'],
    },
    RepresentationEnded: { name: 'representation-end', day: ({ on }) => on, changes: ['reason', 'on'] },
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
    return decideInOffice(command, state);
  },
});

const decideInOffice = byType<Exclude<OfficeCommand, CreateOffice>, Known, OfficeDecision>({
  SetMaxHolders: setMaxHolders,
  StartMandate: startMandate,
  ExtendMandate: extendMandate,
  MoveHolder: moveHolder,
  StartRepresentation: startRepresentation,
  EndRepresentation: endRepresentation,
  EndMandate: endMandate,
  KeepMandate: (command, state) => accept(...alignEnds(command, [], state)),
});

function mandateIn(event: DomainEventShape): string | undefined {
  return 'mandateId' in event ? String(event.mandateId) : undefined;
}

/** Whoever holds the office on a day; past the limit only in an office that is held until replaced. */
export function holdersOn(state: OfficeState, day: string, known?: StatutesState) {
  return state.status === 'absent' ? [] : heldOn(asHeld(state, known), day).map(({ started }) => started);
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
  const { ended, body, by, election, ...facts } = command;
  const { bodyId, clusterId } = state.created;
  const started: MandateStarted = { ...facts, type: 'MandateStarted', bodyId, clusterId };
  const known = mandateById(state, command.mandateId);
  const end = ended && endOf({ ...command, ...ended }, state);
  if (known !== undefined) return restate(known, started, end);
  const refusal =
    unlawfulStart(started, state) ??
    (end && unlawfulEnd(mandateOf(started), end)) ??
    noRoom(mandateOf(started, end), state) ??
    (by && notHeldBy(started, by)) ??
    (election && notElected(started, election)) ??
    (body && absentOn(started.since, body));
  return acceptUnless<OfficeFact, OfficeRejection>(refusal, started, ...(end === undefined ? [] : [end]));
}

type Others = NonNullable<StartMandate['by']>;

/** Ex officio sits who holds the other office. */
function notHeldBy({ person, since, byOfficeId, officeId }: MandateStarted, by: Others) {
  const isHeld =
    byOfficeId !== officeId &&
    holdersOn(by.office, since, by.statutes).some((held) => held.person.personId === person.personId);
  if (isHeld) return undefined;
  const required = `that the person holds the office ${String(byOfficeId)} on that day`;
  return { type: 'GOV_OTHER_OFFICE_NOT_HELD' as const, found: since, required };
}

function extendMandate(command: ExtendMandate, state: Known): OfficeDecision {
  const known = mandateById(state, command.mandateId);
  if (known === undefined) return reject({ type: 'GOV_MANDATE_NOT_FOUND' });
  const { bodyId, clusterId } = state.created;
  return accept({ ...command, type: 'MandateExtended', bodyId, clusterId });
}

function moveHolder(command: MoveHolder, state: Known): OfficeDecision {
  const known = mandateById(state, command.mandateId);
  if (known === undefined) return reject({ type: 'GOV_MANDATE_NOT_FOUND' });
  const { bodyId, clusterId } = state.created;
  return accept({ ...command, type: 'MandateHolderMoved', bodyId, clusterId });
}

function startRepresentation(command: StartRepresentation, state: Known): OfficeDecision {
  if (mandateById(state, command.mandateId) === undefined) return reject({ type: 'GOV_MANDATE_NOT_FOUND' });
  const { bodyId, clusterId } = state.created;
  const { statutes, ...facts } = command;
  const started: RepresentationStarted = { ...facts, type: 'RepresentationStarted', bodyId, clusterId };
  const known = representationById(state, command.representationId);
  if (known !== undefined) return acceptRepeat(started, known.started, { type: 'GOV_REPRESENTATION_EXISTS' });
  return acceptUnless(expiredAct(started, state, statutes), started);
}

function endRepresentation(command: EndRepresentation, state: Known): OfficeDecision {
  const known = representationById(state, command.representationId);
  if (known === undefined) return reject({ type: 'GOV_REPRESENTATION_NOT_FOUND' });
  const { bodyId, clusterId, mandateId, since } = known.started;
  const ended: RepresentationEnded = { ...command, type: 'RepresentationEnded', bodyId, clusterId, mandateId };
  if (known.ended !== undefined)
    return acceptRepeat(ended, known.ended, { type: 'GOV_REPRESENTATION_ENDED', endedOn: known.ended.on });
  return acceptUnless(below('GOV_REPRESENTATION_END_BEFORE_START', command.on, since), ended);
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

function endOf(
  { mandateId, officeId, cause, operationId, on }: Omit<EndMandate, 'type'>,
  { created }: CreatedOffice,
): MandateEnded {
  const { bodyId, clusterId } = created;
  const by = operationId === undefined ? {} : { operationId };
  return { type: 'MandateEnded', mandateId, officeId, bodyId, clusterId, cause, ...by, on };
}
