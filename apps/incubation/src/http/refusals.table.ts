import type { RefusalTable } from '#libs/commands';
import type { FactRefusal, Refusal } from '#libs/kernel';
import type { AccompanimentRejection } from '../domain/accompaniment/accompaniment.ts';
import type { IncubatorRejection } from '../domain/incubator/incubator.ts';
import type { IntroductionRejection } from '../domain/introductions/introduction.ts';
import type { OccupancyRejection } from '../domain/occupancy/occupancy.decide.ts';
import type { PartnerRejection } from '../domain/partner/partner.ts';
import type { SessionRejection } from '../domain/support/session.ts';

/** Why a company or another organisation cannot be named: it is not in the register. */
export type CompanyRefusal = Refusal<'INC_COMPANY_ABSENT', 'found' | 'required'>;

/** Why the holder of a partnership cannot be the one. */
export type HolderRefusal = Refusal<'INC_HOLDER_ABSENT', 'found' | 'required'>;

export type IncubationCode = (
  | AccompanimentRejection
  | HolderRefusal
  | CompanyRefusal
  | FactRefusal<'INC'>
  | IncubatorRejection
  | IntroductionRejection
  | OccupancyRejection
  | PartnerRejection
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
  INC_PARTNER_NOT_FOUND: { status: 404, title: 'Partner not found.' },
  INC_HOLDER_ABSENT: { status: 409, title: 'The holder is not in the register, or has ended by that day.' },
  INC_PARTNER_EXISTS: { status: 409, title: 'A partner with this id exists with different data.' },
  INC_PARTNER_LEFT: { status: 409, title: 'The partner has left.' },
  INC_PARTNER_HAS_SEAT: { status: 409, title: 'The partner already holds a seat.' },
  INC_HOLDER_DIFFERS: { status: 409, title: 'The partnership is held by another body.' },
  INC_OUT_OF_ORDER: { status: 409, title: 'The day is before the first day of the partnership.' },
};
