import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { edgeProblem } from '#libs/hosting';
import { PLAIN_PATHS, readClaims, type ClaimPaths, type Claims } from './claims.ts';

/** Algorithms of public keys alone (RFC 8725, 3.1): the verifier chooses, not the token. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const REQUIRED_CLAIMS = ['exp', 'iat', 'sub'];
const MAX_AGE = '24h';
/** How far the clock of an issuer may be ahead. */
const TOLERANCE_SECONDS = 30;

/** How long a token is taken without looking at its signature again; an issuer that withdraws a key waits as long. */
const KNOWN_MS = 30_000;
const KNOWN_TOKENS = 1_000;

/** What a token has to be. */
export interface Expectation {
  readonly issuer: string;
  readonly audience: string;
  /** The type in its header; RFC 9068 has `at+jwt` for access tokens, so that an ID token is none. Default: whatever its type. */
  readonly typ?: string | undefined;
  /** Default: under their plain names. */
  readonly claims?: ClaimPaths | undefined;
}

/** Checks bearer tokens (JWT, RFC 7519) against an issuer's keys. */
export class Authenticator {
  /** Tokens that were verified lately: checking a signature costs more than the rest of a request's way in. */
  readonly #known = new Map<string, { readonly claims: Claims; readonly untilMs: number }>();

  /** @param nowMs the time by which tokens expire, in milliseconds of the epoch. Default: the machine's. */
  constructor(
    private readonly keys: JWTVerifyGetKey,
    private readonly expectation: Expectation,
    private readonly nowMs: () => number = Date.now,
  ) {}

  get issuer(): string {
    return this.expectation.issuer;
  }

  /** The claims of an `Authorization` header. @throws Problem API_UNAUTHENTICATED, API_TOKEN_EXPIRED, API_ISSUER_UNAVAILABLE */
  async authenticate(header: string | undefined): Promise<Claims> {
    if (header === undefined) throw unauthenticatedProblem('no Authorization header', challenge());
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1];
    if (token === undefined) throw unauthenticatedProblem('the Authorization header is not "Bearer" and a JWT');
    const known = this.#known.get(token);
    if (known !== undefined && this.nowMs() < known.untilMs) return known.claims;
    const { exp = 0, ...payload } = await this.verify(token);
    const claims = readClaims(payload, this.expectation.claims ?? PLAIN_PATHS);
    if (typeof claims === 'string') throw unauthenticatedProblem(claims);
    this.#known.set(token, { claims, untilMs: Math.min(this.nowMs() + KNOWN_MS, exp * 1_000) });
    const [oldest = token] = this.#known.keys();
    if (this.#known.size > KNOWN_TOKENS) this.#known.delete(oldest);
    return claims;
  }

  private async verify(token: string): Promise<JWTPayload> {
    const { issuer, audience, typ } = this.expectation;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer,
        audience,
        ...(typ === undefined ? {} : { typ }),
        algorithms: ALGORITHMS,
        requiredClaims: REQUIRED_CLAIMS,
        maxTokenAge: MAX_AGE,
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: new Date(this.nowMs()),
      });
      if (Number(payload.exp) * 1_000 > this.nowMs()) return payload;
    } catch (error) {
      throw tokenProblem(error);
    }
    throw edgeProblem('API_TOKEN_EXPIRED', { headers: challenge('invalid_token') });
  }
}

/** Failures of the key server are no fault of the token: the same request may be sent again. */
const OF_THE_TOKEN: readonly (abstract new (...args: never[]) => Error)[] = [
  errors.JWTInvalid,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

function tokenProblem(error: unknown): Error {
  if (error instanceof errors.JWTExpired) {
    return edgeProblem('API_TOKEN_EXPIRED', { found: expiryOf(error), headers: challenge('invalid_token') });
  }
  if (error instanceof Error && OF_THE_TOKEN.some((kind) => error instanceof kind))
    return unauthenticatedProblem(error.message);
  return edgeProblem('API_ISSUER_UNAVAILABLE', { retryAfterSeconds: 5 }, { cause: error });
}

function expiryOf(error: errors.JWTExpired): string {
  return `expired at ${new Date(Number(error.payload.exp) * 1_000).toISOString()}`;
}

function unauthenticatedProblem(detail: string, headers = challenge('invalid_token')) {
  return edgeProblem('API_UNAUTHENTICATED', { detail, headers });
}

/** Without a token the challenge names no error (RFC 6750, 3.1). */
function challenge(error?: string): Readonly<Record<string, string>> {
  return { 'www-authenticate': `Bearer realm="grappe"${error === undefined ? '' : `, error="${error}"`}` };
}
