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

/** Checks bearer tokens (JWT, RFC 7519) against an issuer's keys. */
export class Authenticator {
  constructor(
    private readonly keys: JWTVerifyGetKey,
    private readonly expectation: { readonly issuer: string; readonly audience: string },
  ) {}

  /** An issuer that publishes its keys (OIDC). */
  static remote(issuer: string, audience: string, jwksUrl: string): Authenticator {
    return new Authenticator(createRemoteJWKSet(new URL(jwksUrl)), { issuer, audience });
  }

  /** The claims of an `Authorization` header. @throws Problem API_UNAUTHENTICATED, API_TOKEN_EXPIRED */
  async authenticate(header: string | undefined): Promise<Claims> {
    const token = header?.match(/^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/)?.[1];
    if (token === undefined) throw unauthenticatedProblem('no bearer token in the Authorization header');
    const claims = claimsSchema.safeParse(await this.verify(token));
    if (!claims.success) throw unauthenticatedProblem('the token names no known role');
    return claims.data;
  }

  private async verify(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.keys, this.expectation);
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
