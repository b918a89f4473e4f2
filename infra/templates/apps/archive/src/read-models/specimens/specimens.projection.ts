import { creates, projection, updates } from '#libs/projections';
import type { GrappeEvents } from '../../../../../libs/contracts/index.ts';
import type { SpecimenDocument } from './specimen.view.ts';

export const specimens = projection<GrappeEvents, SpecimenDocument>({
  name: 'archive.specimens',
  version: 1,
  columns: {},
  indexes: [],
  key: 'specimenId',
  on: {
    'archive.SpecimenRegistered': creates(({ data }) => data),
    'archive.SpecimenRenamed': updates((known, { data: { name } }) => ({ ...known, name })),
  },
});
