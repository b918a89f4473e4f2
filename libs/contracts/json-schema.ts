import { z } from 'zod';
import { contracts } from './contexts.ts';
import type { EventDefinition, EventDefinitions } from './definition.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonSchema;
export interface JsonSchema {
  readonly [keyword: string]: Json;
}

/** Draft 2020-12 is what a validator of today reads; draft 7 is what AsyncAPI 3 is a superset of. */
type Draft = 'draft-2020-12' | 'draft-7';

/** The JSON Schema of an event's data, as the file that freezes it. */
export interface SchemaFile {
  /** `<context>.<EventName>.v<version>.json`. */
  readonly name: string;
  readonly text: string;
}

/** A version of an event and the JSON Schema of its data. */
export interface VersionSchema {
  readonly context: string;
  /** `<context>.<EventName>.v<version>`, the `ce_type` of its records. */
  readonly title: string;
  readonly summary: string;
  readonly schema: JsonSchema;
}

/** One JSON Schema (draft 2020-12) for each version of each event of the catalog, sorted by name and by key: same contracts, same text. */
export function schemaFiles(): readonly SchemaFile[] {
  return versionSchemas('draft-2020-12').map(({ title, schema }) => ({
    name: `${title}.json`,
    text: `${JSON.stringify(schema, undefined, 2)}\n`,
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
        versionsOf(definition).map(({ version, schema }) => {
          const title = `${context}.${name}.v${String(version)}`;
          const { summary } = definition;
          return { context, title, summary, schema: described(title, summary, schema, draft) };
        }),
      ),
    )
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}

function versionsOf(definition: EventDefinition): readonly Pick<EventDefinition, 'version' | 'schema'>[] {
  return [definition, ...(definition.older ?? [])];
}

function described(title: string, description: string, schema: z.ZodType, draft: Draft): JsonSchema {
  const generated = { title, description, ...z.toJSONSchema(schema, { reused: 'inline', target: draft }) };
  return sorted(JSON.parse(JSON.stringify(generated)) as JsonSchema) as JsonSchema;
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map((item) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
