import { z } from 'zod';
import { contracts } from './contexts.ts';
import type { EventDefinitions } from './definition.ts';
import { isPersonalText, sealedTextSchema } from './personal.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonSchema;
export interface JsonSchema {
  readonly [keyword: string]: Json;
}

/** Draft 2020-12 is what a validator of today reads; draft 7 is what AsyncAPI 3 is a superset of. */
type Draft = 'draft-2020-12' | 'draft-7';

/** A version of an event and the JSON Schema of its data. */
export interface VersionSchema {
  readonly context: string;
  /** `<context>.<EventName>.v<version>`, the `ce_type` of its records. */
  readonly title: string;
  readonly summary: string;
  readonly schema: JsonSchema;
}

/**
 * The JSON Schema (draft 2020-12) of each version of each event of the catalog as the file that freezes it, `<title>.json`, sorted
 * by name and by key: same contracts, same text. Its id is the `ce_dataschema` of its records.
 */
export function schemaFiles() {
  return versionSchemas('draft-2020-12').map(({ title, schema }) => ({
    name: `${title}.json`,
    text: `${JSON.stringify({ $id: `urn:grappe:schema:${title}`, ...schema }, undefined, 2)}\n`,
  }));
}

/** Every version of every event of some contracts, sorted by title, older versions included. */
export function versionSchemas(
  draft: Draft,
  of: Readonly<Record<string, EventDefinitions>> = contracts,
): readonly VersionSchema[] {
  return Object.entries(of)
    .flatMap(([context, definitions]) =>
      Object.entries(definitions).flatMap(([name, definition]) =>
        [definition, ...(definition.older ?? [])].map(({ version, schema }) => {
          const title = `${context}.${name}.v${String(version)}`;
          const { summary } = definition;
          return { context, title, summary, schema: describeSchema(title, summary, schema, draft) };
        }),
      ),
    )
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}

function describeSchema(title: string, description: string, schema: z.ZodType, draft: Draft): JsonSchema {
  const options = { reused: 'inline', target: draft, override: admitSealed } as const;
  const generated = { title, description, ...z.toJSONSchema(schema, options) };
  return JSON.parse(JSON.stringify(generated), sortMembers) as JsonSchema;
}

/** What a topic carries in the place of a personal text: the text, or what it is sealed as. */
function admitSealed({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  if (!isPersonalText(zodSchema)) return;
  const clear = { ...jsonSchema };
  for (const keyword of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, keyword);
  const { $schema: _dialect, ...sealed } = z.toJSONSchema(sealedTextSchema);
  jsonSchema.anyOf = [clear, sealed];
}

/** A value that was read from JSON with its own members in the order of their names. */
function sortMembers(_name: string, value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
