import { z } from 'zod';
import { ANSWER_KEPT_HOURS, type PeopleCommand, type CommandTable } from '#libs/commands';
import { uuidSchema } from '#libs/contracts';
import type { EdgeCode } from '#libs/hosting';
import { commandParameters } from '../commands/parameters.ts';
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
    dryRun: z.literal(true).optional().describe('The events were decided and not recorded.'),
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
  'API_EVENT_TOO_LARGE',
  'API_UNSUPPORTED_MEDIA_TYPE',
  'API_IDEMPOTENCY_KEY_REUSED',
  'API_TOO_MANY_REQUESTS',
  'API_STORE_UNAVAILABLE',
  'API_KEY_MISSING',
];

/** The OpenAPI entry of a command, whole. */
export function commandOperation(components: Components, table: CommandTable, row: PeopleCommand): JsonSchema {
  const creates = row.verb === undefined;
  const ahead: readonly EdgeCode[] = row.happened === undefined ? [] : ['API_DAY_AHEAD'];
  const codes = [...row.refusals, ...ahead, ...COMMON_REFUSALS];
  const problems = problemResponses(components, codes, (code) => table.refusals[code]?.status ?? 409);
  return {
    tags: [table.context],
    operationId: `${table.context}.${table.resource}.${row.verb ?? 'create'}`,
    summary: row.summary,
    parameters: [
      ...(creates ? [] : [components.share('parameters', 'id', ID)]),
      dryRun(components),
      idempotencyKey(components),
      ifMatch(components),
      ifNoneMatch(components),
    ],
    requestBody: requestBody(bodySchema(components, row), true),
    responses: { ...acceptedResponses(components, row), ...Object.fromEntries(problems) },
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

/** The answer of a row: with what it reports, under the name of its body. */
export function commandAnswer({ reports = {}, body }: PeopleCommand): z.ZodType {
  const recorded = Object.assign({}, ...Object.values(reports).map(({ shape }) => shape)) as z.ZodRawShape;
  if (Object.keys(recorded).length === 0) return commandAnswerSchema;
  return commandAnswerSchema
    .extend({
      recorded: z
        .strictObject(recorded)
        .partial()
        .optional()
        .describe('What was recorded, as it was recorded; absent where nothing was.'),
    })
    .meta({ id: `${body.meta()?.id ?? ''}Answer` });
}

function acceptedResponses(components: Components, row: PeopleCommand): JsonSchema {
  const etag = { description: 'The revision of the resource, quoted.', schema: { type: 'string' } };
  const response = (description: string): JsonSchema => ({
    description,
    headers: { ETag: components.share('headers', 'Revision', etag) },
    content: { 'application/json': { schema: components.schema(commandAnswer(row), 'output') } },
  });
  if (row.verb !== undefined) {
    const accepted = response('Accepted: committed, or already so.');
    return { 200: row.reports === undefined ? components.share('responses', 'Accepted', accepted) : accepted };
  }
  return { 200: response('Already so: nothing was created.'), 201: response('Created.') };
}

const ID: JsonSchema = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The resource.',
  example: '01890a5d-ac96-774b-bcce-b302099a8057',
  schema: { type: 'string', format: 'uuid' },
};

function dryRun(components: Components): JsonSchema {
  const { dryRun: schema } = commandParameters.shape;
  const { description, examples: _examples, ...rest } = components.schema(schema, 'input');
  const parameter = { name: 'dryRun', in: 'query', required: false, description, example: 'true', schema: rest };
  return components.share('parameters', 'dryRun', parameter);
}

function idempotencyKey(components: Components): JsonSchema {
  return components.share('parameters', 'IdempotencyKey', {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      `Same key and same body: same answer, one effect; another body: 422. What recorded nothing (already so, or refused by a ` +
      `decision) is remembered for ${String(ANSWER_KEPT_HOURS)} hours.`,
    example: 'import-2016-03-31-17',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  });
}

const TAGS = { type: 'string', minLength: 1 };

function ifMatch(components: Components): JsonSchema {
  return components.share('parameters', 'IfMatch', {
    name: 'If-Match',
    in: 'header',
    required: false,
    description:
      'The resource has to be at the revision of one of these ETags, or with `*` to exist (RFC 9110 §13.1.1); else 412. A weak ETag never matches.',
    example: '"3"',
    schema: TAGS,
  });
}

function ifNoneMatch(components: Components): JsonSchema {
  return components.share('parameters', 'IfNoneMatch', {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The resource must not be at the revision of one of these ETags, or with `*` not exist yet; else 412.',
    example: '*',
    schema: TAGS,
  });
}
