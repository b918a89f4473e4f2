import { z } from 'zod';
import { query, type QueryTable } from '#libs/hosting';
import { claimsSchema, type Claims } from './authenticator.ts';

const tokenRequest = claimsSchema
  .extend({ lifetimeSeconds: z.int().min(-86_400).max(86_400).default(3_600) })
  .meta({ id: 'DevelopmentTokenRequest' });

const tokenView = z
  .strictObject({ token: z.string() })
  .meta({ id: 'DevelopmentToken', description: 'A bearer token.' });

/** Gives tokens to anybody who asks. */
interface TokenSource {
  issue(claims: Claims, lifetimeSeconds?: number): Promise<string>;
}

/** Hands out tokens in development; it is not there in production. */
export function developmentTokens(issuer: TokenSource): QueryTable {
  const tokens = query({
    path: 'tokens',
    summary: 'A token of the development issuer, which does not exist in production.',
    may: 'public',
    body: tokenRequest,
    answers: tokenView,
    statuses: { 201: 'A bearer token.' },
    run: async ({ body }) => ({ token: await issuer.issue(body, body.lifetimeSeconds) }),
  });
  return {
    context: 'development',
    summary: 'What development has and production has not.',
    at: 'development',
    rows: [tokens],
  };
}
