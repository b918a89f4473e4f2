import { z } from 'zod';
import { contractNames } from './contract-names.ts';

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

  readonly #contractNames = contractNames();

  /** What goes in (bodies, parameters) or comes out (answers); a schema named by `.meta({ id })` becomes a reference. */
  schema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { whole, named } = partsOf(schema, io);
    for (const [name, part] of Object.entries(named)) this.share('schemas', name, this.#referring(part) as JsonSchema);
    return this.#referring(whole) as JsonSchema;
  }

  /** A named schema as it stands, without its name and without those that it was made from. */
  unnamed(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { whole, named } = partsOf(schema, io);
    let part = whole as JsonSchema;
    const origins = new Set<string>();
    for (let reference = part['$ref']; typeof reference === 'string'; reference = part['$ref']) {
      const name = reference.slice(LOCAL.length);
      const { $ref: _reference, ...rest } = part;
      part = { ...named[name], ...rest };
      origins.add(name);
    }
    for (const [name, each] of Object.entries(named)) {
      if (!origins.has(name)) this.share('schemas', name, this.#referring(each) as JsonSchema);
    }
    return this.#referring(part) as JsonSchema;
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

  /**
   * References point into the document, and a part that the contracts name is one. `id` names a schema in zod's registry and is a
   * member like any other inside `properties`.
   */
  #referring(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#referring(item));
    if (typeof value !== 'object' || value === null) return value;
    const { description, examples, ...shape } = value as JsonSchema;
    const name = this.#contractNames.get(JSON.stringify(shape));
    if (name === undefined) return this.#membersOf(value);
    const words = {
      ...(description === undefined ? {} : { description }),
      ...(examples === undefined ? {} : { examples }),
    };
    return { ...this.share('schemas', name, this.#membersOf(shape)), ...words };
  }

  #membersOf(value: object): JsonSchema {
    const members = Object.entries(value).filter(([name, member]) => name !== 'id' || typeof member === 'object');
    return Object.fromEntries(
      members.map(([name, member]) => [name, name === '$ref' ? shared(member) : this.#referring(member)]),
    );
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

/** A schema with its named parts apart. */
function partsOf(schema: z.ZodType, io: 'input' | 'output') {
  const options = { io, target: 'draft-2020-12', unrepresentable: 'any' } as const;
  const { properties, $defs: named = {} } = z.toJSONSchema(z.object({ it: schema }), options);
  return { whole: properties?.['it'], named };
}

function shared(reference: unknown): string {
  return String(reference).replace(LOCAL, SHARED);
}
