import { contradictionOf, contradictionUnder, type AppliedClause, type Sheet, type Tally } from '#libs/ballot';
import type { TallyContradiction } from '#libs/ballot';
import type { Refusal } from '#libs/kernel';
import { SHEET_CODES, sheetText, type MeetingState, type SheetRefusal } from '../meeting/meeting.ts';

/** Why a tally cannot be the one of a vote. */
export type TallyRefusal =
  | SheetRefusal
  | Refusal<'GOV_VOTES_EXCEED_ATTENDANCE', 'found' | 'required', number>
  | Refusal<(typeof TEXT_CODES)[keyof typeof TEXT_CODES], 'found' | 'required'>
  | OffSheet;

/** Why it is not the tally of that meeting. */
export type OffSheet =
  | Refusal<'GOV_TALLY_CONTRADICTS_SHEET', 'found' | 'required'>
  | (Refusal<'GOV_MEETING_NOT_HELD_THAT_DAY', 'required'> & { readonly found?: string | undefined });

const TEXT_CODES = {
  groups: 'GOV_TALLY_GROUPS_DIFFER',
  'group-names': 'GOV_TALLY_GROUPS_REQUIRED',
  'secret-casting-vote': 'GOV_CASTING_VOTE_NOT_OPEN',
  'casting-vote': 'GOV_CASTING_VOTE_NOT_GIVEN',
  tie: 'GOV_CASTING_VOTE_WITHOUT_TIE',
} as const;

/** By its own numbers. */
export function ownContradiction(tally: Tally): TallyRefusal | undefined {
  return refusalOf(contradictionOf(tally));
}

/** By the day and the attendance sheet of the meeting, then by the clause that it is judged under. */
export function contradictedBy(
  meeting: MeetingState,
  tally: Tally,
  on: string,
  rule: AppliedClause,
): TallyRefusal | undefined {
  return offSheet(meeting, tally, on) ?? refusalOf(contradictionUnder(tally, rule));
}

/** By the day and the attendance sheet of the meeting alone. */
export function offSheet(meeting: MeetingState, tally: Sheet, on: string): OffSheet | undefined {
  const held = meeting.status === 'held' ? meeting.held : undefined;
  if (held?.on !== on) return { type: 'GOV_MEETING_NOT_HELD_THAT_DAY', found: held?.on, required: on };
  if (!exceeds(tally, held)) return undefined;
  const required = `${sheetText(held)} at most`;
  return { type: 'GOV_TALLY_CONTRADICTS_SHEET', found: sheetText(tally), required };
}

function refusalOf(contradiction: TallyContradiction | undefined): TallyRefusal | undefined {
  if (contradiction === undefined) return undefined;
  if ('required' in contradiction) {
    const { of, found, required } = contradiction;
    return { type: TEXT_CODES[of], found, required };
  }
  const { of, found, atMost: required } = contradiction;
  return { type: of === 'votes' ? 'GOV_VOTES_EXCEED_ATTENDANCE' : SHEET_CODES[of], found, required };
}

/** Members may leave before a vote; nobody who is not on the attendance sheet takes part in it. */
function exceeds(tally: Sheet, held: Sheet): boolean {
  return tally.members !== held.members || tally.present > held.present || tally.represented > held.represented;
}
