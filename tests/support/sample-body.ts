import { z } from 'zod';

type Schema = Readonly<Record<string, unknown>>;

/** Texts of which one fits each pattern that the contracts know. */
const TEXTS: readonly string[] = [
  'Numélink',
  '01500000-0000-7000-8000-000000000001',
  '2016-03-31',
  '18:05',
  'a'.repeat(64),
  '732829320',
  'W751234567',
  '42',
  '5710',
  '2016-03-31T18:00',
  'https://example.org',
  'jobs',
];

/** The smallest body that a command's schema takes: made from the schema, so that no suite keeps a list of bodies. */
export function sampleBody(schema: z.ZodType): object {
  const whole = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    reused: 'inline',
  });
  const sample = valueOf(whole, whole.$defs ?? {});
  const parsed = schema.safeParse(sample);
  if (!parsed.success) throw new TypeError(`no sample for ${JSON.stringify(whole)}: ${parsed.error.message}`);
  return sample as object;
}

function valueOf(schema: Schema, definitions: Readonly<Record<string, Schema>>): unknown {
  const { $ref, enum: choices, const: constant, anyOf, type } = schema;
  if (typeof $ref === 'string') return valueOf(definitions[$ref.replace('#/$defs/', '')] ?? {}, definitions);
  if (constant !== undefined) return constant;
  if (Array.isArray(choices)) return choices[0];
  if (Array.isArray(anyOf)) return valueOf(anyOf[0] as Schema, definitions);
  switch (type) {
    case 'object':
      return objectOf(schema, definitions);
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () =>
        valueOf(schema['items'] as Schema, definitions),
      );
    case 'string':
      return textOf(schema);
    case 'boolean':
      return false;
    default:
      return (
        Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? 0) +
        (type === 'integer' && schema['minimum'] === undefined ? 1 : 0)
      );
  }
}

function objectOf(schema: Schema, definitions: Readonly<Record<string, Schema>>): object {
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const members = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>);
  // The required ones first, and as many of the others as there have to be.
  const wanted = members.toSorted(([a], [b]) => Number(required.has(b)) - Number(required.has(a)));
  const count = Math.max(required.size, Number(schema['minProperties'] ?? 0));
  return Object.fromEntries(wanted.slice(0, count).map(([name, member]) => [name, valueOf(member, definitions)]));
}

function textOf({ pattern, minLength = 0, allOf = [] }: Schema): string | undefined {
  const patterns = [pattern, ...(allOf as readonly Schema[]).map((each) => each['pattern'])].filter(
    (each): each is string => typeof each === 'string',
  );
  return TEXTS.find(
    (text) => text.length >= Number(minLength) && patterns.every((each) => new RegExp(each, 'u').test(text)),
  );
}
