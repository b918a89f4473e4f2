import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import { InvalidConfig, query, type QueryTable } from '#libs/hosting';
import { Authenticator } from './authenticator.ts';
import { claimsSchema, type Claims } from './claims.ts';

const EXPECTATION = { issuer: 'urn:grappe:development', audience: 'grappe', typ: 'at+jwt' };

/** A new private key as text (JWK), for processes that shall take each other's tokens. */
export async function newDevelopmentKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return JSON.stringify(await exportJWK(privateKey));
}

/** Issues tokens with any requested roles to anybody. Default key: a new one that lives as long as the process. */
export class DevelopmentIssuer {
  private constructor(
    private readonly privateKey: CryptoKey,
    readonly authenticator: Authenticator,
  ) {}

  /** @throws InvalidConfig for a key that is none */
  static async start(key?: string): Promise<DevelopmentIssuer> {
    const { privateKey, publicKey } = key === undefined ? await generateKeyPair('EdDSA') : await keyPairOf(key);
    return new DevelopmentIssuer(privateKey, new Authenticator(() => publicKey, EXPECTATION));
  }

  /** A signed token; a negative lifetime gives one that has expired already. */
  async issue(claims: Claims, lifetimeSeconds = 3_600): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const { sub, ...others } = claims;
    return await new SignJWT(others)
      .setProtectedHeader({ alg: 'EdDSA', typ: EXPECTATION.typ })
      .setSubject(sub)
      .setIssuer(EXPECTATION.issuer)
      .setAudience(EXPECTATION.audience)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimeSeconds)
      .sign(this.privateKey);
  }
}

async function keyPairOf(text: string): Promise<{ readonly privateKey: CryptoKey; readonly publicKey: CryptoKey }> {
  try {
    const { d, ...open } = JSON.parse(text) as JWK;
    if (d === undefined) throw new TypeError('the private part (d) is missing');
    const [privateKey, publicKey] = await Promise.all([importJWK({ ...open, d }, 'EdDSA'), importJWK(open, 'EdDSA')]);
    if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) throw new TypeError('a symmetric key');
    return { privateKey, publicKey };
  } catch (error) {
    const reason = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    throw new InvalidConfig(`DEVELOPMENT_KEY is not a private Ed25519 key (JWK): ${String(reason)}`);
  }
}

const tokenRequest = claimsSchema
  .extend({ lifetimeSeconds: z.int().min(-86_400).max(86_400).default(3_600) })
  .meta({ id: 'DevelopmentTokenRequest' });

const tokenView = z
  .strictObject({ token: z.string() })
  .meta({ id: 'DevelopmentToken', description: 'A bearer token.' });

/** Hands out tokens, where the development issuer was chosen; elsewhere the route does not exist. */
export function developmentTokens(issuer: Pick<DevelopmentIssuer, 'issue'>): QueryTable {
  const tokens = query({
    path: 'tokens',
    summary: 'A token of the development issuer, which does not exist in production.',
    shows: 'process',
    body: tokenRequest,
    answers: tokenView,
    statuses: { 201: 'A bearer token.' },
    run: async ({ body: { lifetimeSeconds, ...claims } }) => ({ token: await issuer.issue(claims, lifetimeSeconds) }),
  });
  return {
    context: 'development',
    summary: 'For development; absent in production.',
    at: 'development',
    rows: [tokens],
  };
}
