import { z } from 'zod';
import { dateSchema, uuidSchema } from '#libs/contracts';
import { calendarDate, endOfDay, instant, isStreamName, type StreamName } from '#libs/kernel';
import type { Point } from '../domain/bitemporal/bitemporal.ts';

/** A day counts as known with its last moment; an instant with an offset is taken as it is. */
const knownAtSchema = z
  .union([dateSchema, z.iso.datetime({ offset: true })])
  .transform((text) => (dateSchema.safeParse(text).success ? endOfDay(calendarDate(text)) : instant(text)));

const pointShape = { validAt: dateSchema.optional(), knownAt: knownAtSchema.optional() };

export const pointQuery = z.object(pointShape);

/** The point a request asks about: today, with everything known, unless told. */
export function pointOf({ validAt, knownAt }: z.infer<typeof pointQuery>, today: string): Point {
  return { validAt: validAt ?? today, ...(knownAt === undefined ? {} : { knownAt }) };
}

export const lineageQuery = z.object({
  ...pointShape,
  direction: z.enum(['ancestors', 'descendants', 'both']).default('both'),
});

export const officesQuery = z.object({ ...pointShape, kind: z.string().max(40).optional() });

/** `validAt` or `validAt@knownAt`. */
const sideSchema = z
  .string()
  .max(60)
  .transform((text): { validAt: string; knownAt?: string | undefined } => {
    const at = text.indexOf('@');
    return at < 0 ? { validAt: text } : { validAt: text.slice(0, at), knownAt: text.slice(at + 1) };
  })
  .pipe(z.object({ validAt: dateSchema, knownAt: knownAtSchema.optional() }))
  .transform(({ validAt, knownAt }): Point => ({ validAt, ...(knownAt === undefined ? {} : { knownAt }) }));

const COMPARISON_LIMIT = 1_000;

export const compareQuery = z.object({
  left: sideSchema,
  right: sideSchema,
  cluster: uuidSchema.optional(),
  limit: z.coerce.number().int().min(0).max(10_000).default(COMPARISON_LIMIT),
});

const positionSchema = z
  .string()
  .regex(/^\d{1,18}$/, 'a position: a whole number from 0')
  .transform((text) => BigInt(text));

const limitShape = { limit: z.coerce.number().int().min(1).max(500).default(100) };

export const eventsQuery = z.object({
  ...limitShape,
  from: positionSchema.default(0n),
  types: z
    .string()
    .max(2_000)
    .transform((text) => text.split(','))
    .optional(),
  stream: z.string().max(200).optional(),
});

export const streamSchema = z.string().refine((text): text is StreamName => isStreamName(text), 'a stream name');

export const streamQuery = z.object({
  ...limitShape,
  from: positionSchema.default(0n),
  /** A revision (inclusive), or a day or an instant of recording. */
  upTo: z.union([positionSchema, knownAtSchema]).optional(),
});
