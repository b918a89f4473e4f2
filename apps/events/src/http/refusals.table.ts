import type { RefusalTable } from '#libs/commands';
import type { FactRefusal, Refusal } from '#libs/kernel';
import type { CalendarLinkRejection } from '../domain/calendar-link/calendar-link.ts';
import type { CommunityRejection } from '../domain/communities/community.ts';
import type { GatheringRejection } from '../domain/gathering/gathering.ts';
import type { LineDiffers } from '../domain/imports/line.ts';
import type { IntroductionRejection } from '../domain/introductions/introduction.ts';
import type { ProgrammeRejection } from '../domain/programmes/programme.ts';
import type { SeriesRejection } from '../domain/series/series.ts';
import type { RegistrationsRejection } from '../domain/registrations/registrations.commands.ts';

/** Why a cluster that a command names cannot be the one. */
export type RegisterRefusal = Refusal<'EVT_CLUSTER_ABSENT', 'found' | 'required'>;
/** Why an antenna that a command names cannot be the one. */
export type AntennaRefusal = Refusal<'EVT_ANTENNA_ABSENT', 'found' | 'required'>;
/** Why an organisation that a command names cannot be the one. */
export type OrganisationRefusal = Refusal<'EVT_ORGANISATION_ABSENT', 'found' | 'required'>;

/** Why a gathering cannot belong to an edition. */
export type PlacingRefusal =
  Refusal<'EVT_GATHERING_NOT_FOUND', 'found'> | Refusal<'EVT_CLUSTER_DIFFERS', 'found' | 'required'>;

export type EventsCode = (
  | RegisterRefusal
  | AntennaRefusal
  | OrganisationRefusal
  | FactRefusal<'EVT'>
  | CommunityRejection
  | GatheringRejection
  | ProgrammeRejection
  | IntroductionRejection
  | SeriesRejection
  | CalendarLinkRejection
  | PlacingRefusal
  | RegistrationsRejection
  | LineDiffers
)['type'];

/** The refusals of every correction. */
export const FACT_REFUSALS = ['EVT_FACT_NOT_FOUND', 'EVT_FACT_CONTRADICTED'] as const;
/** Why neither a cluster nor an antenna of it keeps something on a day. */
export const KEEPER_ABSENT = ['EVT_CLUSTER_ABSENT', 'EVT_ANTENNA_ABSENT'] as const;

