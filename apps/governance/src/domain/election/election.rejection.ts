import type { Refusal } from '#libs/kernel';
import type { BodyAbsence } from '../body/body.ts';
import type { SheetRefusal } from '../meeting/meeting.ts';
import type { OffSheet } from '../resolution/tally-refusals.ts';

type Both = 'found' | 'required';

/** Why the numbers of a round cannot be: `found` is more than `required`, of unused ballots fewer. */
export type ElectionTallyRefusal =
  | SheetRefusal
  | Refusal<'GOV_VOTES_EXCEED_ATTENDANCE' | 'GOV_BALLOTS_EXCEEDED' | 'GOV_VOTES_EXCEED_BALLOTS', Both, number>
  | Refusal<'GOV_VOTES_EXCEED_PLACES' | 'GOV_BALLOTS_UNUSED' | 'GOV_VOTES_AGAINST_SEVERAL', Both, number>
  | Refusal<'GOV_ELECTION_COUNTED_BY_GROUPS', Both>
  | OffSheet;

/** Why what was recorded of an election cannot be so together. */
export type ElectionFault =
  | Refusal<'GOV_CANDIDATE_TWICE' | 'GOV_ELECTION_CANDIDACIES_DIFFER' | 'GOV_TIE_NOT_AMONG' | 'GOV_TIE_RULE', Both>
  | Refusal<'GOV_ELECTION_PLACES_DIFFER' | 'GOV_TIE_PLACES', Both, number>
  | Refusal<'GOV_ELECTION_ROUND_EARLY' | 'GOV_ELECTION_NEED_DIFFERS', Both>;

export type ElectionRejection =
  | BodyAbsence
  | ElectionTallyRefusal
  | ElectionFault
  | Refusal<'GOV_OFFICE_NOT_FOUND' | 'GOV_MEETING_NOT_FOUND'>
  | Refusal<'GOV_ELECTION_NOT_FOUND' | 'GOV_ELECTION_EXISTS' | 'GOV_CANDIDACY_NOT_FOUND' | 'GOV_CANDIDACY_EXISTS'>
  | Refusal<'GOV_ELECTION_NOT_HELD' | 'GOV_ELECTION_NOT_TIED'>
  | Refusal<'GOV_STATUTES_NOT_IN_FORCE', 'on'>
  | Refusal<'GOV_OFFICE_OF_ANOTHER_CLUSTER' | 'GOV_MEETING_OF_ANOTHER_BODY', Both>
  | Refusal<'GOV_ELECTION_PLACES_EXCEED_OFFICE' | 'GOV_CANDIDACIES_TOO_MANY', Both, number>
  | Refusal<'GOV_ELECTION_DECIDED' | 'GOV_CANDIDACY_WITHDRAWN' | 'GOV_TIE_RESOLVED', Both>;
