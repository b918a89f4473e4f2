import { InvalidConfig, type Config } from './config.ts';
import { isLoopback } from './loopback.ts';

/** Who gives the tokens that a process takes. */
export type Issuer =
  | { readonly kind: 'oidc'; readonly issuer: string; readonly audience: string; readonly jwksUrl: string }
  | { readonly kind: 'development' };

/**
 * How a process was started: by `npm start`, `npm run demo` or `npm run start:distributed`, which are for trying it out, or as a
 * program of a deployment.
 */
export type WayOfStarting = 'npm' | 'program';

type IssuerSettings = Pick<
  Config,
  'AUTH' | 'NODE_ENV' | 'HOST' | 'DATABASE_URL' | 'GRAPPE_IMAGE' | 'OIDC_ISSUER' | 'OIDC_AUDIENCE' | 'OIDC_JWKS_URL'
>;

const OIDC = ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_JWKS_URL'] as const;
const OIDC_NEEDED = 'OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL';
const DEVELOPMENT = ['development', 'test'];

/**
 * The one place that decides who gives the tokens. The development issuer makes anybody an administrator: it is chosen by
 * `AUTH=development`, or by `npm` for a system with nothing but its own data, and never leaves this machine.
 * @throws InvalidConfig that says what was found and what to set
 */
export function chooseIssuer(settings: IssuerSettings, way: WayOfStarting = 'program'): Issuer {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = settings;
  const set = OIDC.filter((name) => settings[name] !== undefined);
  if (set.length > 0 && settings.AUTH === 'development')
    throw new InvalidConfig(`AUTH is development, and ${set.join(' and ')} set: tokens have one issuer`);
  if (issuer !== undefined && audience !== undefined && jwksUrl !== undefined) {
    requireSecure(jwksUrl, settings);
    return { kind: 'oidc', issuer, audience, jwksUrl };
  }
  if (set.length > 0)
    throw new InvalidConfig(`${OIDC_NEEDED} are set together or not at all: only ${set.join(' and ')} set`);
  if (settings.AUTH === 'development') requireThisMachine(settings);
  else if (way !== 'npm' || reasonsAgainst(settings).length > 0) throw new InvalidConfig(nobodyGivesTokens(settings));
  return { kind: 'development' };
}

/** Whoever can answer in place of the key server makes anybody an administrator. */
function requireSecure(jwksUrl: string, { NODE_ENV }: IssuerSettings): void {
  if (DEVELOPMENT.includes(NODE_ENV) || jwksUrl.startsWith('https:')) return;
  throw new InvalidConfig(`NODE_ENV is ${NODE_ENV} and OIDC_JWKS_URL is ${jwksUrl}: keys come over https`);
}

function requireThisMachine({ HOST, GRAPPE_IMAGE }: IssuerSettings): void {
  if (GRAPPE_IMAGE !== undefined)
    throw new InvalidConfig(`AUTH is development, which container images never take: set ${OIDC_NEEDED}`);
  if (!isLoopback(HOST))
    throw new InvalidConfig(
      `AUTH is development and HOST is ${HOST}: the development issuer gives tokens to this machine only, with HOST=127.0.0.1. ` +
        `For others set ${OIDC_NEEDED}`,
    );
}

/** What keeps `npm` from choosing the development issuer by itself. */
function reasonsAgainst({ NODE_ENV, HOST, DATABASE_URL, GRAPPE_IMAGE }: IssuerSettings): readonly string[] {
  return [
    ...(DEVELOPMENT.includes(NODE_ENV) ? [] : [`NODE_ENV is ${NODE_ENV}`]),
    ...(isLoopback(HOST) ? [] : [`HOST is ${HOST}`]),
    ...(DATABASE_URL === undefined ? [] : ['DATABASE_URL is set']),
    ...(GRAPPE_IMAGE === undefined ? [] : ['this is a container image']),
  ];
}

function nobodyGivesTokens(settings: IssuerSettings): string {
  const why = reasonsAgainst(settings).map((reason) => ` (${reason})`);
  const needed = `set ${OIDC_NEEDED}`;
  const instead =
    settings.GRAPPE_IMAGE === undefined ? '; to try it on this machine, AUTH=development with HOST=127.0.0.1' : '';
  return `nobody gives tokens${why.join('')}: ${needed}${instead}`;
}