/** How the refusals of this context read at the edge. */
export const eventsRefusals: RefusalTable<EventsCode> = {
  EVT_FACT_NOT_FOUND: { status: 404, title: 'Nothing that was recorded here has this id, or it was taken back.' },
  EVT_FACT_CONTRADICTED: { status: 409, title: 'Something else that is recorded cannot be so together with this.' },
  EVT_CLUSTER_ABSENT: { status: 409, title: 'The cluster is not in the register, or has ended by that day.' },
  EVT_ANTENNA_ABSENT: { status: 409, title: 'The antenna is no open one of the cluster on that day.' },
  EVT_ORGANISATION_ABSENT: { status: 409, title: 'The organisation is not in the register.' },
  EVT_COMMUNITY_NOT_FOUND: { status: 404, title: 'Community not found.' },
  EVT_COMMUNITY_EXISTS: { status: 409, title: 'A community with this id exists with different data.' },
  EVT_GATHERING_NOT_FOUND: { status: 404, title: 'Gathering not found.' },
  EVT_GATHERING_EXISTS: { status: 409, title: 'A gathering with this id exists with different data.' },
  EVT_ORGANISER_DIFFERS: { status: 409, title: 'A cluster or network that organises a gathering acts for it itself.' },
  EVT_CO_HOST_TWICE: { status: 409, title: 'The same body organises or hosts the gathering twice.' },
  EVT_HELD_BEFORE_START: { status: 409, title: 'A gathering was not held before it began.' },
  EVT_ZONE_UNKNOWN: { status: 422, title: 'There is no time zone of this name.' },
  EVT_TIME_DOES_NOT_EXIST: { status: 422, title: 'The clocks of the place never show this time.' },
  EVT_TIME_NOT_TWICE: { status: 422, title: 'The clocks of the place show this time once only.' },
  EVT_DAYS_AND_TIMES: { status: 422, title: 'A gathering is of whole days or of hours, not of both.' },
  EVT_END_BEFORE_START: { status: 422, title: 'The end is not after the start.' },
  EVT_PART_OUTSIDE: { status: 422, title: 'A part of the gathering lies outside it.' },
  EVT_PROGRAMME_NOT_FOUND: { status: 404, title: 'Programme not found.' },
  EVT_PROGRAMME_EXISTS: { status: 409, title: 'A programme with this id exists with different data.' },
  EVT_RELAY_NO_CLUSTER: { status: 409, title: 'Only clusters relay a programme.' },
  EVT_LINK_NOT_FOUND: { status: 404, title: 'Calendar link not found.' },
  EVT_LINK_EXISTS: { status: 409, title: 'A calendar link with this id exists with different data.' },
  EVT_SERIES_NOT_FOUND: { status: 404, title: 'Series not found.' },
  EVT_SERIES_EXISTS: { status: 409, title: 'A series with this id exists with different data.' },
  EVT_EDITION_NOT_FOUND: { status: 404, title: 'Edition not found.' },
  EVT_RECURRENCE_EXISTS: { status: 409, title: 'Recurring dates with this id exist with different data.' },
  EVT_CLUSTER_DIFFERS: { status: 409, title: 'A gathering belongs to the series of its own cluster.' },
  EVT_INTRODUCED_TWICE: { status: 409, title: 'An introduction names each organisation once.' },
  EVT_INTRODUCTION_EXISTS: { status: 409, title: 'An introduction with this id exists with different data.' },
  EVT_LINE_DIFFERS: { status: 409, title: 'Something else is recorded than the line says; an import changes nothing.' },
  EVT_SEATS_UNDECIDED: { status: 409, title: 'Nobody registers before it is decided how seats are given.' },
  EVT_LIMIT_TWICE: { status: 422, title: 'One audience or cluster has two limits.' },
  EVT_REGISTRATION_WINDOW: { status: 422, title: 'Registration closes before it opens.' },
  EVT_REGISTRATION_CLOSED: { status: 409, title: 'Nobody may register for this gathering at this time.' },
  EVT_NOT_ENTITLED: { status: 409, title: 'The gathering is not for this organisation or person.' },
  EVT_PARTY_TOO_LARGE: { status: 409, title: 'The registration is for more than it may be.' },
  EVT_PERSON_REGISTERED: {
    status: 409,
    title: 'The person is registered otherwise: that registration can be changed.',
  },
  EVT_GATHERING_FULL: { status: 409, title: 'There are not so many seats.' },
  EVT_REGISTRATION_EXISTS: { status: 409, title: 'A registration with this id exists with different data.' },
  EVT_REGISTRATION_NOT_FOUND: { status: 404, title: 'Registration not found.' },
  EVT_REGISTRATION_OVER: { status: 409, title: 'The registration is over.' },
  EVT_NOT_OFFERED: { status: 409, title: 'No seats are offered to this registration.' },
  EVT_OFFER_EXPIRED: { status: 409, title: 'The time to accept the offer is up.' },
  EVT_REGISTRATION_WAITS: { status: 409, title: 'Who waits for a seat did not come with one.' },
  EVT_BEFORE_REGISTRATION: { status: 409, title: 'Nothing becomes of a registration before it came.' },
  EVT_MORE_PRESENT: { status: 422, title: 'More came than the registration is for.' },
  EVT_NOT_THERE_YET: { status: 409, title: 'Nobody attends a gathering before it begins.' },
};
