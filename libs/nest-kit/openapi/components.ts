import { z } from 'zod';

/** A piece of JSON Schema (draft 2020-12), as OpenAPI 3.1 uses it. */
export type JsonSchema = Record<string, unknown>;

/** Two schemas of one name say different things. */
export class SchemaNamedTwice extends TypeError {
  override readonly name = 'SchemaNamedTwice';
}

const LOCAL = '#/$defs/';
const SHARED = '#/components/schemas/';

/** What a document writes once, where its operations refer to it. */
export class Components {
  readonly #sections = {
    schemas: new Map<string, JsonSchema>(),
    parameters: new Map<string, JsonSchema>(),
    responses: new Map<string, JsonSchema>(),
    headers: new Map<string, JsonSchema>(),
  };

  /** What goes in (bodies, parameters) or comes out (answers); a schema named by `.meta({ id })` becomes a reference. */
  schema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { properties, $defs: named = {} } = z.toJSONSchema(z.object({ it: schema }), {
      io,
      target: 'draft-2020-12',
      unrepresentable: 'any',
    });
    for (const [name, definition] of Object.entries(named)) {
      this.share('schemas', name, referring(definition) as JsonSchema);
    }
    return referring(properties?.['it']) as JsonSchema;
  }

  /** Writes a part under a name and gives the reference to it. @throws SchemaNamedTwice */
  share(section: Section, name: string, part: JsonSchema): JsonSchema {
    const parts = this.#sections[section];
    const known = parts.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(part)) {
      throw new SchemaNamedTwice(`${name}: ${JSON.stringify(known)} and ${JSON.stringify(part)}`);
    }
    parts.set(name, part);
    return { $ref: `#/components/${section}/${name}` };
  }

  /** Every section, names in order. */
  toJSON(): Readonly<Record<string, JsonSchema>> {
    const sections = Object.entries(this.#sections).map(([section, parts]) => [
      section,
      Object.fromEntries([...parts].sort(([a], [b]) => (a < b ? -1 : 1))),
    ]);
    return Object.fromEntries(sections) as Record<string, JsonSchema>;
  }
}

type Section = 'schemas' | 'parameters' | 'responses' | 'headers';

/** References point into the document; `id` names a schema in zod's registry and is a member like any other inside `properties`. */
function referring(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referring);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name, member]) => name !== 'id' || typeof member === 'object');
  return Object.fromEntries(
    members.map(([name, member]) => [name, name === '$ref' ? shared(member) : referring(member)]),
  );
}

function shared(reference: unknown): string {
  return String(reference).replace(LOCAL, SHARED);
}
