import type { OrganisationFact } from '../src/domain/organisation/organisation.ts';
import { axess, esker } from './facts.ts';

/** The words in which specifications of the end of an organisation are written: Esker, which Axess absorbs. */
const organisationId = esker;

export const cease = (on: string) => ({ type: 'CeaseOrganisation', organisationId, cause: 'liquidation', on }) as const;
export const ceased = (on: string): OrganisationFact => ({ ...cease(on), type: 'OrganisationCeased' });
export const succeed = (on: string) =>
  ({
    type: 'SucceedOrganisation',
    ...{ organisationId, continuation: { how: 'absorption' as const, successorIds: [axess], heirId: axess }, on },
  }) as const;
export const succeeded = (on: string): OrganisationFact => ({ ...succeed(on), type: 'OrganisationSucceeded' });
export const recordDuplicate = (pivotId: string) =>
  ({ type: 'RecordDuplicate', organisationId, pivotId, on: '2016-09-01' }) as const;
export const duplicate = (pivotId: string): OrganisationFact => ({
  ...recordDuplicate(pivotId),
  type: 'OrganisationDuplicateRecorded',
});
