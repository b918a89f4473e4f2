import type { RefusalTable } from '#libs/commands';
import type { FactRefusal, Refusal } from '#libs/kernel';
import type { AccompanimentRejection } from '../domain/accompaniment/accompaniment.ts';
import type { CallRejection } from '../domain/call/call.ts';
import type { IncubatorRejection } from '../domain/incubator/incubator.ts';
import type { IntroductionRejection } from '../domain/introductions/introduction.ts';
import type { OccupancyRejection } from '../domain/occupancy/occupancy.decide.ts';
import type { PartnerRejection } from '../domain/partner/partner.ts';
import type { SessionRejection } from '../domain/support/session.ts';
import type { SelectionRejection } from '../domain/selection/selection.decide.ts';

/** Why a company or another organisation cannot be named: it is not in the register. */
export type CompanyRefusal = Refusal<'INC_COMPANY_ABSENT', 'found' | 'required'>;

/** Why the holder of a partnership cannot be the one. */
export type HolderRefusal = Refusal<'INC_HOLDER_ABSENT', 'found' | 'required'>;

/** Why a cluster cannot run a call: it is not in the register, or has ended by then. */
export type ClusterRefusal = Refusal<'INC_CLUSTER_ABSENT', 'found' | 'required'>;

/** Why the partner of an applicant or the body of a reviewer cannot be the one: it is not in the register. */
export type BodyRefusal = Refusal<'INC_BODY_ABSENT', 'found' | 'required'>;

export type IncubationCode = (
  | AccompanimentRejection
  | BodyRefusal
  | CallRejection
  | ClusterRefusal
  | CompanyRefusal
  | FactRefusal<'INC'>
  | HolderRefusal
  | IncubatorRejection
  | IntroductionRejection
  | OccupancyRejection
  | PartnerRejection
  | SelectionRejection
  | SessionRejection
)['type'];

/** The refusals of every correction. */
export const FACT_REFUSALS = ['INC_FACT_NOT_FOUND', 'INC_FACT_CONTRADICTED'] as const;

