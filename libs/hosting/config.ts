import { isIP } from 'node:net';
import { z } from 'zod';
import { readShard, SHARDS_LIMIT, type Shard, type ShardAssignments } from '#libs/projections';
import { decimal } from './decimal.ts';

const port = decimal(z.int().min(0).max(65_535));
const brokers = z
  .string()
  .regex(/^\s*[^\s:,]+:\d{1,5}\s*(,\s*[^\s:,]+:\d{1,5}\s*)*$/, 'host:port, joined by commas')
  .transform((text) => text.split(',').map((broker) => broker.trim()));
/** Several hosts make it no URL in the strict sense. */
const kurrentdb = z.string().regex(/^(kurrentdb|kurrent|kdb)(\+discover)?:\/\/\S+$/, 'kurrentdb://host:port');

const claimPath = z.string().regex(/^\S{1,200}$/, 'a name or a path without blanks');

/** Names of ranges beside addresses: 127.0.0.0/8 and ::1; 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and fc00::/7; link-local addresses. */
const PROXY_RANGES = ['loopback', 'uniquelocal', 'linklocal'];

/** Addresses of proxies, as text: `10.0.0.7, 192.168.0.0/16, loopback`. */
const proxies = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine((all) => all.every(isProxy), `addresses, CIDR ranges or ${PROXY_RANGES.join(', ')}, joined by commas`);

