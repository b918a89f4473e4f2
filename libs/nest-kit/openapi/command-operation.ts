import { z } from 'zod';
import type { PeopleCommand, CommandTable } from '#libs/commands';
import { uuidSchema } from '#libs/contracts';
import type { EdgeCode } from '#libs/hosting';
import { creationEnvelopeSchema, envelopeSchema } from '../commands/envelope.ts';
import type { Components, JsonSchema } from './components.ts';
import { problemResponses } from './problem-responses.ts';
import { requestBody } from './query-operation.ts';

/** The answer to an accepted command. */
export const commandAnswerSchema = z
  .strictObject({
    id: uuidSchema,
    revision: z.int().min(0).nullable().describe('Of the resource afterwards; null where it has no event yet.'),
    events: z.array(z.strictObject({ type: z.string(), id: uuidSchema })),
    readToken: z.string().describe('For `readToken` of a query that has to see what this command did.'),
  })
  .meta({ id: 'CommandAnswer' });

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

/** The OpenAPI entry of a command, whole. */
export function commandOperation(components: Components, table: CommandTable, row: PeopleCommand): JsonSchema {
  const creates = row.verb === undefined;
  const codes = [...row.refusals, ...COMMON_REFUSALS];
  const problems = problemResponses(components, codes, (code) => table.refusals[code]?.status ?? 409);
  return {
    tags: [table.context],
    operationId: `${table.context}.${table.resource}.${row.verb ?? 'create'}`,
    summary: row.summary,
    parameters: [...(creates ? [] : [ID]), idempotencyKey(components), ifMatch(components)],
    requestBody: requestBody(bodySchema(components, row), true),
    responses: { [creates ? '201' : '200']: acceptedResponse(components), ...Object.fromEntries(problems) },
  };
}

/** The body of a command: its own members and those that every command may carry, in one strict object under its own name. */
function bodySchema(components: Components, row: PeopleCommand): JsonSchema {
  const own = components.schemaWithoutName(row.body, 'input');
  const common = components.schemaWithoutName(
    row.verb === undefined ? creationEnvelopeSchema : envelopeSchema,
    'input',
  );
  const body = { ...own, properties: { ...propertiesOf(own), ...propertiesOf(common) } };
  const name = row.body.meta()?.id;
  return name === undefined ? body : components.share('schemas', name, body);
}

function propertiesOf(schema: JsonSchema): JsonSchema {
  return typeof schema['properties'] === 'object' && schema['properties'] !== null ? { ...schema['properties'] } : {};
}

function acceptedResponse(components: Components): JsonSchema {
  const etag = { description: 'The revision of the resource, quoted.', schema: { type: 'string' } };
  return {
    description: 'Accepted: committed, or already so.',
    headers: { ETag: components.share('headers', 'Revision', etag) },
    content: { 'application/json': { schema: components.schema(commandAnswerSchema, 'output') } },
  };
}

const ID: JsonSchema = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The resource.',
  example: '01890a5d-ac96-774b-bcce-b302099a8057',
  schema: { type: 'string', format: 'uuid' },
};

function idempotencyKey(components: Components): JsonSchema {
  return components.share('parameters', 'IdempotencyKey', {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Same key and same body: same answer, one effect.',
    example: 'import-2016-03-31-17',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  });
}

function ifMatch(components: Components): JsonSchema {
  return components.share('parameters', 'IfMatch', {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The quoted revision that the resource has to have.',
    example: '"3"',
    schema: { type: 'string', pattern: '^"[0-9]{1,18}"$' },
  });
}
