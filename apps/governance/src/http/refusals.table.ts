import type { RefusalTable } from '#libs/commands';
import type { FactRefusal } from '#libs/kernel';
import type { BodyRejection } from '../domain/body/body.ts';
import type { DeclarationRejection } from '../domain/declarations/declarations.ts';
import type { ElectionRejection } from '../domain/election/election.rejection.ts';
import type { InterestRejection } from '../domain/interests/interests.ts';
import type { MeetingRejection } from '../domain/meeting/meeting.ts';
import type { OfficeRejection } from '../domain/office/office.rejection.ts';
import type { ResolutionRejection } from '../domain/resolution/resolution.ts';
import type { CapRefusal } from './caps.ts';
import type { RegisterRefusal } from './register.ts';
import type { RoleRejection } from '../domain/role/role.ts';
import type { RollRejection } from '../domain/roll/roll.ts';
import type { SeatPlanRejection } from '../domain/seat-plan/seat-plan.ts';
import type { StatutesRejection } from '../domain/statutes/statutes.ts';

export type GovernanceRefusal = (
  | RegisterRefusal
  | FactRefusal<'GOV'>
  | BodyRejection
  | SeatPlanRejection
  | OfficeRejection
  | CapRefusal
  | RoleRejection
  | StatutesRejection
  | RollRejection
  | MeetingRejection
  | ResolutionRejection
  | DeclarationRejection
  | ElectionRejection
  | InterestRejection
)['type'];

/** The refusals of every correction. */
export const FACT_REFUSALS = ['GOV_FACT_NOT_FOUND', 'GOV_FACT_CONTRADICTED'] as const;

