import { z } from 'zod';
import { dateSchema, uuidSchema, type Immutable } from '#libs/contracts';
import { span, spanView } from '../../read-models/facts/fact.ts';

const number = z.int().min(0);

const tenure = z
  .strictObject({
    ...span,
    mandateId: uuidSchema,
    personId: z.string(),
    name: z.string(),
    how: z.string(),
    representing: z.string().optional(),
    tiedToClusterId: uuidSchema.optional(),
    follows: uuidSchema.optional(),
    carriedOver: dateSchema
      .optional()
      .describe('The day after its limit, from which its holder has stayed in office until replaced.'),
    cause: z.string().optional().describe('The cause of its end; a limit that has passed counts as an end.'),
  })
  .meta({ id: 'Tenure', description: 'A span of days on which a person held an office by one mandate.' });

const officeInterval = z
  .strictObject({
    ...span,
    number: number.describe('How many persons held it: two mandates of one person are one person.'),
    holders: z.array(tenure),
  })
  .meta({ id: 'OfficeInterval', description: 'A span of days on which an office had the same holders.' });

const intervalsByNumber = z
  .strictObject({
    number,
    days: number.nullable().describe('Null where the last of them has no end.'),
    spans: z.array(spanView),
  })
  .meta({ id: 'IntervalsByNumber', description: 'All intervals with this number of holders.' });

export const officeHistoryView = z
  .strictObject({
    ...span,
    officeId: uuidSchema,
    clusterId: uuidSchema,
    bodyId: z.string(),
    title: z.string(),
    officeKind: z.string(),
    intervals: z.array(officeInterval),
    byNumber: z.array(intervalsByNumber),
    vacancies: z.array(spanView),
  })
  .meta({ id: 'OfficeHistory', description: 'The life of an office by its holders.' });

export const vacanciesView = officeHistoryView
  .pick({ officeId: true, vacancies: true })
  .meta({ id: 'OfficeVacancies', description: 'The spans of days on which an office had no holder.' });

export const officeOnDayView = z
  .strictObject({
    officeId: uuidSchema,
    clusterId: uuidSchema,
    title: z.string(),
    maxHolders: z.int().optional(),
    holders: z.array(tenure),
  })
  .meta({ id: 'OfficeOnDay', description: 'An office with whoever held it on a day.' });

/** The point that was asked about. */
export const point = { validAt: dateSchema, knownAt: z.iso.datetime().optional() };

export const officeAtPointView = officeOnDayView
  .extend(point)
  .meta({ id: 'OfficeAtPoint', description: 'Whoever held an office on a day, as known at an instant.' });

export const officesAtPointView = z
  .strictObject({ items: z.array(officeOnDayView), ...point })
  .meta({ id: 'OfficesAtPoint', description: 'The offices of a cluster on a day, as known at an instant.' });

/** A span of days on which a person held an office by one mandate. */
export type Tenure = Immutable<z.infer<typeof tenure>>;
/** A span of days on which an office had the same holders. */
export type OfficeInterval = Immutable<z.infer<typeof officeInterval>>;
/** All intervals with this number of holders. */
export type IntervalsByNumber = Immutable<z.infer<typeof intervalsByNumber>>;
/** An office with everything that is needed to answer about it. */
export type OfficeHistory = Immutable<z.infer<typeof officeHistoryView>>;
export type OfficeOnDay = Immutable<z.infer<typeof officeOnDayView>>;
