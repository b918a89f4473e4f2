import { z } from 'zod';

/** Only types know this mark: a text is a personal text. */
declare const personal: unique symbol;

/** A text about a person. Stores and topics hold it sealed under a key, so that destroying the key erases it everywhere. */
export type PersonalText = string & { readonly [personal]?: true };

/** Where a personal text stands in the data of an event. */
export interface PersonalField {
  /** Names joined by dots, `*` for each item of a list. */
  readonly path: string;
  /** The same of the id of the person whom it is about. Without one it is free text, and has the key of its stream. */
  readonly personId?: string | undefined;
}

/** The name beside it that holds the id of the person; undefined for free text. */
const subjects = z.registry<{ readonly personId: string | undefined }>();

/** The text of a person whose id stands beside it under this name. */
export function textOfPerson(schema: z.ZodType<string>, personId: string): z.ZodType<PersonalText> {
  return mark(schema, personId);
}

/** Free text, in which persons may be named: its key is that of its stream. */
export function freeText(schema: z.ZodType<string>): z.ZodType<PersonalText> {
  return mark(schema, undefined);
}

function mark(schema: z.ZodType<string>, personId: string | undefined): z.ZodType<PersonalText> {
  return schema.clone().register(subjects, { personId });
}

export function isPersonalText(schema: z.core.$ZodType): boolean {
  return subjects.get(schema) !== undefined;
}

/** Every personal text that data of this schema may hold. @throws TypeError for one in what has no paths, such as a union: it would be stored in clear */
export function personalFieldsOf(schema: z.core.$ZodType, path: readonly string[] = []): readonly PersonalField[] {
  const subject = subjects.get(schema);
  if (subject !== undefined) return [fieldAt(path, subject.personId)];
  if (schema instanceof z.ZodObject)
    return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([name, inner]) =>
      personalFieldsOf(inner, [...path, name]),
    );
  if (schema instanceof z.ZodArray) return personalFieldsOf(schema.element, [...path, '*']);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return personalFieldsOf(schema.unwrap(), path);
  if (!holdsMark(schema)) return [];
  throw new TypeError(
    `${path.join('.')}: a personal text in a ${schema._zod.def.type} has no path; use objects and lists`,
  );
}

/** Whether a mark is anywhere in it, by whatever way schemas hold others. */
function holdsMark(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsMark);
  if (value instanceof z.core.$ZodType) return isPersonalText(value) || Object.values(value._zod.def).some(holdsMark);
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((inner) => inner instanceof z.core.$ZodType && holdsMark(inner))
  );
}

function fieldAt(path: readonly string[], personId: string | undefined): PersonalField {
  const at = path.join('.');
  return personId === undefined ? { path: at } : { path: at, personId: [...path.slice(0, -1), personId].join('.') };
}

/** The id of a key: `<person id>/<number>`, for free text `<stream>/<number>`. */
export const keyIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,200}\/[1-9][0-9]{0,8}$/, 'the name of a key, a stroke and its number');

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/, 'base64');

/**
 * A personal text as stores and topics hold it: AES-256-GCM under the key `k`, bound to its event and its place by the additional data
 * `<event id><JSON pointer in the record>` (`docs/adr/0010-personal-fields.md`).
 */
export const sealedTextSchema = z.strictObject({
  /** The version of this form. */
  $personal: z.literal(1),
  k: keyIdSchema,
  /** Twelve bytes. */
  iv: z.string().regex(/^[A-Za-z0-9+/]{16}$/, 'twelve bytes in base64'),
  /** The encrypted UTF-8 text with its tag of sixteen bytes at the end. */
  ct: base64,
});

export type SealedText = Readonly<z.infer<typeof sealedTextSchema>>;

/** Data as a topic carries them: each personal text is in clear or sealed. */
export type Published<T> = typeof personal extends keyof T
  ? T | SealedText
  : T extends string
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Published<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Published<T[Key]> }
        : T;

/** A well-formed sealed text; whether it opens is another question. */
export function isSealedText(value: unknown): value is SealedText {
  return sealedTextSchema.safeParse(value).success;
}

/** Stands for a sealed text where data are checked: it fits every text that is marked. */
const STAND_IN = 'sealed';

/** Data in which each sealed text stands open as a text of no meaning, so that the schema of the clear data can check the rest. */
export function withoutSeals(data: unknown, fields: readonly PersonalField[]): unknown {
  return fields.reduce((changed, { path }) => standingIn(changed, path.split('.')), data);
}

function standingIn(value: unknown, [name, ...inside]: readonly string[]): unknown {
  if (name === undefined) return isSealedText(value) ? STAND_IN : value;
  if (name === '*') return Array.isArray(value) ? value.map((item) => standingIn(item, inside)) : value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return value;
  const before = (value as Readonly<Record<string, unknown>>)[name];
  const after = standingIn(before, inside);
  return after === before ? value : { ...value, [name]: after };
}

/** What stands where a text was whose key is destroyed. */
export const ERASED = { person: 'personne effacée', text: 'texte effacé' } as const;

/** What stands for a sealed text whose key is destroyed: it says only of what kind the text was. */
export function erasedText({ k }: Pick<SealedText, 'k'>): string {
  // A stream's name has a dot, the id of a person has none.
  return k.includes('.') ? ERASED.text : ERASED.person;
}

/** What stands in the place `bound` of a sealed text whose key is destroyed. A link that is gone leads nowhere: its member goes. */
export function erasedAt(bound: string, sealed: Pick<SealedText, 'k'>): string | undefined {
  return /\/metadata\/evidence\/\d+\/link$/.test(bound) ? undefined : erasedText(sealed);
}

/** The event of which sealed texts are opened: `data`, and `metadata` where there are some. */
interface Sealable {
  readonly id: string;
  readonly data: object;
  readonly metadata?: object | undefined;
}

/** What a sealed text becomes; `bound` is its additional data. Undefined leaves its member out. */
type Opening = (sealed: SealedText, bound: string) => string | undefined;

/** The event with each of its sealed texts opened, also those of the event that it carries; itself where there are none. */
export function openTexts<Event extends Sealable>(event: Event, open: Opening): Event {
  const { id } = event;
  const data = openedData(event.data, id, open);
  const metadata = openedValue(event.metadata, `${id}/metadata`, open);
  return data === event.data && metadata === event.metadata ? event : { ...event, data, metadata };
}

function openedData(data: object, id: string, open: Opening): unknown {
  const { event: carried, ...rest } = data as { readonly event?: Partial<Sealable> };
  if (carried?.id === undefined || carried.data === undefined) return openedValue(data, `${id}/data`, open);
  // What is carried stands in it as it is stored: its texts are bound to its own id.
  const inner = openedData(carried.data, carried.id, open);
  return inner === carried.data ? data : { ...rest, event: { ...carried, data: inner } };
}

function openedValue(value: unknown, bound: string, open: Opening): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$personal' in value) return open(value as SealedText, bound);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => openedValue(item, `${bound}/${String(index)}`, open));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value);
  const opened = entries.map(([name, inner]) => [name, openedValue(inner, `${bound}/${name}`, open)] as const);
  if (opened.every(([, inner], index) => inner === entries[index]?.[1])) return value;
  return Object.fromEntries(opened.filter(([, inner]) => inner !== undefined));
}
