import type { Antenna } from '../antenna/antenna.ts';
import type { AntennaMissing } from '../antenna/antenna.decide.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterMissing } from '../cluster/cluster.decide.ts';
import type { Facts } from '../facts.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { OrganisationMissing } from '../organisation/organisation.decide.ts';
import type { MembershipEvent } from './membership.ts';

/** What a membership begins in, as it stands. */
export interface Surroundings {
  readonly cluster: Cluster;
  /** The antenna that is asked for, where one is. */
  readonly antenna?: Antenna | undefined;
  /** Whoever applies or is admitted; an application that is accepted has told before. */
  readonly organisation?: Organisation | undefined;
}

/** An organisation applies for membership. */
export type Apply = { readonly type: 'ApplyForMembership'; readonly in: Surroundings } & Facts<
  MembershipEvent,
  'MembershipApplied'
>;

/** A cluster takes a member in, whether it applied or not. */
export type Admit = { readonly type: 'AdmitMember'; readonly in: Surroundings } & Facts<
  MembershipEvent,
  'MemberAdmitted'
>;

/** What decides about an application or a membership that is there; the cluster is the one that acts. */
interface About {
  readonly membershipId: string;
  readonly clusterId: string;
}

export type Refuse = About & {
  readonly type: 'RefuseApplication';
} & Pick<Facts<MembershipEvent, 'MembershipRefused'>, 'reason' | 'on'>;

export type AcceptApplication = About & {
  readonly type: 'AcceptApplication';
  readonly in: Surroundings;
} & Pick<Facts<MembershipEvent, 'MemberAdmitted'>, 'college' | 'antennaId' | 'since'>;

export type End = About & {
  readonly type: 'EndMembership';
} & Pick<Facts<MembershipEvent, 'MembershipEnded'>, 'cause' | 'reason' | 'on'>;

/** A membership of a cluster that disappeared goes on in the successor. */
export type Succeed = { readonly type: 'SucceedMembership' } & Facts<MembershipEvent, 'MembershipSucceeded'>;

/** The successor receives a member of a predecessor, with this origin. */
export type ReceiveTransfer = { readonly type: 'ReceiveTransfer' } & Facts<MembershipEvent, 'MemberTransferred'>;

export type MembershipCommand = Apply | Admit | Refuse | AcceptApplication | End | Succeed | ReceiveTransfer;

/** Nobody ever applied or was admitted under this id. */
interface MembershipNotFound {
  readonly type: 'MBR_MEMBERSHIP_NOT_FOUND';
  readonly found: string;
}

/** The membership belongs to another cluster than the one that acts. */
interface MembershipElsewhere {
  readonly type: 'MBR_MEMBERSHIP_ELSEWHERE';
  readonly found: string;
  readonly required: string;
}

/** `found` says since when. */
interface AlreadyMember {
  readonly type: 'MBR_ALREADY_MEMBER';
  readonly found: string;
}

/** `found` is the day of the application that is open. */
interface ApplicationPending {
  readonly type: 'MBR_APPLICATION_PENDING';
  readonly found: string;
}

/** `found` is the status of the membership. */
interface NoApplication {
  readonly type: 'MBR_NO_APPLICATION';
  readonly found: string;
  readonly required: string;
}

/** `found` is the status of the membership. */
interface NotAMember {
  readonly type: 'MBR_NOT_A_MEMBER';
  readonly found: string;
  readonly required: string;
}

/** The membership went on in the successor: `required` is the membership to turn to. */
interface MembershipSucceeded {
  readonly type: 'MBR_MEMBERSHIP_SUCCEEDED';
  readonly found: string;
  readonly required: string;
}

export type MembershipRejection =
  | MembershipNotFound
  | MembershipElsewhere
  | AlreadyMember
  | ApplicationPending
  | NoApplication
  | NotAMember
  | MembershipSucceeded
  | ClusterMissing
  | AntennaMissing
  | OrganisationMissing;
