import { edgeProblem, type Problem } from '#libs/hosting';

export interface GatewayProblem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** RFC 9457, as text. */
  readonly body: string;
}

/** What the gateway answers where no service did: in the words of the API. */
export function problemAnswer(fault: unknown, instance: string): GatewayProblem {
  const { headers = {}, retryAfterSeconds, ...problem } = problemFor(fault).body;
  const again = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const body = JSON.stringify({ type: `urn:grappe:problem:${problem.code}`, ...problem, instance });
  return { status: problem.status, headers: { ...headers, ...again }, body };
}

function problemFor(fault: unknown): Problem {
  const service = memberOf(fault, 'unavailable');
  if (service !== undefined) {
    return edgeProblem('API_SERVICE_UNAVAILABLE', { found: service, retryAfterSeconds: 1 });
  }
  switch (memberOf(fault, 'statusCode')) {
    case 404:
      return edgeProblem('API_NOT_FOUND');
    case 413:
      return edgeProblem('API_TOO_LARGE');
    case 429:
      return edgeProblem('API_TOO_MANY_REQUESTS');
    default:
      return edgeProblem('API_INTERNAL');
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
