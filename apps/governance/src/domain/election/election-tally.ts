import { electionContradictionOf, type AppliedClause, type ElectionTally } from '#libs/ballot';
import type { MeetingState } from '../meeting/meeting.ts';
import { offSheet } from '../resolution/tally-refusals.ts';
import type { ElectionTallyRefusal } from './election.rejection.ts';

const CODES = {
  attendance: 'GOV_ATTENDANCE_EXCEEDS_MEMBERS',
  representation: 'GOV_REPRESENTED_BY_NOBODY',
  votes: 'GOV_VOTES_EXCEED_ATTENDANCE',
  spoilt: 'GOV_BALLOTS_EXCEEDED',
  candidacy: 'GOV_VOTES_EXCEED_BALLOTS',
  places: 'GOV_VOTES_EXCEED_PLACES',
  unused: 'GOV_BALLOTS_UNUSED',
  against: 'GOV_VOTES_AGAINST_SEVERAL',
} as const;

/** What the numbers of a round are held against. */
interface Held {
  readonly meeting: MeetingState;
  readonly rule: AppliedClause;
  readonly places: number;
  readonly on: string;
}

/** Why a tally cannot be the one of a round: by its own numbers, by the attendance sheet of the meeting, or by the clause that decides. */
export function electionTallyRefusal(
  tally: ElectionTally,
  { meeting, rule, places, on }: Held,
): ElectionTallyRefusal | undefined {
  const own = electionContradictionOf(tally, places);
  if (own !== undefined) return { type: CODES[own.of], found: own.found, required: own.required };
  return offSheet(meeting, tally, on) ?? (rule.counting && byGroups(rule.counting));
}

/** Votes by college or by weight are those of resolutions: who is elected so is not reckoned here. */
function byGroups({ by, groups }: NonNullable<AppliedClause['counting']>): ElectionTallyRefusal {
  const found = `votes by ${by}: ${groups.map(({ group }) => group).join(', ')}`;
  return {
    type: 'GOV_ELECTION_COUNTED_BY_GROUPS',
    found,
    required: 'a clause of elections by which each voter counts once',
  };
}
