import { sheetContradictionOf, statutesInForceOn, type Contradiction, type Sheet } from '#libs/ballot';
import { acceptRepeat, acceptUnless, below, cannotFollow, chronicle, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { DomainEvent, meetingEvents } from '#libs/contracts';
import { absentOn, type BodyAbsence, type BodyState } from '../body/body.ts';
import { isOnRoll, rollVersion, type RollState } from '../roll/roll.ts';
import type { StatutesState } from '../statutes/statutes.ts';
import { countedIn, sheetFault } from './attendance.ts';
import type { AttendanceRefusal, AttendanceSheet, Move, SheetOpened } from './attendance.ts';

type MeetingEvent = DomainEvent<typeof meetingEvents>;
export type MeetingFact = FactOf<MeetingEvent>;
export type MeetingConvened = EventOf<MeetingEvent, 'MeetingConvened'>;
export type MeetingHeld = EventOf<MeetingEvent, 'MeetingHeld'>;
type MoveFact = Extract<MeetingFact, { readonly type: Move['type'] }>;

/** The sheet of a meeting, with the day on which it was opened. */
export interface OpenSheet extends AttendanceSheet {
  readonly opened: SheetOpened;
  readonly moves: readonly MoveFact[];
}

interface Convened {
  readonly convened: MeetingConvened;
  readonly sheet?: OpenSheet | undefined;
}

export type MeetingState =
  | { readonly status: 'absent' }
  | (Convened & { readonly status: 'convened' })
  | (Convened & { readonly status: 'held'; readonly held: MeetingHeld });

type Place = 'bodyId' | 'clusterId';

export interface ConveneMeeting extends CommandFor<MeetingConvened, 'ConveneMeeting', 'clusterId'> {
  /** The current state of the body that meets. */
  readonly body: BodyState;
}
type Follows = 'rollVersion' | 'members' | 'proxiesPerHolder';
export interface OpenSheetCommand extends CommandFor<SheetOpened, 'OpenSheet', Place | Follows> {
  /** The current states of the roll that is named, and of the statutes of its cluster. */
  readonly roll: RollState;
  readonly statutes: Pick<StatutesState, 'versions'>;
}
type MoveCommand = 'RecordArrival' | 'RecordDeparture' | 'GiveProxies' | 'WithdrawProxies';
interface Moving {
  readonly meetingId: string;
  readonly move: Move;
  readonly on: string;
  /** The current state of the roll of the sheet. */
  readonly roll: RollState;
}
export type MoveVoters = { [Type in MoveCommand]: Moving & { readonly type: Type } }[MoveCommand];
type Counted = 'members' | 'present' | 'represented';
/** Numbers that are absent are those of the sheet. */
export interface HoldMeeting extends CommandFor<MeetingHeld, 'HoldMeeting', Place | Counted> {
  readonly members?: number | undefined;
  readonly present?: number | undefined;
  readonly represented?: number | undefined;
}
export type MeetingCommand = ConveneMeeting | OpenSheetCommand | MoveVoters | HoldMeeting;

/** Why the numbers of an attendance sheet cannot be: `found` is more than `required`. */
export type SheetRefusal = Refusal<
  'GOV_ATTENDANCE_EXCEEDS_MEMBERS' | 'GOV_REPRESENTED_BY_NOBODY',
  'found' | 'required',
  number
>;

export type MeetingRejection =
  | BodyAbsence
  | Refusal<'GOV_MEETING_NOT_FOUND' | 'GOV_MEETING_EXISTS' | 'GOV_ROLL_NOT_FOUND'>
  | Refusal<'GOV_MEETING_BEFORE_CONVOCATION' | 'GOV_ROLL_OF_ANOTHER_BODY', 'found' | 'required'>
  | Refusal<'GOV_SHEET_REQUIRED' | 'GOV_SHEET_OF_ANOTHER_DAY', 'found' | 'required'>
  | Refusal<'GOV_VOTER_NOT_ON_ROLL' | 'GOV_ATTENDANCE_CONTRADICTS_SHEET', 'found' | 'required'>
  | Refusal<'GOV_SHEET_OPENED', 'openedOn'>
  | Refusal<'GOV_MEETING_HELD', 'heldOn'>
  | AttendanceRefusal
  | SheetRefusal;

type MeetingDecision = Decision<MeetingFact, MeetingRejection>;

const initial: MeetingState = { status: 'absent' };

export const meeting = chronicle({
  context: 'governance',
  name: 'meeting',
  prefix: 'GOV',
  initial,
  facts: {
    MeetingConvened: {
      name: 'convocation',
      happened: true,
      day: ({ convenedOn }) => convenedOn,
      changes: ['convenedOn', 'scheduledFor', 'agenda', 'secondOf', 'notice'],
    },
    SheetOpened: { name: 'sheet-opening', happened: true, day: ({ on }) => on, changes: ['proxiesPerHolder'] },
    VotersArrived: { name: 'arrival', happened: true, day: ({ on }) => on, changes: ['voterIds', 'at'] },
    ProxiesGiven: { name: 'proxies', happened: true, day: ({ on }) => on, changes: ['proxies', 'at'] },
    ProxiesWithdrawn: { name: 'withdrawal', happened: true, day: ({ on }) => on, changes: ['voterIds', 'at'] },
    VotersLeft: { name: 'departure', happened: true, day: ({ on }) => on, changes: ['voterIds', 'at'] },
    MeetingHeld: {
      name: 'sheet',
      happened: true,
      day: ({ on }) => on,
      changes: ['members', 'present', 'represented', 'chair', 'secretary', 'on'],
    },
  },
  evolve,
  judge: (state): MeetingRejection | undefined => {
    if (state.status === 'absent') return undefined;
    const numbers = state.status === 'held' ? sheetRefusal(sheetContradictionOf(state.held)) : undefined;
    return numbers ?? (state.sheet && sheetFault(state.sheet));
  },
  decide: (command: MeetingCommand, state): MeetingDecision => {
    if (command.type === 'ConveneMeeting') return convene(command, state);
    if (state.status === 'absent') return reject({ type: 'GOV_MEETING_NOT_FOUND' });
    if (command.type === 'OpenSheet') return openSheet(command, state);
    return command.type === 'HoldMeeting' ? hold(command, state) : moveVoters(command, state);
  },
});

function evolve(state: MeetingState, fact: MeetingFact): MeetingState {
  if (fact.type === 'MeetingConvened') {
    if (state.status !== 'absent') cannotFollow(fact, `the meeting was convened on ${state.convened.convenedOn}`);
    return { status: 'convened', convened: fact };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the meeting was not convened before that day');
  if (fact.type === 'MeetingHeld') {
    if (state.status === 'held') cannotFollow(fact, `the meeting was held on ${state.held.on}`);
    return { ...state, status: 'held', held: fact };
  }
  const { sheet } = state;
  if (fact.type === 'SheetOpened') {
    if (sheet !== undefined) cannotFollow(fact, `the sheet was opened on ${sheet.opened.on}`);
    return { ...state, sheet: { opened: fact, moves: [] } };
  }
  if (sheet?.opened.on !== fact.on) cannotFollow(fact, 'no attendance sheet was opened on that day');
  return { ...state, sheet: { ...sheet, moves: [...sheet.moves, fact] } };
}

function convene({ body, ...command }: ConveneMeeting, state: MeetingState): MeetingDecision {
  if (body.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
  const convened: MeetingConvened = { ...command, clusterId: body.created.clusterId, type: 'MeetingConvened' };
  if (state.status !== 'absent') return acceptRepeat(convened, state.convened, { type: 'GOV_MEETING_EXISTS' });
  const early = below('GOV_MEETING_BEFORE_CONVOCATION', command.scheduledFor, command.convenedOn);
  return acceptUnless(early ?? absentOn(command.scheduledFor, body), convened);
}

type Existing = Exclude<MeetingState, { readonly status: 'absent' }>;

function openSheet({ roll, statutes, ...command }: OpenSheetCommand, state: Existing): MeetingDecision {
  const { bodyId, clusterId, convenedOn } = state.convened;
  const version = rollVersion(roll);
  if (roll.status === 'absent' || version === undefined) return reject({ type: 'GOV_ROLL_NOT_FOUND' });
  if (roll.frozen.bodyId !== bodyId)
    return reject({ type: 'GOV_ROLL_OF_ANOTHER_BODY', found: roll.frozen.bodyId, required: bodyId });
  const { rollVersion: number, count: members } = version;
  const { proxiesPerHolder } = statutesInForceOn(statutes.versions, command.on) ?? {};
  const opened: SheetOpened = {
    ...{ ...command, type: 'SheetOpened', bodyId, clusterId, rollVersion: number, members },
    ...(proxiesPerHolder === undefined ? {} : { proxiesPerHolder }),
  };
  const known = state.sheet?.opened;
  if (known !== undefined) return acceptRepeat(opened, known, { type: 'GOV_SHEET_OPENED', openedOn: known.on });
  // A sheet may be entered once the meeting was held: it is the one of that day.
  if (state.status === 'held' && state.held.on !== command.on)
    return reject({ type: 'GOV_SHEET_OF_ANOTHER_DAY', found: command.on, required: state.held.on });
  return acceptUnless(below('GOV_MEETING_BEFORE_CONVOCATION', command.on, convenedOn), opened);
}

function moveVoters({ meetingId, move, on, roll }: MoveVoters, { convened, sheet }: Existing): MeetingDecision {
  if (sheet === undefined)
    return reject({ type: 'GOV_SHEET_REQUIRED', found: 'no attendance sheet', required: 'open-sheet before' });
  const { on: required } = sheet.opened;
  if (on !== required) return reject({ type: 'GOV_SHEET_OF_ANOTHER_DAY', found: on, required });
  const { bodyId, clusterId } = convened;
  return acceptUnless(strangerAmong(namedIn(move), sheet, roll), { ...move, meetingId, bodyId, clusterId, on });
}

/** Why somebody who is named has no vote: nobody votes, and nobody holds proxies, who is not on the roll of the sheet. */
export function strangerAmong(
  named: readonly string[],
  { opened }: OpenSheet,
  roll: RollState,
): MeetingRejection | undefined {
  const version = rollVersion(roll, opened.rollVersion);
  const found = named.find((voterId) => version === undefined || !isOnRoll(version, voterId));
  if (found === undefined) return undefined;
  const required = `a voter of version ${String(opened.rollVersion)} of the roll ${opened.rollId}`;
  return { type: 'GOV_VOTER_NOT_ON_ROLL', found, required };
}

/** Whoever a move names, principals with their holders. */
function namedIn(move: Move): readonly string[] {
  if ('voterIds' in move) return move.voterIds;
  return move.proxies.flatMap(({ principalId, holderId }) => [principalId, holderId]);
}

function hold(command: HoldMeeting, state: Existing): MeetingDecision {
  const { bodyId, clusterId, convenedOn } = state.convened;
  // Held again in the same words: the numbers that it leaves out are those of then, whatever the sheet says by now.
  const counted = state.status === 'held' ? state.held : state.sheet && countedIn(state.sheet);
  const { members = counted?.members, present = counted?.present, represented = counted?.represented } = command;
  if (members === undefined || present === undefined || represented === undefined)
    return reject({ type: 'GOV_SHEET_REQUIRED', found: 'no numbers', required: 'an attendance sheet, or its numbers' });
  const held: MeetingHeld = { ...command, type: 'MeetingHeld', bodyId, clusterId, members, present, represented };
  if (state.status === 'held') return repeatHeld(held, state.held);
  const early = below('GOV_MEETING_BEFORE_CONVOCATION', command.on, convenedOn);
  return acceptUnless(early ?? sheetRefusal(sheetContradictionOf(held)) ?? contradicted(held, state.sheet), held);
}

/** A person is the same by its id, whatever name it was given. */
function repeatHeld(held: MeetingHeld, known: MeetingHeld): MeetingDecision {
  return acceptRepeat(persons(held), persons(known), { type: 'GOV_MEETING_HELD', heldOn: known.on });
}

function persons({ chair, secretary, ...held }: MeetingHeld): object {
  return { ...held, chair: chair?.personId, secretary: secretary?.personId };
}

function contradicted(held: MeetingHeld, sheet: OpenSheet | undefined): MeetingRejection | undefined {
  if (sheet === undefined) return undefined;
  const { on } = sheet.opened;
  if (held.on !== on) return { type: 'GOV_SHEET_OF_ANOTHER_DAY', found: held.on, required: on };
  const [found, required] = [sheetText(held), sheetText(countedIn(sheet))];
  return found === required ? undefined : { type: 'GOV_ATTENDANCE_CONTRADICTS_SHEET', found, required };
}

/** The numbers of a sheet in words. */
export function sheetText({ members, present, represented }: Sheet): string {
  return `${String(present)} present and ${String(represented)} represented of ${String(members)} members`;
}

function sheetRefusal(contradiction: Contradiction | undefined): SheetRefusal | undefined {
  if (contradiction === undefined) return undefined;
  const { of, found, atMost: required } = contradiction;
  return { type: SHEET_CODES[of === 'representation' ? of : 'attendance'], found, required };
}

export const SHEET_CODES = {
  attendance: 'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
  representation: 'GOV_REPRESENTED_BY_NOBODY',
} as const;
