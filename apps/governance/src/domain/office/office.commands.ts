import type { BodyAbsence } from '../body/body.decide.ts';
import type { BodyState } from '../body/body.ts';
import type { MandateEnded, MandateStarted, OfficeCreated, OfficeMaxHoldersSet } from './office.ts';

type Place = 'type' | 'bodyId' | 'clusterId';

export interface CreateOffice extends Omit<OfficeCreated, 'type' | 'clusterId'> {
  readonly type: 'CreateOffice';
  /** The body that the office is of, as it stands. */
  readonly body: BodyState;
}
export type SetMaxHolders = Omit<OfficeMaxHoldersSet, Place> & { readonly type: 'SetMaxHolders' };
export type EndMandate = Omit<MandateEnded, Place> & { readonly type: 'EndMandate' };

/** What is known of an end when a mandate is recorded late. */
type KnownEnd = Pick<MandateEnded, 'on' | 'cause' | 'operationId'>;

export type StartMandate = Omit<MandateStarted, Place> & {
  readonly type: 'StartMandate';
  /** The body of the office as it stands; absent where a succession starts the mandate, which is law. */
  readonly body?: BodyState | undefined;
  /** A mandate of the past is recorded with its end: without it, it would stand in the way of those that came after. */
  readonly ended?: KnownEnd | undefined;
};

export type OfficeCommand = CreateOffice | SetMaxHolders | StartMandate | EndMandate;

export type OfficeRejection =
  | BodyAbsence
  | { readonly type: 'GOV_OFFICE_NOT_FOUND' }
  | { readonly type: 'GOV_OFFICE_EXISTS' }
  | { readonly type: 'GOV_OFFICE_BEFORE_CREATION'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_OFFICE_FULL'; readonly day: string; readonly found: number; readonly required: number }
  | { readonly type: 'GOV_MANDATE_NOT_FOUND' }
  | { readonly type: 'GOV_MANDATE_EXISTS' }
  | { readonly type: 'GOV_MANDATE_LIMIT_REQUIRED' }
  | { readonly type: 'GOV_MANDATE_LIMIT_BEFORE_START'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_MANDATE_FOLLOWS_UNKNOWN'; readonly found: string }
  | { readonly type: 'GOV_MANDATE_ENDED'; readonly endedOn: string; readonly cause: string }
  | { readonly type: 'GOV_MANDATE_END_BEFORE_START'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_MANDATE_NOT_EXPIRED'; readonly limit?: string | undefined }
  | { readonly type: 'GOV_MANDATE_PERSON_HOLDS_OFFICE'; readonly mandateId: string };
