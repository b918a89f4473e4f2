import { z } from 'zod';
import { freeText, textOfPerson } from './personal.ts';

/** Shapes that several contexts publish. */

/** In any case when it comes (RFC 9562, 4), in lower case from there on. */
export const uuidSchema = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'a UUID');

/** The first and the last civil day that anything here may fall on: older than the oldest association, later than any mandate. */
const [FIRST_DAY, LAST_DAY] = ['1800-01-01', '2200-12-31'];

/** A civil day, `YYYY-MM-DD`, within 1800 and 2200. */
export const dateSchema = z.iso
  .date({ abort: true })
  .refine((day) => day >= FIRST_DAY && day <= LAST_DAY, `a day from ${FIRST_DAY} to ${LAST_DAY} is required`);

/** An instant in UTC with milliseconds, as everything that is recorded bears it. */
export const instantSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'an instant in UTC with milliseconds');

/** What a person can read as a name: no controls, no directions, nothing that cannot be seen. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, { abort: true })
  .max(300)
  .refine((text) => !hasHidden(text), 'text without control, direction or zero-width characters is required')
  .refine(isVisible, 'a visible character is required');

/** Some paragraphs: as a name, with line breaks and tabs. */
export const proseSchema = z
  .string()
  .min(1, { abort: true })
  .max(4_000)
  .refine(
    (text) => !hasHidden(text.replaceAll(/[\n\r\t]/g, ' ')),
    'text without control or direction characters is required',
  )
  .refine(isVisible, 'a visible character is required');

/** Long enough for any list of a cluster, short enough for one event. */
export const LIST_MAX = 500;

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal');

export const evidenceSchema = z.strictObject({
  title: nameSchema,
  date: dateSchema.optional(),
  sha256: sha256Schema.optional(),
  /** Readers follow it, so only web addresses are allowed: no script and no file. */
  link: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});

/** A person as the domain needs it: an id and a name, nothing else. */
export const personSchema = z.strictObject({ personId: uuidSchema, name: textOfPerson(nameSchema, 'personId') });

/** One line of free text, in which persons may be named. */
export const remarkSchema = freeText(nameSchema);

/** Some paragraphs of free text, in which persons may be named. */
export const statementSchema = freeText(proseSchema);

/** A share as two integers: quorum and majority are never floating-point numbers. */
export const fractionSchema = z
  .strictObject({ numerator: z.int().min(0), denominator: z.int().min(1) })
  .refine((share) => share.numerator <= share.denominator, 'a share is at most 1');

export const quantitySchema = z.int().min(0);

const EMOJI = new RegExp('\\p{RGI_Emoji}', 'gv');
/** Joiners that shape letters of some scripts. */
const SHAPING = /(?<=[\p{L}\p{M}])[\u200c\u200d](?=[\p{L}\p{M}])/gu;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

function hasHidden(text: string): boolean {
  return HIDDEN.test(text) && HIDDEN.test(text.replaceAll(EMOJI, '').replaceAll(SHAPING, ''));
}

/** Fillers of Hangul and the blank of Braille are letters and signs by category, and show nothing. */
function isVisible(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replaceAll(/[\p{Default_Ignorable_Code_Point}\u2800]/gu, ''));
}
