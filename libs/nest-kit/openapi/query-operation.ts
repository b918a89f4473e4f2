import type { z } from 'zod';
import {
  knownAtParameter,
  pageParameters,
  readTokenParameter,
  RESOURCES,
  rolesFor,
  namesPersons,
  type EdgeCode,
  type QueryRow,
  type QueryTable,
  type Readers,
  type Resource,
} from '#libs/hosting';
import { EXPORT_TYPES, isExported, REASON_HEADER } from '../queries/list-export.ts';
import { parametersOf } from '../queries/execute-query.ts';
import type { Components, JsonSchema } from './components.ts';
import { problemResponses } from './problem-responses.ts';

/** Parameters that mean the same on every operation that has them. */
const SHARED = new Map<z.ZodType, string>([
  [pageParameters.limit, 'limit'],
  [pageParameters.after, 'after'],
  [readTokenParameter, 'readToken'],
  [knownAtParameter, 'knownAt'],
]);

/** The OpenAPI entry of a read, whole: parameters, answers with their media types, problems. */
export function queryOperation(components: Components, { context, exports }: QueryTable, row: QueryRow): JsonSchema {
  const { summary, body } = row;
  const exported = isExported(row, exports);
  return {
    tags: [context],
    operationId: `${context}.${row.name}`,
    summary,
    description: descriptionOf(row),
    security: securityOf(row),
    parameters: [
      ...parametersFrom(components, 'path', row.pathParameters),
      ...parametersFrom(components, 'query', parametersOf(row)),
      ...(row.tagged ? [ifNoneMatch(components)] : []),
      ...(exported && namesPersons(row) ? [exportReason(components)] : []),
    ],
    requestBody: body && requestBody(components.schema(body, 'input'), !body.safeParse(undefined).success),
    responses: {
      ...Object.fromEntries(problemResponses(components, codesOf(row))),
      ...answersOf(components, row, exported),
    },
  };
}

const EVERYBODY = RESOURCES.register.may.length;

function isRestricted({ may }: QueryRow): boolean {
  return may !== 'public' && may.length < EVERYBODY;
}

/** Each role that suffices as a requirement of its own; undefined where every token does. */
function securityOf(row: QueryRow): readonly object[] | undefined {
  if (row.may === 'public') return [];
  return isRestricted(row) ? row.may.map((role) => ({ bearer: [role] })) : undefined;
}

