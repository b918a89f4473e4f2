import { z } from 'zod';
import { dateSchema } from './shared.ts';

const [LOCAL, DAY] = [/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, /^\d{4}-\d{2}-\d{2}/];

/** What the clocks of a place show, `YYYY-MM-DDTHH:mm`. Whether they ever do is for the domain to say, which knows the zone. */
export const localTimeSchema = z
  .string()
  .regex(LOCAL, 'a local time, YYYY-MM-DDTHH:mm')
  .refine((local) => dateSchema.safeParse(DAY.exec(local)?.[0]).success, 'a local time of a day that there is');

/** Which of two: the hour that comes twice when clocks are put back. */
export const occurrenceSchema = z.enum(['first', 'second']);
