import type { Logger } from 'pino';
import { chooseIssuer, FaultLog, type Config, type WayOfStarting } from '#libs/hosting';
import { Authenticator } from './authenticator.ts';
import { claimPathsOf } from './claims.ts';
import { DevelopmentIssuer } from './development-issuer.ts';
import { remoteKeys } from './remote-keys.ts';

/** The authenticator of tokens, and the issuer of development. */
export interface Authentication {
  readonly authenticator: Authenticator;
  readonly developmentIssuer?: DevelopmentIssuer;
}

/**
 * What `chooseIssuer` says of the settings; the development issuer is warned of.
 * @throws InvalidConfig
 */
export async function startAuthentication(config: Config, log: Logger, way?: WayOfStarting): Promise<Authentication> {
  const issuer = chooseIssuer(config, way);
  if (issuer.kind === 'oidc') {
    const faults = new FaultLog(log);
    const onUnavailable = (error: unknown): void =>
      faults.report(error, 'the keys of the token issuer cannot be fetched');
    const typ = config.OIDC_TOKEN_TYPE === 'any' ? undefined : config.OIDC_TOKEN_TYPE;
    const expectation = { issuer: issuer.issuer, audience: issuer.audience, typ, claims: claimPathsOf(config) };
    return { authenticator: new Authenticator(remoteKeys(issuer.jwksUrl, { onUnavailable }), expectation) };
  }
  const developmentIssuer = await DevelopmentIssuer.start(config.DEVELOPMENT_KEY);
  log.warn({ host: config.HOST }, 'the development issuer gives tokens with any role to anybody on this machine');
  return { authenticator: developmentIssuer.authenticator, developmentIssuer };
}
