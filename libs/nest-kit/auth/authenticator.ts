import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { edgeProblem } from '#libs/hosting';

/** The claims that Grappe reads from a token. */
export const claimsSchema = z.object({
  sub: z.string().min(1).max(200),
  roles: z.array(z.enum(['admin', 'operator', 'auditor', 'subscriber'])).min(1),
  clusters: z.array(z.string()).default([]),
});

export type Claims = z.infer<typeof claimsSchema>;

/** How long a token is taken without looking at its signature again; an issuer that withdraws a key waits as long. */
const KNOWN_MS = 30_000;
const KNOWN_TOKENS = 1_000;

/** Checks bearer tokens (JWT, RFC 7519) against an issuer's keys. */
export class Authenticator {
  /** Tokens that were verified lately: checking a signature costs more than the rest of a request's way in. */
  readonly #known = new Map<string, { readonly claims: Claims; readonly untilMs: number }>();

  /** @param nowMs the time by which tokens expire, in milliseconds of the epoch. Default: the machine's. */
  constructor(
    private readonly keys: JWTVerifyGetKey,
    private readonly expectation: { readonly issuer: string; readonly audience: string },
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** An issuer that publishes its keys (OIDC). */
  static remote(issuer: string, audience: string, jwksUrl: string): Authenticator {
    return new Authenticator(createRemoteJWKSet(new URL(jwksUrl)), { issuer, audience });
  }

  /** The claims of an `Authorization` header. @throws Problem API_UNAUTHENTICATED, API_TOKEN_EXPIRED */
  async authenticate(header: string | undefined): Promise<Claims> {
    const token = header?.match(/^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/)?.[1];
    if (token === undefined) throw unauthenticatedProblem('no bearer token in the Authorization header');
    const known = this.#known.get(token);
    if (known !== undefined && this.nowMs() < known.untilMs) return known.claims;
    const { exp = Infinity, ...payload } = await this.verify(token);
    const { success, data: claims } = claimsSchema.safeParse(payload);
    if (!success) throw unauthenticatedProblem('the token names no known role');
    this.#known.set(token, { claims, untilMs: Math.min(this.nowMs() + KNOWN_MS, exp * 1_000) });
    const [oldest = token] = this.#known.keys();
    if (this.#known.size > KNOWN_TOKENS) this.#known.delete(oldest);
    return claims;
  }

  private async verify(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        ...this.expectation,
        currentDate: new Date(this.nowMs()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw edgeProblem('API_TOKEN_EXPIRED', { found: expiryOf(error), headers: challenge('invalid_token') });
      }
      if (error instanceof errors.JOSEError) throw unauthenticatedProblem(error.message);
      throw error;
    }
  }
}

function expiryOf(error: errors.JWTExpired): string {
  return `expired at ${new Date(Number(error.payload.exp) * 1_000).toISOString()}`;
}

function unauthenticatedProblem(detail: string) {
  return edgeProblem('API_UNAUTHENTICATED', { detail, headers: challenge('invalid_request') });
}

function challenge(error: string): Readonly<Record<string, string>> {
  return { 'www-authenticate': `Bearer realm="grappe", error="${error}"` };
}
