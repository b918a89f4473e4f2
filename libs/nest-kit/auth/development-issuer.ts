import { generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { Authenticator, type Claims } from './authenticator.ts';

const EXPECTATION = { issuer: 'urn:grappe:development', audience: 'grappe' };

/** The development issuer must not run in production. */
export class DevelopmentIssuerInProduction extends Error {
  override readonly name = 'DevelopmentIssuerInProduction';
  constructor() {
    super(
      'NODE_ENV is production and no token issuer is set: the development issuer gives tokens to anybody and does not start there. ' +
        'Set OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL.',
    );
  }
}

/** Gives tokens to anybody who asks, with the roles asked for; its keys live as long as its process. */
export class DevelopmentIssuer {
  private constructor(
    private readonly privateKey: CryptoKey,
    readonly authenticator: Authenticator,
  ) {}

  /** @throws DevelopmentIssuerInProduction */
  static async start(environment: string | undefined): Promise<DevelopmentIssuer> {
    if (environment === 'production') throw new DevelopmentIssuerInProduction();
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    return new DevelopmentIssuer(privateKey, new Authenticator(publicKey, EXPECTATION));
  }

  /** A signed token; a negative lifetime gives one that has expired already. */
  async issue(claims: Claims, lifetimeSeconds = 3_600): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    return await new SignJWT({ roles: claims.roles, clusters: claims.clusters })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setSubject(claims.sub)
      .setIssuer(EXPECTATION.issuer)
      .setAudience(EXPECTATION.audience)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimeSeconds)
      .sign(this.privateKey);
  }
}