function isProxy(text: string): boolean {
  const [address = '', bits = '0', ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return PROXY_RANGES.includes(text) || (more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most);
}

const SHARDS_FORM = `<read model>=<shard>/<shards>, joined by commas, as membership.memberships=1/4 (at most ${String(SHARDS_LIMIT)} shards)`;

/** Which shard of which read model a process runs, as text: `membership.memberships=1/4,mergers.operations=2/2`. */
const shardsSetting = z.string().transform((text, context): ShardAssignments => {
  const entries = text.split(',').map((part) => shardOfModel(part.trim()));
  const known = entries.filter((entry) => entry !== undefined);
  const shards = Object.fromEntries(known);
  if (known.length === entries.length && Object.keys(shards).length === known.length) return shards;
  context.addIssue({ code: 'custom', message: SHARDS_FORM });
  return z.NEVER;
});

function shardOfModel(text: string): readonly [name: string, shard: Shard] | undefined {
  const [name = '', shard = '', ...more] = text.split('=');
  const read = readShard(shard);
  return name === '' || read === undefined || more.length > 0 ? undefined : [name, read];
}

/** Every setting a process reads from its environment, with what holds when it is not set. */
const configSchema = z.object({
  /** Spelled in any case: what reads `Production` is in production. */
  NODE_ENV: z.string().trim().toLowerCase().default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8080),
  /** A PostgreSQL server of your own (superuser or owner). Default: the embedded one is started. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Where events are kept; read models and the ledger are in PostgreSQL with both. */
  STORE: z.enum(['postgres', 'kurrentdb']).default('postgres'),
  /** A KurrentDB that serves this system only, as `kurrentdb://host:2113?tls=false`; needs `STORE=kurrentdb`. */
  KURRENTDB_URL: kurrentdb.optional(),
  /** Where the embedded PostgreSQL keeps its data. */
  DATA_FOLDER: z.string().min(1).default('.grappe/data'),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  /** The development issuer, which gives tokens with any role to anybody on this machine. Without it the `OIDC_…` settings are needed. */
  AUTH: z.literal('development').optional(),
  /** Set by the container image alone. */
  GRAPPE_IMAGE: z.string().min(1).optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Where the issuer puts the claims: names, or paths of names joined by dots, as `realm_access.roles`. */
  OIDC_ROLES_CLAIM: claimPath.default('roles'),
  OIDC_CLUSTERS_CLAIM: claimPath.default('clusters'),
  OIDC_PERSON_CLAIM: claimPath.default('person'),
  OIDC_ORGANISATIONS_CLAIM: claimPath.default('organisations'),
  /** The type in the header of a token: RFC 9068 has `at+jwt` for access tokens; `any` for issuers that write another one, or none. */
  OIDC_TOKEN_TYPE: z.enum(['at+jwt', 'any']).default('at+jwt'),
  /** Development only: the key (JWK, private, Ed25519) of the development issuer, so that several processes share one. */
  DEVELOPMENT_KEY: z.string().min(1).optional(),
  /** The key under which the bodies of commands are hashed, the same for every process. Default: a file in the data folder. */
  COMMAND_KEY: z.string().min(32).optional(),
  /** The file with the key-encryption key of the keys of persons, the same for every process. Default: a file in the data folder. */
  KEK_FILE: z.string().min(1).optional(),
  /** Development only: `clear` stores personal texts as they are from now on. */
  PERSONAL_TEXTS: z.enum(['sealed', 'clear']).default('sealed'),
  /** Development only: a file with the instant at which the clock stands; the machine's time while there is none. */
  CLOCK_FILE: z.string().min(1).optional(),
  BODY_LIMIT_BYTES: decimal(z.int().min(1_024)).default(1_048_576),
  /** The proxies that are believed when they say, in `X-Forwarded-For`, whose request it is. Default: none, so each address is a client. */
  TRUST_PROXY: proxies.optional(),
  /** Requests a second that one client may make. */
  RATE_LIMIT_PER_SECOND: decimal(z.int().min(1)).default(2_000),
  /** How long the work of a process that was killed rests before another takes it over, in milliseconds. */
  LEASE_TTL_MS: decimal(z.int().min(500).max(600_000)).default(5_000),
  /** How long a consumer may stand before an event that it has to handle until it counts as stalled, in milliseconds. */
  STALL_MS: decimal(z.int().min(500).max(3_600_000)).default(30_000),
  /** Which shard of a read model this process runs, as `membership.memberships=1/4`. Default: every read model as a whole. */
  SHARDS: shardsSetting.optional(),
  /** Brokers of Apache Kafka, `host:port` joined by commas; a process that needs none runs without. */
  KAFKA_BROKERS: brokers.optional(),
  /** Copies of each topic that is created here; at least as many brokers are needed. */
  KAFKA_REPLICATION: decimal(z.int().min(1).max(9)).default(1),
  /** A collector that takes OTLP over HTTP, as http://127.0.0.1:4318; without it no traces are kept. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** The bearer token with which /metrics may be scraped from elsewhere; without it, only this machine may. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** Which commit was built, as /metrics names it. */
  GRAPPE_COMMIT: z.string().min(1).default('unknown'),
  /** Partitions of each topic that is created here. */
  KAFKA_PARTITIONS: decimal(z.int().min(1).max(1_000)).default(12),
  /** Stands before the name of every topic on the brokers, so that several systems can share a cluster. */
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'letters, digits, dots, hyphens and underscores')
    .optional(),
});

export type Config = z.infer<typeof configSchema>;

/** The settings are wrong; nothing was started. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';
}

/** @throws InvalidConfig that names each variable, what was found and what is needed */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.entries(environment).filter(([, value]) => value !== '');
  const parsed = configSchema.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new InvalidConfig(`the environment is not usable:\n${lines.join('\n')}`);
  }
  refuseDevelopmentSettings(parsed.data);
  return parsed.data;
}

/** With these anybody could make tokens, or set the time: not even an issuer beside them makes that good. */
function refuseDevelopmentSettings(config: Config): void {
  if (config.NODE_ENV !== 'production') return;
  const found = (['AUTH', 'DEVELOPMENT_KEY', 'CLOCK_FILE'] as const).filter((name) => config[name] !== undefined);
  if (found.length > 0) throw new InvalidConfig(`NODE_ENV is production, where ${found.join(' and ')} must not be set`);
  if (config.PERSONAL_TEXTS === 'clear')
    throw new InvalidConfig('NODE_ENV is production, where PERSONAL_TEXTS must not be clear');
}
