import type { Facts } from '../facts.ts';
import type { MembershipEvent } from './membership.ts';

/** An organisation applies for membership. */
export type Apply = { readonly type: 'ApplyForMembership' } & Facts<MembershipEvent, 'MembershipApplied'>;

/** A cluster takes a member in, whether it applied or not. */
export type Admit = { readonly type: 'AdmitMember' } & Facts<MembershipEvent, 'MemberAdmitted'>;

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
} & Pick<Facts<MembershipEvent, 'MemberAdmitted'>, 'college' | 'antennaId' | 'since'>;

export type End = About & {
  readonly type: 'EndMembership';
} & Pick<Facts<MembershipEvent, 'MembershipEnded'>, 'cause' | 'reason' | 'on'>;

/** A membership of a cluster that disappeared goes on in the successor. */
export type Succeed = { readonly type: 'SucceedMembership' } & Facts<MembershipEvent, 'MembershipSucceeded'>;

/** The successor receives a member of a predecessor, with this origin. */
export type ReceiveTransfer = { readonly type: 'ReceiveTransfer' } & Facts<MembershipEvent, 'MemberTransferred'>;

export type MembershipCommand = Apply | Admit | Refuse | AcceptApplication | End | Succeed | ReceiveTransfer;
