import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { declaredFigureSchema } from '../membership/organisation.ts';
import { dateSchema, nameSchema, personSchema, uuidSchema } from '../shared.ts';

/** Somebody with experience of their own who is there for a company, or a professional who trains it. */
export const mentorRoleSchema = z.enum(['mentor', 'coach']);

/** The accompaniment of a company has the id of its admission. */
const accompaniment = { admissionId: uuidSchema, incubatorId: uuidSchema, organisationId: uuidSchema };
const { indicator, value, unit, scope, source } = declaredFigureSchema.shape;

/** How an incubator accompanies a company that has a place, and what becomes of it afterwards. */
export const accompanimentEvents = correctable({
  MentorReleased: event('Somebody is no longer mentor or coach of a company: the day is the first one after it.', {
    ...accompaniment,
    assignmentId: uuidSchema,
    on: dateSchema,
  }),
  MentorAssigned: event('A company in an incubator has a mentor or a coach from a day on.', {
    ...accompaniment,
    assignmentId: uuidSchema,
    role: mentorRoleSchema,
    person: personSchema,
    since: dateSchema,
  }),
  MilestoneSet: event('A company in an incubator is to reach a milestone.', {
    ...accompaniment,
    milestoneId: uuidSchema,
    title: nameSchema,
    dueOn: dateSchema.optional(),
    on: dateSchema,
  }),
  MilestoneReached: event('A company has reached a milestone.', {
    ...accompaniment,
    milestoneId: uuidSchema,
    on: dateSchema,
  }),
  /** Null where the source says that nobody knows: that is not 0. Two sources may differ, and both stay. */
  AlumnusFigureDeclared: event(
    'A source declared a figure of a company that has left an incubator: jobs, funds raised.',
    {
      ...accompaniment,
      ...{ indicator, value: value.describe('Null where nobody knows it, which is not 0.'), unit, scope, source },
      on: dateSchema,
    },
  ),
});
