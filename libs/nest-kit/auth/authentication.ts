import { InvalidConfig, type Config } from '#libs/hosting';
import { Authenticator } from './authenticator.ts';
import { DevelopmentIssuer } from './development-issuer.ts';

/** The authenticator of tokens, and the issuer of development. */
export interface Authentication {
  readonly authenticator: Authenticator;
  readonly developmentIssuer?: DevelopmentIssuer;
}

/**
 * The issuer that the settings name; without one, the development issuer.
 * @throws DevelopmentIssuerInProduction, InvalidConfig
 */
export async function startAuthentication(config: Config): Promise<Authentication> {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = config;
  if (issuer !== undefined && audience !== undefined && jwksUrl !== undefined) {
    return { authenticator: Authenticator.remote(issuer, audience, jwksUrl) };
  }
  if (issuer !== undefined || audience !== undefined || jwksUrl !== undefined) {
    throw new InvalidConfig('OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL are set together or not at all');
  }
  const developmentIssuer = await DevelopmentIssuer.start(config.NODE_ENV, config.DEVELOPMENT_KEY);
  return { authenticator: developmentIssuer.authenticator, developmentIssuer };
}
