import { z } from 'zod';
import * as contracts from '#libs/contracts';

/** A piece of JSON Schema (draft 2020-12), as OpenAPI 3.1 uses it. */
export type JsonSchema = Record<string, unknown>;

const LOCAL = '#/$defs/';
const SHARED = '#/components/schemas/';

/** Parts that several contracts share. Their own JSON Schemas name no parts, so the names are here. */
const CONTRACT_PARTS: Readonly<Record<string, z.ZodType>> = {
  Uuid: contracts.uuidSchema,
  Day: contracts.dateSchema,
  Evidence: contracts.evidenceSchema,
  Person: contracts.personSchema,
  Fraction: contracts.fractionSchema,
  Clause: contracts.clauseSchema,
  AppliedClause: contracts.appliedClauseSchema,
  Tally: contracts.tallySchema,
  Reckoning: contracts.reckoningSchema,
  Irregularity: contracts.irregularitySchema,
  Holder: contracts.holderSchema,
  DeclaredFigure: contracts.declaredFigureSchema,
  Verdict: contracts.verdictSchema,
  Successor: contracts.successorSchema,
  TransitionalMandate: contracts.transitionalMandateSchema,
  TransitionalOffice: contracts.transitionalOfficeSchema,
  TransitionalGovernance: contracts.transitionalGovernanceSchema,
  AntennaMapping: contracts.antennaMappingSchema,
  CollegeMapping: contracts.collegeMappingSchema,
  NewAntenna: contracts.newAntennaSchema,
  Condition: contracts.conditionSchema,
  Plan: contracts.planSchema,
};

/** The parts that a document contains once and its operations refer to. */
export class Components {
  readonly #sections = {
    schemas: new Map<string, JsonSchema>(),
    parameters: new Map<string, JsonSchema>(),
    responses: new Map<string, JsonSchema>(),
    headers: new Map<string, JsonSchema>(),
  };
  readonly #contractNames = namesByShape();

  /** The schema of input (bodies, parameters) or output (answers); one named by `.meta({ id })` becomes a reference. */
  schema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    return this.#place(partsOf(schema, io));
  }

  /** A named schema inline, without its name and without those that it was made from. */
  schemaWithoutName(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    let { whole, named } = partsOf(schema, io);
    for (let reference = whole['$ref']; typeof reference === 'string'; reference = whole['$ref']) {
      const { [reference.slice(LOCAL.length)]: origin, ...others } = named;
      const { $ref: _reference, ...words } = whole;
      [whole, named] = [{ ...origin, ...words }, others];
    }
    return this.#place({ whole, named });
  }

  #place({ whole, named }: Parts): JsonSchema {
    for (const [name, part] of Object.entries(named)) this.share('schemas', name, this.#referring(part) as JsonSchema);
    return this.#referring(whole) as JsonSchema;
  }

  /** Writes a part under a name and gives the reference to it. @throws TypeError where the name means something else already */
  share(section: Section, name: string, part: JsonSchema): JsonSchema {
    const parts = this.#sections[section];
    const known = parts.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(part)) {
      throw new TypeError(`${name}: ${JSON.stringify(known)} and ${JSON.stringify(part)}`);
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
    return { ...this.share('schemas', name, this.#membersOf(shape)), description, examples };
  }

  #membersOf(value: object): JsonSchema {
    const members = Object.entries(value).filter(([name, member]) => name !== 'id' || typeof member === 'object');
    const referring = ([name, member]: [string, unknown]) =>
      [name, name === '$ref' ? String(member).replace(LOCAL, SHARED) : this.#referring(member)] as const;
    return Object.fromEntries(members.map(referring));
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
interface Parts {
  readonly whole: JsonSchema;
  readonly named: Readonly<Record<string, JsonSchema>>;
}

function partsOf(schema: z.ZodType, io: 'input' | 'output'): Parts {
  const options = { io, target: 'draft-2020-12', unrepresentable: 'any' } as const;
  const { properties, $defs: named = {} } = z.toJSONSchema(z.object({ it: schema }), options);
  return { whole: { ...(properties?.['it'] as JsonSchema) }, named };
}

/** The names of the contracts' parts by what they look like as JSON Schema. */
function namesByShape(): ReadonlyMap<string, string> {
  const named = Object.entries(CONTRACT_PARTS).map(([name, schema]) => {
    const { $schema: _dialect, ...shape } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
    return [JSON.stringify(shape), name] as const;
  });
  return new Map(named);
}
