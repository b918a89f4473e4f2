import { z } from 'zod';
import { event } from './definition.ts';
import type { Json } from './json-schema.ts';
import { dateSchema, instantSchema, uuidSchema } from './shared.ts';

/** A place in a stream or in the ledger. A JSON number is exact up to 2^53 only, so it is written in digits. */
const placeSchema = z.string().regex(/^(0|[1-9][0-9]{0,18})$/, 'a decimal number');

/**
 * A copy of an event of a restricted topic: complete, so that a reader without the right misses nothing, and with its place, so
 * that the original can be found and proved. The data are of the version that is named; what they hold is the business of that
 * version's schema (see `carriedEvent`), because one event carries those of any type.
 */
const carriedSchema = z.strictObject({
  id: uuidSchema,
  type: z.string().regex(/^[a-z][a-z0-9]*\.[A-Za-z]+$/, 'an event type like membership.ClusterNamed'),
  schemaVersion: z.int().min(1),
  stream: z.string().regex(/^[a-z][a-z0-9]*\.[a-z][a-z0-9-]*-[A-Za-z0-9_.:-]+$/, '<context>.<aggregate>-<id>'),
  revision: placeSchema,
  position: placeSchema,
  effectiveAt: dateSchema,
  recordedAt: instantSchema,
  data: z.record(z.string(), z.unknown()) as z.ZodType<Readonly<Record<string, Json>>>,
});

/** What a context records about the embargoes of its events: each event once. */
export const embargoEvents = {
  EmbargoLifted: event(
    'The day before which an event was confidential has come: everybody may know the event, which stands inside.',
    {
      event: carriedSchema,
      /** The first day on which it is public. */
      on: dateSchema,
    },
  ),
};