/** What the row says of itself, who reads it, and what of it is for fewer readers. */
function descriptionOf(row: QueryRow): string | undefined {
  const { description, withheld } = row;
  const { ofThePerson }: Readers = RESOURCES[row.shows];
  const readers = isRestricted(row) || ofThePerson === true ? [`For ${readersText(row.shows, row.isScoped)}.`] : [];
  const hidden = withheld === undefined ? [] : [`Some are for ${readersText(withheld)} only: others do not find them.`];
  const resources = [...new Set(Object.values(row.parts))];
  const parts = resources.map((resource) => {
    const paths = Object.keys(row.parts).filter((path) => row.parts[path] === resource);
    return `Only for ${readersText(resource)}: ${paths.map((path) => `\`${path}\``).join(', ')}.`;
  });
  const sentences = [...(description === undefined ? [] : [description]), ...readers, ...hidden, ...parts];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

const READERS = { admin: 'administrators', auditor: 'auditors', operator: 'operators', subscriber: 'subscribers' };

function readersText(resource: Resource, isScoped = true): string {
  const { ofTheCluster, ofItself, ofThePerson, may: always }: Readers = RESOURCES[resource];
  // Whom a row is about it looks up itself: of the roles that may ask it, these read everything.
  const may = ofThePerson === true ? always : rolesFor(resource, isScoped);
  const roles = may === 'public' ? ['everybody'] : may.map((role) => READERS[role]);
  const clusters = roles.map((role) =>
    ofTheCluster === true && role === READERS.operator ? `${role} of the cluster` : role,
  );
  const company = ofItself === true ? ['a company about itself'] : [];
  const person = ofThePerson === true ? ['a person about itself'] : [];
  return new Intl.ListFormat('en', { type: 'conjunction' }).format([...clusters, ...company, ...person]);
}

export function requestBody(schema: JsonSchema, required: boolean): JsonSchema {
  return { required, content: { 'application/json': { schema } } };
}

function answersOf(components: Components, row: QueryRow, exported: boolean): Readonly<Record<string, JsonSchema>> {
  const { mediaType = 'application/json', drawings, answers, statuses } = row;
  const schema = components.schema(answers, 'output');
  const drawn = [...Object.keys(drawings), ...(exported ? EXPORT_TYPES : [])].map(
    (type) => [type, { schema: { type: 'string' } }] as const,
  );
  const content = { [mediaType]: { schema }, ...Object.fromEntries(drawn) };
  const headers = row.tagged ? { ETag: documentTag(components) } : undefined;
  const responses = Object.entries(statuses).map(([status, description]) => [
    status,
    { description, headers, content },
  ]);
  const known = row.tagged ? [['304', notModified(components)] as const] : [];
  return Object.fromEntries([...responses, ...known]) as Record<string, JsonSchema>;
}

function notModified(components: Components): JsonSchema {
  const headers = { ETag: documentTag(components) };
  return components.share('responses', 'NotModified', { description: 'The caller has this answer already.', headers });
}

function documentTag(components: Components): JsonSchema {
  return components.share('headers', 'DocumentTag', {
    description:
      'The revision of the resource that the answer reflects, and behind a hyphen the mark of this representation: for `If-Match` of a command and for `If-None-Match` of this read. Absent while no event of the resource is in it.',
    schema: { type: 'string' },
  });
}

function exportReason(components: Components): JsonSchema {
  return components.share('parameters', 'ExportReason', {
    name: REASON_HEADER,
    in: 'header',
    required: false,
    description:
      'Why the list is taken out as a file (`Accept: text/csv` or `application/x-ndjson`): required then, because persons are named in it, and recorded. As percent-encoded UTF-8.',
    example: 'Assembl%C3%A9e%20g%C3%A9n%C3%A9rale',
    schema: { type: 'string', minLength: 1 },
  });
}

function ifNoneMatch(components: Components): JsonSchema {
  return components.share('parameters', 'KnownTag', {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'ETags that the caller has: 304 where the answer would be one of them.',
    example: '"3-mPxr0GpW"',
    schema: { type: 'string', minLength: 1 },
  });
}

/** Everything that the edge can refuse this read with. */
function codesOf(row: QueryRow): readonly EdgeCode[] {
  const { may, problems } = row;
  return [
    'API_MALFORMED',
    'API_RESTORED_SINCE',
    ...(may === 'public' ? [] : (['API_UNAUTHENTICATED', 'API_TOKEN_EXPIRED'] as const)),
    ...(isRestricted(row) ? (['API_FORBIDDEN'] as const) : []),
    ...problems,
    'API_TOO_MANY_REQUESTS',
    'API_READ_MODEL_BEHIND',
    'API_STORE_UNAVAILABLE',
    ...(may === 'public' ? [] : (['API_KEY_MISSING'] as const)),
  ];
}

function parametersFrom(components: Components, place: 'path' | 'query', schema: z.ZodObject): readonly JsonSchema[] {
  return Object.entries(schema.shape).map(([name, each]) => {
    const parameter = parameterOf(components, place, name, each as z.ZodType);
    const shared = SHARED.get(each as z.ZodType);
    return shared === undefined ? parameter : components.share('parameters', shared, parameter);
  });
}

function parameterOf(components: Components, place: string, name: string, schema: z.ZodType): JsonSchema {
  // The input side of a transformation is without the examples of the whole.
  const { description, examples = schema.meta()?.examples, ...rest } = components.schema(schema, 'input');
  const [example] = Array.isArray(examples) ? (examples as readonly unknown[]) : [];
  return {
    name,
    in: place,
    required: place === 'path' || !schema.safeParse(undefined).success,
    description,
    example,
    schema: rest,
  };
}
