import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, uuidSchema } from '../shared.ts';
import { departmentsSchema, organisationKindSchema, sizeClassSchema } from './organisation.ts';

/** What decides on an admission in an association: its statutes or the policy of the college say which. */
export const admissionOrganSchema = z.enum(['assembly', 'board', 'bureau', 'director']);

const SPONSORS_MAX = 20;
/** The members of the cluster that support an application or an admission. */
export const sponsorsSchema = z.array(uuidSchema).min(1).max(SPONSORS_MAX);

/** Who is admitted to a college, and who decides. What is not said excludes nobody. */
export const admissionPolicyShape = {
  kinds: z.array(organisationKindSchema).min(1).max(5).optional(),
  sizeClasses: z.array(sizeClassSchema).min(1).max(4).optional(),
  /** Whether only bodies that the law knows are admitted: with a SIREN, an RNA number, or an entry in the register of a court. */
  needsIdentifier: z.boolean(),
  /** The departments of which one has to be that of the seat. */
  departments: departmentsSchema.min(1).optional(),
  decidedBy: admissionOrganSchema,
  /** How many members of the cluster have to support it. */
  sponsors: z.int().min(1).max(SPONSORS_MAX).optional(),
  /** An application is decided within so many days. */
  withinDays: z.int().min(0).max(3_660).optional(),
};

const ofCollege = { clusterId: uuidSchema, college: nameSchema };

/** In the order in which those of one day count: a college that is opened again on the day on which it was closed is open, with a policy. */
export const collegeEvents = correctable({
  CollegeClosed: event('A cluster has a college no more, from a day on.', { ...ofCollege, on: dateSchema }),
  CollegeOpened: event('A cluster has a college, a constituency of its members, from a day on.', {
    ...ofCollege,
    since: dateSchema,
  }),
  AdmissionPolicySet: event('A college admits members in this way from a day on.', {
    ...ofCollege,
    ...admissionPolicyShape,
    since: dateSchema,
  }),
});
