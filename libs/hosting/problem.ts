import { z } from 'zod';
import { dateSchema, type Immutable } from '#libs/contracts';

const members = z.object({
  type: z.string().describe('urn:grappe:problem:<code>; docs/reference/refusals explains each code.'),
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.string().describe('Stable: it never changes meaning.'),
  detail: z.string().optional(),
  instance: z.string().optional(),
  guard: z.string().optional().describe('The guard of the rule book that refused.'),
  citation: z.string().optional().describe('The source of its rule.'),
  found: z.unknown().optional().describe('What was found.'),
  required: z.unknown().optional().describe('What is required.'),
  earliestLawfulDate: dateSchema.optional().describe('The first day on which the act would be lawful.'),
  errors: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .optional()
    .describe('For malformed input: what is wrong where.'),
  facts: z.looseObject({}).optional().describe('What else the refusal knows.'),
});

/** Every problem answer (RFC 9457). */
export const problemSchema = z
  .looseObject(members.shape)
  .meta({ id: 'Problem', description: 'A refusal or a fault (RFC 9457).' });

/** A refusal or a fault, without the members that the request adds. Codes are public API: they never change meaning. */
export type ProblemBody = Immutable<Omit<z.infer<typeof members>, 'type' | 'instance'>> & {
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Ends the request with a problem document. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** @param options what caused it, for the log alone */
  constructor(
    readonly body: ProblemBody,
    options?: ErrorOptions,
  ) {
    super(`${body.code}: ${body.detail ?? body.title}`, options);
  }
}

/** The codes of the edge itself, shared by every context. */
export const EDGE_REFUSALS = {
  API_MALFORMED: { status: 400, title: 'The request does not have the required form.' },
  API_RESTORED_SINCE: { status: 400, title: 'The system was restored since this token or cursor was returned.' },
  API_UNAUTHENTICATED: { status: 401, title: 'A valid bearer token is required.' },
  API_TOKEN_EXPIRED: { status: 401, title: 'The bearer token has expired.' },
  API_FORBIDDEN: { status: 403, title: 'The token does not permit this request.' },
  API_NOT_FOUND: { status: 404, title: 'Resource not found.' },
  API_METHOD_NOT_ALLOWED: { status: 405, title: 'The path does not take this method.' },
  API_REQUEST_TIMEOUT: { status: 408, title: 'The request did not arrive in time.' },
  API_DAY_AHEAD: { status: 409, title: 'What has happened cannot be dated after today.' },
  API_CONFLICT: { status: 409, title: 'Conflict with the current state of the resource.' },
  API_PRECONDITION_FAILED: { status: 412, title: 'Precondition failed: the revision has changed.' },
  API_TOO_LARGE: { status: 413, title: 'The request body exceeds the limit.' },
  API_EVENT_TOO_LARGE: { status: 413, title: 'An event of this command exceeds the limit; nothing was stored.' },
  API_URI_TOO_LONG: { status: 414, title: 'The address is too long.' },
  API_UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The content type must be application/json.' },
  API_IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'The idempotency key was used for another request.' },
  API_TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests.' },
  API_HEADERS_TOO_LARGE: { status: 431, title: 'The headers exceed the limit.' },
  API_TEXT_BROKEN: { status: 500, title: 'A stored personal text does not open under its key.' },
  API_INTERNAL: { status: 500, title: 'Internal error; no partial change was stored.' },
  API_READ_MODEL_BEHIND: { status: 503, title: 'The read model has not applied that event yet.' },
  API_SERVICE_UNAVAILABLE: { status: 503, title: 'The service responsible for this path cannot be reached.' },
  API_ISSUER_UNAVAILABLE: { status: 503, title: 'The keys of the token issuer cannot be fetched.' },
  API_KEY_MISSING: { status: 503, title: 'A key of personal texts is missing; nothing was taken for erased.' },
  API_STORE_UNAVAILABLE: { status: 503, title: 'The event store cannot be reached.' },
} as const;

export type EdgeCode = keyof typeof EDGE_REFUSALS;

/** A problem of the edge, with further members. */
export function edgeProblem(
  code: EdgeCode,
  more: Partial<Omit<ProblemBody, 'code' | 'status' | 'title'>> = {},
  options?: ErrorOptions,
): Problem {
  return new Problem({ code, ...EDGE_REFUSALS[code], ...more }, options);
}
