import type { Sheet } from '#libs/ballot';
import type { EventOf, Refusal } from '#libs/kernel';
import type { DomainEvent, meetingEvents } from '#libs/contracts';

type MeetingEvent = DomainEvent<typeof meetingEvents>;
export type SheetOpened = EventOf<MeetingEvent, 'SheetOpened'>;
type VotersArrived = EventOf<MeetingEvent, 'VotersArrived'>;
type VotersLeft = EventOf<MeetingEvent, 'VotersLeft'>;
type ProxiesGiven = EventOf<MeetingEvent, 'ProxiesGiven'>;
type ProxiesWithdrawn = EventOf<MeetingEvent, 'ProxiesWithdrawn'>;

/** What happens to a sheet after it was opened. */
export type Move =
  | Pick<VotersArrived, 'type' | 'voterIds' | 'at'>
  | Pick<VotersLeft, 'type' | 'voterIds' | 'at'>
  | Pick<ProxiesGiven, 'type' | 'proxies' | 'at'>
  | Pick<ProxiesWithdrawn, 'type' | 'voterIds' | 'at'>;

/** An attendance sheet with its arrivals and departures, and the register of proxies beside it. */
export interface AttendanceSheet {
  readonly opened: Pick<SheetOpened, 'members' | 'proxiesPerHolder'>;
  /** In whatever order they were recorded. */
  readonly moves: readonly Move[];
}

/** Whoever took part at a time, or at any time. */
export interface Attendance {
  readonly present: readonly string[];
  /** Principals whose proxy counted: its holder was there, and they were not. */
  readonly represented: readonly { readonly principalId: string; readonly holderId: string }[];
}

type Moved = 'found' | 'required';
/** Why what a sheet says cannot be. */
export type AttendanceRefusal =
  | Refusal<'GOV_VOTER_PRESENT' | 'GOV_VOTER_NOT_PRESENT' | 'GOV_PROXY_GIVEN_TWICE' | 'GOV_PROXY_NOT_GIVEN', Moved>
  | Refusal<'GOV_PROXY_TO_ONESELF' | 'GOV_PRINCIPAL_PRESENT', Moved>
  | Refusal<'GOV_PROXIES_TOO_MANY', Moved, number>;

/** At one time: whoever comes takes part in what is voted then, whoever leaves does as well. */
const RANKS: readonly Move['type'][] = ['VotersArrived', 'ProxiesWithdrawn', 'ProxiesGiven', 'VotersLeft'];
/** Proxies without a time were given before the meeting. */
const BEFORE = '';

/** Who is there and who is represented, as the moves of a sheet make it. */
class Room {
  readonly present = new Set<string>();
  /** Holders by their principals. */
  readonly proxies = new Map<string, string>();
  readonly ever = new Set<string>();
  readonly everRepresented = new Map<string, string>();

  constructor(private readonly limit: number | undefined) {}

  /** Why a move cannot be; undefined once it is made. */
  make(move: Move): AttendanceRefusal | undefined {
    const refusal =
      move.type === 'ProxiesGiven' ? this.#give(move) : firstOf(move.voterIds, (voterId) => this.#move(move, voterId));
    for (const { principalId, holderId } of this.represented()) this.everRepresented.set(principalId, holderId);
    return refusal;
  }

  /** The proxies that count. */
  represented(): Attendance['represented'] {
    return [...this.proxies]
      .filter(([, holderId]) => this.present.has(holderId))
      .map(([principalId, holderId]) => ({ principalId, holderId }));
  }

  #move({ type, at }: Exclude<Move, { type: 'ProxiesGiven' }>, voterId: string): AttendanceRefusal | undefined {
    if (type === 'ProxiesWithdrawn') {
      if (this.proxies.delete(voterId)) return undefined;
      return { type: 'GOV_PROXY_NOT_GIVEN', found: voterId, required: `a voter whose proxy is in force at ${at}` };
    }
    const isThere = this.present.has(voterId);
    if (type === 'VotersLeft') {
      if (!this.present.delete(voterId))
        return { type: 'GOV_VOTER_NOT_PRESENT', found: voterId, required: `a voter who is there at ${at}` };
      return undefined;
    }
    if (isThere) return { type: 'GOV_VOTER_PRESENT', found: voterId, required: `a voter who is not there at ${at}` };
    this.present.add(voterId);
    this.ever.add(voterId);
    // Whoever comes votes in person from then on: the proxy has ended, also when its principal leaves again.
    this.proxies.delete(voterId);
    return undefined;
  }

  #give({ proxies }: Extract<Move, { type: 'ProxiesGiven' }>): AttendanceRefusal | undefined {
    return firstOf(proxies, ({ principalId, holderId }) => {
      if (principalId === holderId)
        return { type: 'GOV_PROXY_TO_ONESELF', found: holderId, required: 'another voter as its holder' };
      if (this.present.has(principalId))
        return { type: 'GOV_PRINCIPAL_PRESENT', found: principalId, required: 'a voter who is not there' };
      const known = this.proxies.get(principalId);
      if (known !== undefined)
        return { type: 'GOV_PROXY_GIVEN_TWICE', found: holderId, required: `none beside the one that ${known} holds` };
      this.proxies.set(principalId, holderId);
      const found = [...this.proxies.values()].filter((each) => each === holderId).length;
      if (this.limit === undefined || found <= this.limit) return undefined;
      return { type: 'GOV_PROXIES_TOO_MANY', found, required: this.limit };
    });
  }
}

function firstOf<Item>(
  items: readonly Item[],
  refuse: (item: Item) => AttendanceRefusal | undefined,
): AttendanceRefusal | undefined {
  for (const item of items) {
    const refusal = refuse(item);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Why a sheet cannot be so; the first reason in the order of its times. */
export function sheetFault(sheet: AttendanceSheet): AttendanceRefusal | undefined {
  const room = new Room(sheet.opened.proxiesPerHolder);
  return firstOf(inOrder(sheet.moves), (move) => room.make(move));
}

/** Who took part at a time, with what happened at that minute; without a time whoever took part at any. */
export function attendanceOf(sheet: AttendanceSheet, at?: string): Attendance {
  const room = new Room(undefined);
  const isBefore = (move: Move): boolean => at === undefined || isBy(move, at);
  for (const move of inOrder(sheet.moves)) if (isBefore(move)) room.make(move);
  if (at !== undefined) return { present: [...room.present], represented: room.represented() };
  // Whoever came in the end votes in person, and is counted once.
  const represented = [...room.everRepresented].filter(([principalId]) => !room.ever.has(principalId));
  return {
    present: [...room.ever],
    represented: represented.map(([principalId, holderId]) => ({ principalId, holderId })),
  };
}

/** What a sheet adds up to over the whole meeting. */
export function countedIn(sheet: AttendanceSheet): Sheet {
  const { present, represented } = attendanceOf(sheet);
  return { members: sheet.opened.members, present: present.length, represented: represented.length };
}

/** Whoever leaves at the minute of a vote takes part in it. */
function isBy(move: Move, at: string): boolean {
  const time = move.at ?? BEFORE;
  return move.type === 'VotersLeft' ? time < at : time <= at;
}

function inOrder(moves: readonly Move[]): readonly Move[] {
  return moves.toSorted((a, b) => {
    const [left, right] = [a.at ?? BEFORE, b.at ?? BEFORE];
    if (left !== right) return left < right ? -1 : 1;
    return RANKS.indexOf(a.type) - RANKS.indexOf(b.type);
  });
}