export const governanceRefusals: RefusalTable<GovernanceRefusal> = {
  GOV_FACT_NOT_FOUND: { status: 404, title: 'Nothing that was recorded here has this id, or it was taken back.' },
  GOV_FACT_CONTRADICTED: { status: 409, title: 'Something else that is recorded cannot be so together with this.' },
  GOV_CLUSTER_ABSENT: { status: 409, title: 'The cluster is not in the register, or has ended by that day.' },
  GOV_ORGANISATION_ABSENT: { status: 409, title: 'The organisation is not in the register.' },
  GOV_BODY_NOT_FOUND: { status: 404, title: 'Body not found.' },
  GOV_BODY_EXISTS: { status: 409, title: 'A body with this id exists with different data.' },
  GOV_BODY_BEFORE_CREATION: { status: 409, title: 'The body does not exist yet on that day.' },
  GOV_BODY_ABOLISHED: { status: 409, title: 'The body has been abolished: it is gone from the recorded day on.' },
  GOV_BODY_RESERVED_EXCEEDS_SIZE: { status: 409, title: 'More seats are reserved than the body has.' },
  GOV_BODY_CONSTRAINT_NOT_FOUND: { status: 404, title: 'Rule on the composition not found in this body.' },
  GOV_BODY_CAP_EXCEEDED: {
    status: 409,
    title: 'The organisation would have more seats in the body than a rule on its composition allows.',
  },
  GOV_SEAT_PLAN_NOT_FOUND: { status: 404, title: 'Seat plan not found.' },
  GOV_SEAT_PLAN_EXISTS: { status: 409, title: 'A seat plan with this id exists with different data.' },
  GOV_SEAT_PLAN_IMPOSSIBLE: { status: 409, title: 'The seats cannot be shared by these figures, limits and weights.' },
  GOV_SEAT_PLAN_OF_OTHER_SIZE: {
    status: 409,
    title: 'The plan has another number of seats than the body on that day.',
  },
  GOV_LOT_BEFORE_PLAN: { status: 409, title: 'Lots cannot be drawn before the seats were shared.' },
  GOV_LOT_NOT_OF_TIE: { status: 409, title: 'The lots name others than an open tie of the plan.' },
  GOV_OFFICE_NOT_FOUND: { status: 404, title: 'Office not found.' },
  GOV_OFFICE_EXISTS: { status: 409, title: 'An office with this id exists with different data.' },
  GOV_OFFICE_BEFORE_CREATION: { status: 409, title: 'The office does not exist yet on that day.' },
  GOV_OFFICE_FULL: { status: 409, title: 'On at least one day the office would have more holders than allowed.' },
  GOV_MANDATE_NOT_FOUND: { status: 404, title: 'Mandate not found in this office.' },
  GOV_MANDATE_EXISTS: { status: 409, title: 'A mandate with this id exists with different data.' },
  GOV_MANDATE_LIMIT_REQUIRED: { status: 409, title: 'A transitional mandate requires a limit.' },
  GOV_MANDATE_LIMIT_BEFORE_START: { status: 409, title: 'The limit of the mandate is before its start.' },
  GOV_MANDATE_FOLLOWS_UNKNOWN: { status: 409, title: 'The preceding mandate does not belong to the same office.' },
  GOV_MANDATE_ENDED: { status: 409, title: 'The mandate has already ended, with different data.' },
  GOV_MANDATE_END_BEFORE_START: { status: 409, title: 'A mandate cannot end before its start.' },
  GOV_MANDATE_NOT_EXPIRED: { status: 409, title: 'A mandate expires only after its limit, and never without one.' },
  GOV_MANDATE_PERSON_HOLDS_OFFICE: { status: 409, title: 'The person already holds this office on one of these days.' },
  GOV_MANDATE_NOT_EX_OFFICIO: {
    status: 409,
    title: 'Only a mandate ex officio follows the holders of another office.',
  },
  GOV_OTHER_OFFICE_NOT_HELD: { status: 409, title: 'The person does not hold the other office on that day.' },
  GOV_MANDATE_WITHOUT_LIMIT: { status: 409, title: 'A mandate without a limit has nothing to extend.' },
  GOV_MANDATE_EXPIRED: {
    status: 409,
    title: 'The mandate expired before that day: it cannot be extended or acted under, a new mandate is needed.',
  },
  GOV_MANDATE_EXTENSION_TOO_SHORT: { status: 409, title: 'An extension sets a later limit than the one in force.' },
  GOV_MANDATE_NOT_HELD: { status: 409, title: 'The mandate is not held on that day.' },
  GOV_REPRESENTATION_NOT_FOUND: { status: 404, title: 'Representation not found in this office.' },
  GOV_REPRESENTATION_EXISTS: { status: 409, title: 'A representation with this id exists with different data.' },
  GOV_REPRESENTATION_ENDED: { status: 409, title: 'The representation has already ended, with different data.' },
  GOV_REPRESENTATION_END_BEFORE_START: { status: 409, title: 'A representation cannot end before its start.' },
  GOV_ROLE_NOT_FOUND: { status: 404, title: 'Role not found.' },
  GOV_ROLE_EXISTS: { status: 409, title: 'A role with this id exists with different data.' },
  GOV_ROLE_ENDED: { status: 409, title: 'The role has already ended, with different data.' },
  GOV_ROLE_END_BEFORE_START: { status: 409, title: 'A role cannot end before its start.' },
  GOV_STATUTES_VERSION_EXISTS: { status: 409, title: 'A version with this number exists with different data.' },
  GOV_STATUTES_CLAUSE_TWICE: { status: 409, title: 'Two clauses are about the same decisions of the same bodies.' },
  GOV_STATUTES_GROUP_TWICE: { status: 409, title: 'A clause counts the votes of one group twice.' },
  GOV_STATUTES_MAJORITY_UNATTAINABLE: { status: 409, title: 'The majority exceeds the total number of votes.' },
  GOV_STATUTES_QUORUM_UNATTAINABLE: { status: 409, title: 'The quorum exceeds the total number of members.' },
  GOV_STATUTES_NOT_IN_FORCE: { status: 409, title: 'The cluster has no statutes in force on that day.' },
  GOV_ROLL_NOT_FOUND: { status: 404, title: 'Roll not found.' },
  GOV_ROLL_EXISTS: { status: 409, title: 'A roll with this id exists with different data.' },
  GOV_ROLL_EMPTY: { status: 409, title: 'Nobody has a vote in the body on that day.' },
  GOV_ROLL_TOO_LARGE: { status: 409, title: 'A roll holds fewer voters.' },
  GOV_ROLL_BEFORE_FREEZING: { status: 409, title: 'A roll cannot be amended before it was frozen.' },
  GOV_ROLL_OF_ANOTHER_BODY: { status: 409, title: 'The roll is that of another body than the one that meets.' },
  GOV_VOTER_TWICE: { status: 409, title: 'A voter stands on the roll twice.' },
  GOV_VOTER_NOT_ON_ROLL: { status: 409, title: 'Whoever is not on the roll of the sheet has no vote.' },
  GOV_VOTER_PRESENT: { status: 409, title: 'The voter is there already.' },
  GOV_VOTER_NOT_PRESENT: { status: 409, title: 'The voter is not there.' },
  GOV_PROXY_TO_ONESELF: { status: 409, title: 'Nobody holds their own proxy.' },
  GOV_PRINCIPAL_PRESENT: { status: 409, title: 'Whoever is there votes in person, and gives no proxy.' },
  GOV_PROXY_GIVEN_TWICE: { status: 409, title: 'The voter has given its proxy to another one.' },
  GOV_PROXY_NOT_GIVEN: { status: 409, title: 'The voter has no proxy to take back.' },
  GOV_PROXIES_TOO_MANY: { status: 409, title: 'One holder has more proxies than the statutes allow.' },
  GOV_SHEET_REQUIRED: { status: 409, title: 'The meeting has no attendance sheet.' },
  GOV_SHEET_OPENED: { status: 409, title: 'The attendance sheet has already been opened, with different data.' },
  GOV_SHEET_OF_ANOTHER_DAY: { status: 409, title: 'The attendance sheet is of another day.' },
  GOV_ATTENDANCE_CONTRADICTS_SHEET: { status: 409, title: 'The numbers are not those of the attendance sheet.' },
  GOV_MEETING_NOT_FOUND: { status: 404, title: 'Meeting not found.' },
  GOV_MEETING_EXISTS: { status: 409, title: 'A meeting with this id exists with different data.' },
  GOV_MEETING_BEFORE_CONVOCATION: { status: 409, title: 'A meeting cannot be held before its convocation.' },
  GOV_MEETING_HELD: { status: 409, title: 'The meeting has already been held, with different data.' },
  GOV_MEETING_NOT_HELD_THAT_DAY: { status: 409, title: 'The meeting was not held on the day of the vote.' },
  GOV_REPRESENTED_BY_NOBODY: { status: 409, title: 'Members are represented, and nobody is present.' },
  GOV_TALLY_CONTRADICTS_SHEET: {
    status: 409,
    title: 'The tally counts members who are not on the attendance sheet of the meeting.',
  },
  GOV_ATTENDANCE_EXCEEDS_MEMBERS: { status: 409, title: 'More members are present or represented than the body has.' },
  GOV_VOTES_EXCEED_ATTENDANCE: { status: 409, title: 'More votes were cast than members were present or represented.' },
  GOV_TALLY_GROUPS_DIFFER: { status: 409, title: 'The numbers of the groups contradict those of the whole vote.' },
  GOV_TALLY_GROUPS_REQUIRED: {
    status: 409,
    title: 'The statutes count this vote by groups: their numbers are required.',
  },
  GOV_CASTING_VOTE_NOT_OPEN: { status: 409, title: 'The chair decides a tie of an open ballot only.' },
  GOV_CASTING_VOTE_NOT_GIVEN: { status: 409, title: 'The statutes give the chair no casting vote on this decision.' },
  GOV_CASTING_VOTE_WITHOUT_TIE: { status: 409, title: 'The chair decides a tie only, and there was none.' },
  GOV_RESOLUTION_NOT_FOUND: { status: 404, title: 'Resolution not found.' },
  GOV_RESOLUTION_EXISTS: { status: 409, title: 'A resolution with this id exists with different data.' },
  GOV_DECLARATION_NOT_FOUND: { status: 404, title: 'Declaration not found.' },
  GOV_DECLARATION_EXISTS: { status: 409, title: 'A declaration with this id was filed with different data.' },
  GOV_CHANGE_NOT_FOUND: { status: 409, title: 'The cluster has no such change to declare, by what is known.' },
  GOV_CHANGE_DECLARED: { status: 409, title: 'The change was declared already.' },
  GOV_DECLARATION_BEFORE_CHANGE: { status: 409, title: 'A change is not declared before it has come.' },
  GOV_DECLARATION_ANSWERED_BEFORE_FILING: {
    status: 409,
    title: 'The prefecture does not answer to a declaration before it was filed.',
  },
  GOV_DECLARATION_ANSWERED: {
    status: 409,
    title: 'The prefecture has answered to the declaration, with different data.',
  },
  GOV_INTEREST_NOT_FOUND: { status: 404, title: 'Interest not found.' },
  GOV_INTEREST_EXISTS: { status: 409, title: 'An interest with this id was declared with different data.' },
  GOV_INTEREST_ENDED: { status: 409, title: 'The interest ended on another day.' },
  GOV_INTEREST_ENDED_BEFORE: { status: 409, title: 'An interest cannot end before it begins.' },
  GOV_PERSON_NOT_DIRECTOR: { status: 409, title: 'The person administers the cluster on no day, by what is known.' },
  GOV_REGULATED_AGREEMENT_NOT_FOUND: { status: 404, title: 'Regulated agreement not found.' },
  GOV_REGULATED_AGREEMENT_EXISTS: { status: 409, title: 'An agreement with this id was reported with different data.' },
  GOV_REGULATED_AGREEMENT_DECIDED: { status: 409, title: 'The agreement was decided otherwise.' },
  GOV_REGULATED_AGREEMENT_DECIDED_BEFORE: {
    status: 409,
    title: 'The report on an agreement is not decided before the agreement.',
  },
  GOV_RESOLUTION_OF_ANOTHER_CLUSTER: { status: 409, title: 'The resolution is that of another cluster.' },
  GOV_RESOLUTION_NOT_DECIDED: { status: 409, title: 'The resolution was neither adopted nor rejected.' },
  GOV_CONCERNED_TOOK_PART: { status: 409, title: 'Whoever an agreement concerns takes no part in the vote on it.' },
  GOV_RESOLUTION_DECIDED: { status: 409, title: 'The resolution has already been decided, with different data.' },
  GOV_ELECTION_NOT_FOUND: { status: 404, title: 'Election not found.' },
  GOV_ELECTION_EXISTS: { status: 409, title: 'An election with this id exists with different data.' },
  GOV_OFFICE_OF_ANOTHER_CLUSTER: {
    status: 409,
    title: 'The office is one of another cluster than the body that elects.',
  },
  GOV_MEETING_OF_ANOTHER_BODY: { status: 409, title: 'The meeting is one of another body than the one that elects.' },
  GOV_ELECTION_PLACES_EXCEED_OFFICE: { status: 409, title: 'More are to be elected than may hold the office.' },
  GOV_CANDIDACY_NOT_FOUND: { status: 404, title: 'Candidacy not found in this election.' },
  GOV_CANDIDACY_EXISTS: { status: 409, title: 'A candidacy with this id exists with different data.' },
  GOV_CANDIDACY_WITHDRAWN: { status: 409, title: 'The candidacy was withdrawn on another day.' },
  GOV_CANDIDACIES_TOO_MANY: { status: 409, title: 'An election has fewer candidacies.' },
  GOV_CANDIDATE_TWICE: { status: 409, title: 'A person stands in an election once.' },
  GOV_ELECTION_DECIDED: { status: 409, title: 'This vote has been recorded otherwise, or all places are filled.' },
  GOV_ELECTION_NOT_HELD: { status: 409, title: 'The election has not been held.' },
  GOV_ELECTION_NOT_TIED: {
    status: 409,
    title: 'There is no tie: equal votes that all have a place, or none, ask for no lot.',
  },
  GOV_ELECTION_CANDIDACIES_DIFFER: {
    status: 409,
    title: 'The tally is not one of the candidacies that stand on that day.',
  },
  GOV_ELECTION_PLACES_DIFFER: { status: 409, title: 'A round was held for another number of places than are open.' },
  GOV_ELECTION_NEED_DIFFERS: { status: 409, title: 'A later round was judged as if this one were none, or were one.' },
  GOV_ELECTION_ROUND_EARLY: { status: 409, title: 'A round cannot be held before the one before it.' },
  GOV_ELECTION_COUNTED_BY_GROUPS: {
    status: 409,
    title: 'The statutes count votes by college or by weight: elections are reckoned where each voter counts once.',
  },
  GOV_BALLOTS_EXCEEDED: { status: 409, title: 'More ballots are blank or invalid than were cast.' },
  GOV_VOTES_EXCEED_BALLOTS: { status: 409, title: 'A candidacy has more votes than there are valid ballots.' },
  GOV_VOTES_EXCEED_PLACES: { status: 409, title: 'More votes were counted than the valid ballots have names for.' },
  GOV_BALLOTS_UNUSED: {
    status: 409,
    title: 'Fewer votes were counted than there are valid ballots: one that names nobody is blank.',
  },
  GOV_VOTES_AGAINST_SEVERAL: { status: 409, title: 'Votes against are counted where one candidacy stands alone.' },
  GOV_TIE_NOT_AMONG: { status: 409, title: 'Whoever was not tied, or no longer stands, does not win the tie.' },
  GOV_TIE_PLACES: { status: 409, title: 'As many win a tie as there are places left.' },
  GOV_TIE_RULE: { status: 409, title: 'Those who are left for the places decide how a tie is resolved.' },
  GOV_TIE_RESOLVED: { status: 409, title: 'The tie has already been resolved, otherwise.' },
  GOV_ELECTED_TO_ANOTHER_OFFICE: { status: 409, title: 'The election was for another office.' },
  GOV_MANDATE_NOT_BY_ELECTION: { status: 409, title: 'A mandate that rests on an election is an elected one.' },
  GOV_NOBODY_ELECTED: { status: 409, title: 'Nobody is elected in this election so far.' },
  GOV_PERSON_NOT_ELECTED: { status: 409, title: 'The person was not elected in this election.' },
  GOV_MANDATE_BEFORE_ELECTION: { status: 409, title: 'Nobody takes office before the election.' },
};