/** How the refusals of this context read at the edge. */
export const incubationRefusals: RefusalTable<IncubationCode> = {
  INC_FACT_NOT_FOUND: { status: 404, title: 'Nothing that was recorded here has this id, or it was taken back.' },
  INC_FACT_CONTRADICTED: { status: 409, title: 'Something else that is recorded cannot be so together with this.' },
  INC_INCUBATOR_NOT_FOUND: { status: 404, title: 'Incubator not found.' },
  INC_INCUBATOR_EXISTS: { status: 409, title: 'An incubator with this id exists with different data.' },
  INC_INCUBATOR_DISSOLVED: { status: 409, title: 'The incubator was dissolved on that day or before it.' },
  INC_BEFORE_OPENING: { status: 409, title: 'The day is before the opening of the incubator.' },
  INC_SPACE_NOT_FOUND: { status: 404, title: 'The incubator has no space with this id.' },
  INC_SPACE_EXISTS: { status: 409, title: 'A space with this id exists with different data.' },
  INC_APPOINTMENT_NOT_FOUND: { status: 404, title: 'The incubator has no appointment with this id.' },
  INC_APPOINTMENT_EXISTS: { status: 409, title: 'An appointment with this id exists with different data.' },
  INC_COMPANY_ABSENT: { status: 409, title: 'The company, or another organisation, is not in the register.' },
  INC_CAPACITY_UNDECIDED: { status: 409, title: 'No capacity of the incubator is decided for that day.' },
  INC_ADMISSION_NOT_FOUND: { status: 404, title: 'Admission not found, or without a place.' },
  INC_ADMISSION_EXISTS: { status: 409, title: 'An admission with this id exists with different data.' },
  INC_ADMISSION_ENDED: { status: 409, title: 'The admission has ended: the company left, or withdrew.' },
  INC_BEFORE_ADMISSION: { status: 409, title: 'The day is before the first day of the admission.' },
  INC_TRACK_UNFIT: { status: 409, title: 'What the admission rests on does not fit its track.' },
  INC_RESIDENCY_OVERLAPS: { status: 409, title: 'The same company waits or is inside on one of these days.' },
  INC_INCUBATOR_FULL: { status: 409, title: 'All places of the incubator are taken on that day.' },
  INC_COMPANY_INSIDE: { status: 409, title: 'The company is inside on that day: it can only leave.' },
  INC_COMPANY_NOT_INSIDE: { status: 409, title: 'The company is not inside on that day.' },
  INC_COMPANY_NOT_ACCOMPANIED: {
    status: 409,
    title: 'A company is neither inside the incubator on that day nor an alumnus of it.',
  },
  INC_NAMED_TWICE: { status: 409, title: 'Each company, giver and tag is named once.' },
  INC_SESSION_EXISTS: { status: 409, title: 'A support session with this id exists with different data.' },
  INC_COACHING_NOT_INDIVIDUAL: { status: 409, title: 'Individual coaching is of one company.' },
  INC_INTRODUCTION_NOT_FOUND: { status: 404, title: 'Introduction not found.' },
  INC_INTRODUCTION_EXISTS: { status: 409, title: 'An introduction with this id exists with different data.' },
  INC_FUNDER_IS_COMPANY: { status: 409, title: 'The funder is the company itself.' },
  INC_ASSIGNMENT_NOT_FOUND: { status: 404, title: 'Nobody is assigned to the company by this id.' },
  INC_ASSIGNMENT_EXISTS: { status: 409, title: 'An assignment with this id exists with different data.' },
  INC_MILESTONE_NOT_FOUND: { status: 404, title: 'The company has no milestone with this id.' },
  INC_MILESTONE_EXISTS: { status: 409, title: 'A milestone with this id exists with different data.' },
  INC_NO_ALUMNUS: { status: 409, title: 'The company has not left the incubator by that day.' },
  INC_CLUSTER_ABSENT: { status: 409, title: 'The cluster is not in the register, or has ended by that day.' },
  INC_BODY_ABSENT: { status: 409, title: 'The organisation or cluster is not in the register.' },
  INC_ZONE_UNKNOWN: { status: 422, title: 'The time zone is not known.' },
  INC_TIME_DOES_NOT_EXIST: { status: 422, title: 'The clocks of the zone never show this time.' },
  INC_TIME_NOT_TWICE: { status: 422, title: 'The clocks of the zone show this time once only.' },
  INC_CLOSING_BEFORE_OPENING: { status: 422, title: 'The call would close before it opens.' },
  INC_CLOSING_PASSED: { status: 409, title: 'The call would close at a time that has passed.' },
  INC_RUBRIC_UNFIT: { status: 422, title: 'Nothing can be judged by these criteria.' },
  INC_CALL_NOT_FOUND: { status: 404, title: 'Call not found.' },
  INC_CALL_EXISTS: { status: 409, title: 'A call with this id exists with different data.' },
  INC_CALL_CANCELLED: { status: 409, title: 'The call was cancelled.' },
  INC_CALL_NOT_OPEN: { status: 409, title: 'The call is not open yet.' },
  INC_CALL_CLOSED: { status: 409, title: 'The call has closed.' },
  INC_CALL_NOT_CLOSED: { status: 409, title: 'The call has not closed yet.' },
  INC_RESULTS_PUBLISHED: { status: 409, title: 'The results of the call are published.' },
  INC_NOT_SELECTED: { status: 409, title: 'The results select no such application.' },
  INC_APPLICATION_NOT_FOUND: { status: 404, title: 'Application not found.' },
  INC_APPLICATION_EXISTS: { status: 409, title: 'The organisation has applied with different data.' },
  INC_APPLICATION_WITHDRAWN: { status: 409, title: 'The application was withdrawn.' },
  INC_REVIEWER_NOT_ASSIGNED: { status: 404, title: 'The person is not assigned to review this application.' },
  INC_REVIEWER_ASSIGNED: { status: 409, title: 'The person is assigned in the name of another body.' },
  INC_REVIEWER_IN_CONFLICT: { status: 409, title: 'The reviewer is in conflict about this application.' },
  INC_SCORE_UNFIT: { status: 422, title: 'The points do not fit the rubric of the call.' },
  INC_REVIEWS_MISSING: { status: 409, title: 'Applications have no score that counts.' },
  INC_TIE_NOT_FOUND: { status: 409, title: 'These applications do not have the same mean, or others have it as well.' },
  INC_TIE_UNDECIDED: { status: 409, title: 'Applications with the same mean have to be put in order first.' },
  INC_TIE_RULE_DIFFERS: { status: 409, title: 'The call says otherwise how ties are decided.' },
  INC_PARTNER_NOT_FOUND: { status: 404, title: 'Partner not found.' },
  INC_HOLDER_ABSENT: { status: 409, title: 'The holder is not in the register, or has ended by that day.' },
  INC_PARTNER_EXISTS: { status: 409, title: 'A partner with this id exists with different data.' },
  INC_PARTNER_LEFT: { status: 409, title: 'The partner has left.' },
  INC_PARTNER_HAS_SEAT: { status: 409, title: 'The partner already holds a seat.' },
  INC_HOLDER_DIFFERS: { status: 409, title: 'The partnership is held by another body.' },
  INC_OUT_OF_ORDER: { status: 409, title: 'The day is before the first day of the partnership.' },
};
