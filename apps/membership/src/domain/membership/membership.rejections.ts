import type { DateBeforeStart } from '../facts.ts';

/** Nobody ever applied or was admitted under this id. */
export interface MembershipNotFound {
  readonly type: 'MBR_MEMBERSHIP_NOT_FOUND';
  readonly found: string;
}

/** The membership belongs to another cluster than the one that acts. */
export interface MembershipElsewhere {
  readonly type: 'MBR_MEMBERSHIP_ELSEWHERE';
  readonly found: string;
  readonly required: string;
}

/** `found` says since when. */
export interface AlreadyMember {
  readonly type: 'MBR_ALREADY_MEMBER';
  readonly found: string;
}

/** `found` is the day of the application that is open. */
export interface ApplicationPending {
  readonly type: 'MBR_APPLICATION_PENDING';
  readonly found: string;
}

/** `found` is the status of the membership. */
export interface NoApplication {
  readonly type: 'MBR_NO_APPLICATION';
  readonly found: string;
  readonly required: string;
}

/** `found` is the status of the membership. */
export interface NotAMember {
  readonly type: 'MBR_NOT_A_MEMBER';
  readonly found: string;
  readonly required: string;
}

/** The membership went on in the successor: `required` is the membership to turn to. */
export interface MembershipSucceeded {
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
  | DateBeforeStart;
