import type { ApiResponseOptions } from '@nestjs/swagger';
import { z } from 'zod';
import type { PeopleCommand, CommandTable } from '#libs/commands';
import { EDGE_REFUSALS, type EdgeCode } from '#libs/hosting';
import { creationEnvelopeSchema, envelopeSchema } from './envelope.ts';

/** A piece of JSON Schema (draft 2020-12), as OpenAPI 3.1 uses it. */
export type JsonSchema = Record<string, unknown>;

/** What an accepted command answers with. */
export const answerSchema: JsonSchema = {
  type: 'object',
  required: ['id', 'revision', 'events', 'readToken'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    revision: { type: ['integer', 'null'], minimum: 0 },
    events: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type', 'id'],
        properties: { type: { type: 'string' }, id: { type: 'string', format: 'uuid' } },
      },
    },
    readToken: { type: 'string' },
  },
};

/** The body of a command: its own members and those that every command may carry, in one strict object. */
export function bodyJsonSchema(row: PeopleCommand): JsonSchema {
  const own = jsonSchemaOf(row.body);
  const common = jsonSchemaOf(row.verb === undefined ? creationEnvelopeSchema : envelopeSchema);
  return { ...own, properties: { ...propertiesOf(own), ...propertiesOf(common) } };
}

/** The JSON Schema of what a zod schema takes in, whole: named parts stand where they are used. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const {
    $schema: _dialect,
    $defs: named = {},
    ...rest
  } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' });
  return inlined(rest, named) as JsonSchema;
}

const LOCAL = '#/$defs/';

function inlined(value: unknown, named: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map((item) => inlined(item, named));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref: reference, id: _id, ...members } = value as JsonSchema;
  const rest = Object.fromEntries(Object.entries(members).map(([name, member]) => [name, inlined(member, named)]));
  // `id` names a schema in zod's registry; inside `properties` it is a member like any other.
  const own = typeof _id === 'object' ? { id: inlined(_id, named), ...rest } : rest;
  if (typeof reference !== 'string' || !reference.startsWith(LOCAL)) return own;
  return { ...(inlined(named[reference.slice(LOCAL.length)], named) as JsonSchema), ...own };
}

function propertiesOf(schema: JsonSchema): JsonSchema {
  return typeof schema['properties'] === 'object' && schema['properties'] !== null ? { ...schema['properties'] } : {};
}

const COMMON_REFUSALS: readonly EdgeCode[] = [
  'API_MALFORMED',
  'API_UNAUTHENTICATED',
  'API_TOKEN_EXPIRED',
  'API_FORBIDDEN',
  'API_CONFLICT',
  'API_PRECONDITION_FAILED',
  'API_TOO_LARGE',
  'API_UNSUPPORTED_MEDIA_TYPE',
  'API_IDEMPOTENCY_KEY_REUSED',
  'API_TOO_MANY_REQUESTS',
  'API_STORE_UNAVAILABLE',
];

/** One response for each status, with every code that the command can answer with under it. */
export function refusalResponses(table: CommandTable, row: PeopleCommand): readonly ApiResponseOptions[] {
  const byStatus = new Map<number, string[]>();
  for (const code of [...row.refusals, ...COMMON_REFUSALS]) {
    const status = statusOf(table, code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const accepted: ApiResponseOptions = {
    status: row.verb === undefined ? 201 : 200,
    description: 'Accepted: committed, or already so.',
    content: { 'application/json': { schema: answerSchema } },
    headers: { ETag: { description: 'The revision of the resource.', schema: { type: 'string' } } },
  };
  return [
    accepted,
    ...[...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => problemResponse(status, codes)),
  ];
}

function statusOf(table: CommandTable, code: string): number {
  return isEdgeCode(code) ? EDGE_REFUSALS[code].status : (table.refusals[code]?.status ?? 409);
}

function isEdgeCode(code: string): code is EdgeCode {
  return code in EDGE_REFUSALS;
}

function problemResponse(status: number, codes: readonly string[]): ApiResponseOptions {
  return {
    status,
    description: codes.join(', '),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { properties: { code: { type: 'string', enum: [...codes] } } },
          ],
        },
      },
    },
  };
}
