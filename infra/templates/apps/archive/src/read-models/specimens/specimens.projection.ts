import type { z } from 'zod';
import { creates, projection, updates } from '#libs/projections';
import { specimenEvents, type GrappeEvents, type Immutable } from '../../../../../libs/contracts/index.ts';

export const specimenView = specimenEvents.SpecimenRegistered.schema.meta({
  id: 'Specimen',
  description: 'A specimen under the name that was recorded last.',
});

export type SpecimenDocument = Immutable<z.infer<typeof specimenView>>;

export const specimens = projection<GrappeEvents, SpecimenDocument>({
  name: 'archive.specimens',
  version: 1,
  subject: 'archive.specimen',
  columns: {},
  indexes: [],
  key: 'specimenId',
  on: {
    'archive.SpecimenRegistered': creates(({ data }) => data),
    'archive.SpecimenRenamed': updates((known, { data: { name } }) => ({ ...known, name })),
  },
});
