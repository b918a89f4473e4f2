import { z } from 'zod';
import { event } from './definition.ts';
import { dateSchema, remarkSchema, uuidSchema } from './shared.ts';

/** What a context records about the lists with persons that are taken out of it; the actor stands in the metadata. */
export const exportEvents = {
  PersonalDataExported: event('Somebody took a list in which persons are named out of the system, as a file.', {
    exportId: uuidSchema,
    /** The operation of the API, `<context>.<list>`. */
    list: z.string().regex(/^[a-z][a-z0-9]*(\.[a-z][a-zA-Z0-9-]*)+$/, 'an operation like governance.offices.list'),
    /** What was asked for, as the parameters of the request said it. */
    parameters: z.array(z.strictObject({ name: z.string().min(1).max(100), value: z.string().max(2_000) })).max(50),
    mediaType: z.enum(['text/csv', 'application/x-ndjson']),
    reason: remarkSchema,
    /** How many rows there were when it was recorded, which was before the first of them was sent. */
    rows: z.int().min(0),
    on: dateSchema,
  }),
};
