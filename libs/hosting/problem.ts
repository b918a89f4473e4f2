/** A refusal or a fault as RFC 9457 tells it. Codes are public API: they never change meaning. */
export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  /** The guard of the rule book that refused, with the source of its rule. */
  readonly guard?: string;
  readonly citation?: string;
  readonly found?: unknown;
  readonly required?: unknown;
  /** The first day on which the act would be lawful, `YYYY-MM-DD`. */
  readonly earliestLawfulDate?: string;
  /** For malformed input: what is wrong where (JSON pointers). */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** What else the refusal knows. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ends the request with a problem document. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(readonly body: ProblemBody) {
    super(`${body.code}: ${body.detail ?? body.title}`);
  }
}

/** The codes of the edge itself, shared by every context. */
export const EDGE_REFUSALS = {
  API_MALFORMED: { status: 400, title: 'The request does not have the required form.' },
  API_UNAUTHENTICATED: { status: 401, title: 'A valid bearer token is needed.' },
  API_TOKEN_EXPIRED: { status: 401, title: 'The bearer token has expired.' },
  API_FORBIDDEN: { status: 403, title: 'The token does not give the right to do this.' },
  API_NOT_FOUND: { status: 404, title: 'There is no such thing here.' },
  API_CONFLICT: { status: 409, title: 'Somebody else changed the same thing at the same time.' },
  API_PRECONDITION_FAILED: { status: 412, title: 'The thing has moved on since the revision in If-Match.' },
  API_TOO_LARGE: { status: 413, title: 'The body is larger than the limit.' },
  API_UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body has to be application/json.' },
  API_IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'The idempotency key was used for another request.' },
  API_TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests.' },
  API_INTERNAL: { status: 500, title: 'Something is wrong on this side; nothing was half done.' },
  API_READ_MODEL_BEHIND: { status: 503, title: 'The read model has not seen that event yet.' },
  API_SERVICE_UNAVAILABLE: { status: 503, title: 'The service that answers for this cannot be reached.' },
  API_STORE_UNAVAILABLE: { status: 503, title: 'The event store cannot be reached.' },
} as const;

export type EdgeCode = keyof typeof EDGE_REFUSALS;

/** A problem of the edge with what is known beside its code. */
export function edgeProblem(
  code: EdgeCode,
  more: Partial<Omit<ProblemBody, 'code' | 'status' | 'title'>> = {},
): Problem {
  return new Problem({ code, ...EDGE_REFUSALS[code], ...more });
}
