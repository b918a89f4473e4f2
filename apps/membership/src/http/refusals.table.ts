import type { RefusalTable } from '#libs/commands';
import type { FactRefusal } from '#libs/kernel';
import type { AgreementRejection } from '../domain/agreements/agreement.ts';
import type { AntennaRejection } from '../domain/antenna/antenna.ts';
import type { ClusterRejection } from '../domain/cluster/cluster.ts';
import type { CollegeRejection } from '../domain/colleges/college.ts';
import type { FeeRejection } from '../domain/fees/fee.decide.ts';
import type { FeePolicyRejection } from '../domain/fees/fee-policy.ts';
import type { FundingRejection } from '../domain/funding/funding.ts';
import type { LabelRejection } from '../domain/labels/label.decide.ts';
import type { LabelSchemeRejection } from '../domain/labels/label-scheme.ts';
import type { MembershipRejection } from '../domain/membership/membership.decide.ts';
import type { RepresentativeRejection } from '../domain/representatives/representative.ts';
import type { OrganisationRejection } from '../domain/organisation/organisation.ts';
import type { ObjectiveRejection } from '../domain/objectives/objective.ts';
import type { SubsidyRejection } from '../domain/subsidies/subsidy.decide.ts';
import type { VolunteeringRejection } from '../domain/volunteering/volunteering.ts';
import type { LineRefusal } from '../domain/imports/member-line.ts';
import type { IdentifierTaken } from '../domain/identifiers/identifier-claim.ts';

type Rejection =
  | OrganisationRejection
  | IdentifierTaken
  | LineRefusal
  | ClusterRejection
  | AntennaRejection
  | CollegeRejection
  | RepresentativeRejection
  | MembershipRejection
  | FeeRejection
  | FeePolicyRejection
  | FundingRejection
  | ObjectiveRejection
  | SubsidyRejection
  | VolunteeringRejection
  | LabelSchemeRejection
  | LabelRejection
  | AgreementRejection;
export type MembershipCode = Rejection['type'] | FactRefusal<'MBR'>['type'];

