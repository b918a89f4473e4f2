import { describe, expect, it } from '@jest/globals';
import { InvalidConfig, readConfig } from './config.ts';
import { chooseIssuer, type WayOfStarting } from './issuer.ts';

const OIDC = {
  OIDC_ISSUER: 'https://issuer.example/',
  OIDC_AUDIENCE: 'grappe',
  OIDC_JWKS_URL: 'https://issuer.example/keys',
};

/** How each way of starting reads its settings and asks. The bench is `npm start` with `AUTH`, and so are the services of a launcher. */
const WAYS = {
  'npm start': { way: 'npm', sets: {} },
  'npm run demo': { way: 'npm', sets: {} },
  'npm run start:distributed': { way: 'npm', sets: {} },
  'a program': { way: 'program', sets: {} },
  'an image': { way: 'program', sets: { GRAPPE_IMAGE: 'true' } },
  'an image that runs npm start': { way: 'npm', sets: { GRAPPE_IMAGE: 'true' } },
} as const satisfies Record<string, { readonly way: WayOfStarting; readonly sets: Readonly<Record<string, string>> }>;

const ENVIRONMENTS = [
  undefined,
  '',
  'development',
  'test',
  'Development',
  'production',
  'Production',
  'PRODUCTION',
  'production ',
  'prod',
  'staging',
  'dev',
];
const HOSTS = [
  undefined,
  '127.0.0.1',
  'localhost',
  '::1',
  '0.0.0.0',
  '::',
  '192.168.1.1',
  'grappe.example',
  '127.0.0.1.evil.example',
];
const DATABASES = [undefined, 'postgres://me@database/grappe'];
const ISSUERS = [
  { name: 'none', sets: {} },
  { name: 'development', sets: { AUTH: 'development' } },
  { name: 'oidc', sets: OIDC },
  { name: 'both', sets: { AUTH: 'development', ...OIDC } },
];

type Outcome = 'oidc' | 'development' | 'refuses';

/** The rule in the words of the documentation, written a second time. */
function expected(row: Row): Outcome {
  const isDevelopment = ['development', 'test'].includes((row.environment ?? '').toLowerCase()) || !row.environment;
  const isProduction = row.environment?.trim().toLowerCase() === 'production';
  const isLocal = row.host === undefined || ['127.0.0.1', 'localhost', '::1'].includes(row.host);
  const isImage = row.start.startsWith('an image');
  if (row.issuer === 'oidc') return 'oidc';
  if (row.issuer === 'both' || isImage) return 'refuses';
  if (row.issuer === 'development') return isLocal && !isProduction ? 'development' : 'refuses';
  const isTried = row.start.startsWith('npm') && isDevelopment && isLocal && row.database === undefined;
  return isTried ? 'development' : 'refuses';
}

interface Row {
  readonly start: keyof typeof WAYS;
  readonly environment: string | undefined;
  readonly host: string | undefined;
  readonly database: string | undefined;
  readonly issuer: string;
}

const table = (Object.keys(WAYS) as (keyof typeof WAYS)[]).flatMap((start) =>
  ENVIRONMENTS.flatMap((environment) =>
    HOSTS.flatMap((host) =>
      DATABASES.flatMap((database) =>
        ISSUERS.map(({ name, sets }) => ({ row: { start, environment, host, database, issuer: name }, sets })),
      ),
    ),
  ),
);

function outcomeOf(row: Row, sets: Readonly<Record<string, string>>): Outcome {
  const { way, sets: own } = WAYS[row.start];
  const environment = { NODE_ENV: row.environment, HOST: row.host, DATABASE_URL: row.database, ...sets, ...own };
  try {
    return chooseIssuer(readConfig(environment), way).kind;
  } catch (error) {
    if (error instanceof InvalidConfig) return 'refuses';
    throw error;
  }
}

describe('who gives the tokens, by NODE_ENV, HOST, DATABASE_URL, issuer and way of starting', () => {
  it.each(Object.keys(WAYS))('%s starts or refuses as the rule says, whatever is set', (start) => {
    const rows = table.filter(({ row }) => row.start === start);
    const wrong = rows.filter(({ row, sets }) => outcomeOf(row, sets) !== expected(row));
    expect(wrong).toEqual([]);
    expect(rows).toHaveLength(ENVIRONMENTS.length * HOSTS.length * DATABASES.length * ISSUERS.length);
  });

  it.each([
    ['npm', {}, 'development'],
    ['npm', { NODE_ENV: 'test', HOST: 'localhost' }, 'development'],
    ['npm', { NODE_ENV: 'Production' }, 'refuses'],
    ['npm', { NODE_ENV: 'staging' }, 'refuses'],
    ['npm', { HOST: '0.0.0.0' }, 'refuses'],
    ['npm', { DATABASE_URL: 'postgres://me@database/grappe' }, 'refuses'],
    ['npm', { DATABASE_URL: 'postgres://me@database/grappe', AUTH: 'development' }, 'development'],
    ['program', {}, 'refuses'],
    ['program', { AUTH: 'development' }, 'development'],
    ['program', { AUTH: 'development', HOST: '0.0.0.0' }, 'refuses'],
    ['program', { AUTH: 'development', GRAPPE_IMAGE: 'true' }, 'refuses'],
    ['program', { ...OIDC, NODE_ENV: 'production', HOST: '0.0.0.0', GRAPPE_IMAGE: 'true' }, 'oidc'],
  ] as const)('%s with %j: %s', (way, environment, outcome) => {
    const choose = () => chooseIssuer(readConfig(environment), way).kind;
    if (outcome === 'refuses') expect(choose).toThrow(InvalidConfig);
    else expect(choose()).toBe(outcome);
  });
});

describe('what refuses to start', () => {
  const messageOf = (environment: Readonly<Record<string, string>>, way?: WayOfStarting): string => {
    try {
      return chooseIssuer(readConfig(environment), way).kind;
    } catch (error) {
      return (error as Error).message;
    }
  };

  it.each([
    ['NODE_ENV is staging', { NODE_ENV: 'staging' }],
    ['HOST is 0.0.0.0', { HOST: '0.0.0.0' }],
    ['DATABASE_URL is set', { DATABASE_URL: 'postgres://me@database/grappe' }],
    ['this is a container image', { GRAPPE_IMAGE: 'true' }],
  ])('says why and what to set: %s', (reason, environment) => {
    const message = messageOf(environment, 'npm');
    expect(message).toContain(reason);
    expect(message).toContain('set OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL');
    expect(message.includes('AUTH=development')).toBe(reason !== 'this is a container image');
  });

  it.each(Object.keys(OIDC) as (keyof typeof OIDC)[])('%s alone is not enough', (name) => {
    expect(messageOf({ [name]: OIDC[name] })).toBe(
      `OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL are set together or not at all: only ${name} set`,
    );
  });

  it.each([
    ['production', 'http://issuer.example/keys', false],
    ['staging', 'http://127.0.0.1/keys', false],
    ['production', 'https://issuer.example/keys', true],
    ['development', 'http://issuer.example/keys', true],
    ['test', 'http://127.0.0.1:9/keys', true],
  ])('keys come over https outside development: %s, %s', (NODE_ENV, OIDC_JWKS_URL, isTaken) => {
    const message = messageOf({ ...OIDC, NODE_ENV, OIDC_JWKS_URL });
    expect(message).toBe(
      isTaken ? 'oidc' : `NODE_ENV is ${NODE_ENV} and OIDC_JWKS_URL is ${OIDC_JWKS_URL}: keys come over https`,
    );
  });
});
