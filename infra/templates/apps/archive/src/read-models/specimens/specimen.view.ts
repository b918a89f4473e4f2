import type { z } from 'zod';
import { specimenEvents, type Immutable } from '../../../../../libs/contracts/index.ts';

export const specimenView = specimenEvents.SpecimenRegistered.schema.meta({
  id: 'Specimen',
  description: 'A specimen under the name that was recorded last.',
});

export type SpecimenDocument = Immutable<z.infer<typeof specimenView>>;