/** The status and title of every refusal of this context; the codes never change meaning. */
export const membershipRefusals: RefusalTable<MembershipCode> = {
  MBR_SIREN_INVALID: {
    status: 400,
    title: 'Invalid SIREN: the check digit is wrong (Code de commerce, art. R123-221).',
    path: '/siren',
  },
  MBR_IDENTIFIER_INVALID: { status: 400, title: 'This is no identifier of an organisation.', path: '/identifier' },
  MBR_IDENTIFIER_TAKEN: { status: 409, title: 'Another organisation or a cluster has this identifier.' },
  MBR_IDENTIFIER_NOT_BORNE: { status: 409, title: 'The organisation does not bear this identifier on that day.' },
  MBR_LINE_UNIDENTIFIED: {
    status: 400,
    title: 'Nothing in the line tells the organisation from others of its name.',
    path: '/identifiers',
  },
  MBR_LINE_DIFFERS: { status: 409, title: 'Something else is recorded than the line says; an import changes nothing.' },
  MBR_ORGANISATION_EXISTS: { status: 409, title: 'An organisation with this id exists with different data.' },
  MBR_ORGANISATION_NOT_FOUND: { status: 404, title: 'Organisation not found.' },
  MBR_ORGANISATION_GONE: { status: 409, title: 'The organisation is gone by that day.' },
  MBR_ORGANISATION_DUPLICATE: { status: 409, title: 'Another entry of the register stands for this organisation.' },
  MBR_SUCCESSOR_UNFIT: { status: 409, title: 'These are no successors of such an operation.' },
  MBR_CLUSTER_EXISTS: { status: 409, title: 'A cluster with this id exists with different data.' },
  MBR_CLUSTER_NOT_FOUND: { status: 404, title: 'Cluster not found.' },
  MBR_CLUSTER_DISSOLVED: { status: 409, title: 'The cluster is dissolved.' },
  MBR_CLUSTER_SUCCEEDED: {
    status: 409,
    title: 'The cluster ceased to exist in a merger; its successors act in its place.',
  },
  MBR_CLUSTER_NOT_DORMANT: { status: 409, title: 'Only a dormant cluster can be revived.' },
  MBR_CLUSTER_ENGAGED: { status: 409, title: 'A cluster that a merger binds cannot be dissolved.' },
  MBR_NO_PREDECESSOR: { status: 409, title: 'Only operators of a predecessor can be authorised to act for a cluster.' },
  MBR_ANTENNA_EXISTS: { status: 409, title: 'An antenna with this id exists with different data.' },
  MBR_ANTENNA_NOT_FOUND: { status: 404, title: 'Antenna not found.' },
  MBR_ANTENNA_ELSEWHERE: { status: 409, title: 'The antenna belongs to another cluster.' },
  MBR_ANTENNA_CLOSED: { status: 409, title: 'The antenna is closed.' },
  MBR_COLLEGE_NOT_FOUND: { status: 404, title: 'The cluster has declared its colleges, and this is none of them.' },
  MBR_COLLEGE_CLOSED: { status: 409, title: 'The college is not open on that day.' },
  MBR_FACT_NOT_FOUND: { status: 404, title: 'Nothing that was recorded here has this id, or it was taken back.' },
  MBR_FACT_CONTRADICTED: { status: 409, title: 'Something else that is recorded cannot be so together with this.' },
  MBR_MEMBERSHIP_NOT_FOUND: { status: 404, title: 'Membership not found.' },
  MBR_MEMBERSHIP_ELSEWHERE: { status: 409, title: 'The membership belongs to another cluster.' },
  MBR_ALREADY_MEMBER: { status: 409, title: 'The organisation is already a member of the cluster.' },
  MBR_OWN_MEMBER: { status: 409, title: 'A cluster is no member of itself.' },
  MBR_APPLICATION_PENDING: { status: 409, title: 'An application is already open.' },
  MBR_NOT_ADMISSIBLE: { status: 409, title: 'The admission policy of the college does not admit this organisation.' },
  MBR_ANOTHER_ORGAN_DECIDES: { status: 409, title: 'The admission policy of the college names another organ.' },
  MBR_SPONSORS_MISSING: { status: 409, title: 'The admission policy of the college asks for more sponsors.' },
  MBR_SPONSOR_UNFIT: {
    status: 409,
    title: 'A sponsor is a member of the cluster on the day, other than the applicant, and named once.',
  },
  MBR_NO_APPLICATION: { status: 409, title: 'No application is open.' },
  MBR_NOT_A_MEMBER: { status: 409, title: 'The organisation is not a member of the cluster.' },
  MBR_EXCLUSION_UNHEARD: {
    status: 409,
    title: 'Nobody is excluded without stated grievances and without having been heard.',
  },
  MBR_NOT_NOTIFIED: { status: 409, title: 'Who does not pay stays a member until that was decided and notified.' },
  MBR_NOTHING_TO_RENOUNCE: { status: 409, title: 'Only a member by a merger renounces; others resign.' },
  MBR_MEMBERSHIP_SUCCEEDED: {
    status: 409,
    title: 'The membership continues in the successor of the cluster, or of the member.',
  },
  MBR_REPRESENTATIVE_NOT_FOUND: { status: 404, title: 'Nobody was designated for the member under this id.' },
  MBR_REPRESENTATIVE_RANK: { status: 409, title: 'A substitute has a rank, and a titular has none.' },
  MBR_NO_FEE_POLICY: { status: 409, title: 'No fee policy says what the call does not.' },
  MBR_NO_FEE_AMOUNT: { status: 409, title: 'The fee policy has no amount for this member.' },
  MBR_FEE_AMOUNT_TWICE: { status: 409, title: 'A fee policy has one amount for each college and size class.' },
  MBR_FEE_NOT_FOUND: { status: 404, title: 'Fee not found.' },
  MBR_FEE_OVERLAPS: { status: 409, title: 'A fee of the membership was called for some of these days.' },
  MBR_FEE_OVERPAID: { status: 409, title: 'More was paid and remitted than was called.' },
  MBR_SUBSIDY_NOT_FOUND: { status: 404, title: 'Subsidy not found.' },
  MBR_SUBSIDY_EXISTS: { status: 409, title: 'A subsidy with this id exists with different data.' },
  MBR_SUBSIDY_FROZEN: { status: 409, title: 'A frozen subsidy is not spent.' },
  MBR_SUBSIDY_OVERSPENT: { status: 409, title: 'More was spent than was granted.' },
  MBR_OBJECTIVE_NOT_FOUND: { status: 404, title: 'Objective not found.' },
  MBR_OBJECTIVE_EXISTS: { status: 409, title: 'An objective with this id exists with different data.' },
  MBR_FINANCIAL_YEAR_OVERLAPS: {
    status: 409,
    title: 'Another financial year has some of these days, or bears a name out of order.',
  },
  MBR_LABEL_SCHEME_EXISTS: { status: 409, title: 'A label scheme with this id exists with different data.' },
  MBR_LABEL_SCHEME_NOT_FOUND: { status: 404, title: 'Label scheme not found.' },
  MBR_LABEL_SCHEME_WITHDRAWN: { status: 409, title: 'The label is awarded no more.' },
  MBR_LABEL_NOT_FOUND: { status: 404, title: 'Label not found.' },
  MBR_LABEL_NOT_HELD: { status: 409, title: 'The label had ended by that day.' },
  MBR_AGREEMENT_EXISTS: { status: 409, title: 'An agreement with this id exists with different terms.' },
  MBR_AGREEMENT_NOT_FOUND: { status: 404, title: 'Agreement not found.' },
  MBR_PARTY_TWICE: { status: 409, title: 'An agreement names each party once.' },
  MBR_NOT_A_PARTY: { status: 409, title: 'The cluster is no party of the agreement.' },
  MBR_DATE_BEFORE_START: { status: 409, title: 'The day is before the start or the last change.' },
};

/** The refusals of every correction. */
export const FACT_REFUSALS = ['MBR_FACT_NOT_FOUND', 'MBR_FACT_CONTRADICTED'] as const;

/** Why a cluster takes nothing in on a day. */
export const CLUSTER_UNFIT = [
  'MBR_CLUSTER_NOT_FOUND',
  'MBR_CLUSTER_DISSOLVED',
  'MBR_CLUSTER_SUCCEEDED',
  'MBR_DATE_BEFORE_START',
] as const;
/** Why an organisation takes part in nothing on a day. */
export const ORGANISATION_UNFIT = [
  ...(['MBR_ORGANISATION_NOT_FOUND', 'MBR_ORGANISATION_GONE', 'MBR_ORGANISATION_DUPLICATE'] as const),
] as const;
/** Why an antenna is no open one of a cluster. */
export const ANTENNA_UNFIT = ['MBR_ANTENNA_NOT_FOUND', 'MBR_ANTENNA_ELSEWHERE', 'MBR_ANTENNA_CLOSED'] as const;
