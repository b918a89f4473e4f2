import { event } from '../definition.ts';
import { dateSchema, nameSchema, uuidSchema } from '../shared.ts';

export const specimenEvents = {
  SpecimenRegistered: event('A specimen exists under a name from a day on.', {
    specimenId: uuidSchema,
    name: nameSchema,
    since: dateSchema,
  }),
  SpecimenRenamed: event('A specimen bears another name from a day on.', {
    specimenId: uuidSchema,
    name: nameSchema,
    since: dateSchema,
  }),
};
