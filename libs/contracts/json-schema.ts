import { z } from 'zod';
import { contracts } from './catalog.ts';
import type { EventDefinitions } from './definition.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The JSON Schema of an event's data, as the file that freezes it. */
export interface SchemaFile {
  /** `<context>.<EventName>.v<version>.json`. */
  readonly name: string;
  readonly text: string;
}

/** One JSON Schema (draft 2020-12) for each event type of the catalog, sorted by name and by key: same contracts, same text. */
export function schemaFiles(): readonly SchemaFile[] {
  return Object.entries(contracts)
    .flatMap(([context, definitions]) => filesOf(context, definitions))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function filesOf(context: string, definitions: EventDefinitions): readonly SchemaFile[] {
  return Object.entries(definitions).map(([name, { version, schema, summary }]) => {
    const title = `${context}.${name}.v${String(version)}`;
    const described = { title, description: summary, ...z.toJSONSchema(schema, { reused: 'inline' }) };
    const text = `${JSON.stringify(sorted(JSON.parse(JSON.stringify(described)) as Json), undefined, 2)}\n`;
    return { name: `${title}.json`, text };
  });
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
