import type { MandateEnded, MandateStarted, OfficeCreated, OfficeMaxHoldersSet } from './office.ts';

type Place = 'type' | 'bodyId' | 'clusterId';

export type CreateOffice = Omit<OfficeCreated, 'type'> & { readonly type: 'CreateOffice' };
export type SetMaxHolders = Omit<OfficeMaxHoldersSet, Place> & { readonly type: 'SetMaxHolders' };
export type EndMandate = Omit<MandateEnded, Place> & { readonly type: 'EndMandate' };

/** What is known of an end when a mandate is recorded late. */
type KnownEnd = Pick<MandateEnded, 'on' | 'cause' | 'operationId'>;

export type StartMandate = Omit<MandateStarted, Place> & {
  readonly type: 'StartMandate';
  /** A mandate of the past is recorded with its end: without it, it would stand in the way of those that came after. */
  readonly ended?: KnownEnd | undefined;
};

export type OfficeCommand = CreateOffice | SetMaxHolders | StartMandate | EndMandate;
