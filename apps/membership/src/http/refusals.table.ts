import type { RefusalTable } from '#libs/commands';
import type { AntennaRejection } from '../domain/antenna/antenna.ts';
import type { ClusterRejection } from '../domain/cluster/cluster.ts';
import type { MembershipRejection } from '../domain/membership/membership.decide.ts';
import type { OrganisationRejection } from '../domain/organisation/organisation.ts';
import type { SirenTaken } from '../domain/organisation/siren-claim.ts';

type Rejection = OrganisationRejection | SirenTaken | ClusterRejection | AntennaRejection | MembershipRejection;
export type MembershipCode = Rejection['type'];

/** Every refusal of this context as the edge tells it; the codes never change meaning. */
export const membershipRefusals: RefusalTable<MembershipCode> = {
  MBR_SIREN_INVALID: {
    status: 400,
    title: 'The SIREN is wrong: its check digit does not fit (Code de commerce, art. R123-221).',
    path: '/siren',
  },
  MBR_SIREN_TAKEN: { status: 409, title: 'Another organisation bears this SIREN.' },
  MBR_ORGANISATION_EXISTS: { status: 409, title: 'Another organisation is registered under this id.' },
  MBR_ORGANISATION_NOT_FOUND: { status: 404, title: 'No organisation is registered under this id.' },
  MBR_CLUSTER_EXISTS: { status: 409, title: 'Another cluster is registered under this id.' },
  MBR_CLUSTER_NOT_FOUND: { status: 404, title: 'No cluster is registered under this id.' },
  MBR_CLUSTER_DISSOLVED: { status: 409, title: 'The cluster is dissolved.' },
  MBR_CLUSTER_SUCCEEDED: { status: 409, title: 'The cluster disappeared in a merger; its successors act now.' },
  MBR_CLUSTER_NOT_DORMANT: { status: 409, title: 'Only a dormant cluster is revived.' },
  MBR_ANTENNA_EXISTS: { status: 409, title: 'Another antenna is open under this id.' },
  MBR_ANTENNA_NOT_FOUND: { status: 404, title: 'There is no antenna under this id.' },
  MBR_ANTENNA_ELSEWHERE: { status: 409, title: 'The antenna belongs to another cluster.' },
  MBR_ANTENNA_CLOSED: { status: 409, title: 'The antenna is closed.' },
  MBR_MEMBERSHIP_NOT_FOUND: { status: 404, title: 'Nobody applied or was admitted under this id.' },
  MBR_MEMBERSHIP_ELSEWHERE: { status: 409, title: 'The membership is one of another cluster.' },
  MBR_ALREADY_MEMBER: { status: 409, title: 'The organisation is a member of the cluster already.' },
  MBR_APPLICATION_PENDING: { status: 409, title: 'An application is open already.' },
  MBR_NO_APPLICATION: { status: 409, title: 'No application is open.' },
  MBR_NOT_A_MEMBER: { status: 409, title: 'The organisation is no member of the cluster.' },
  MBR_MEMBERSHIP_SUCCEEDED: { status: 409, title: 'The membership went on in the successor of the cluster.' },
  MBR_DATE_BEFORE_START: { status: 409, title: 'The day lies before the one on which it began or last changed.' },
};

/** Why a cluster takes nothing in on a day. */
export const CLUSTER_UNFIT = [
  'MBR_CLUSTER_NOT_FOUND',
  'MBR_CLUSTER_DISSOLVED',
  'MBR_CLUSTER_SUCCEEDED',
  'MBR_DATE_BEFORE_START',
] as const;
/** Why an antenna is no open one of a cluster. */
export const ANTENNA_UNFIT = ['MBR_ANTENNA_NOT_FOUND', 'MBR_ANTENNA_ELSEWHERE', 'MBR_ANTENNA_CLOSED'] as const;
