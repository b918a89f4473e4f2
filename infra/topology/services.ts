import { CONTEXTS } from './contexts.ts';

/** A context as a service, as its definition has it. */
export interface ContextRow {
  readonly name: string;
  /** Its default port. */
  readonly port: number;
  /** Below which names of `/api/v1/` it answers. */
  readonly serves: readonly string[];
  /** Whether it has topics of its own, public and restricted. */
  readonly publishes: boolean;
  /** The contexts whose topics it reads. */
  readonly reads: readonly string[];
}

/** A program of the distributed system. */
export interface ServiceRow {
  readonly name: string;
  /** What runs, of `apps/`. */
  readonly app: string;
  /** Its default port. */
  readonly port: number;
  /** As whom it is in the database; `admin` migrates and gives rights. Absent where there is no database. */
  readonly databaseRole?: string | undefined;
  /** The contexts whose topics it reads, public and restricted. */
  readonly reads: readonly string[];
  /** The topics of whom it writes. */
  readonly writes: readonly string[];
  /** The variables that it is given, beside those of {@link EVERYWHERE}. */
  readonly variables: readonly string[];
  /** Who has to be ready before it is started. */
  readonly after: readonly string[];
}

/** Given to every program. In production the issuer of tokens is set and its operators look on, in development its key is shared. */
export const EVERYWHERE = {
  always: ['NODE_ENV', 'HOST', 'PORT', 'LOG_LEVEL'],
  production: [
    'OIDC_ISSUER',
    'OIDC_AUDIENCE',
    'OIDC_JWKS_URL',
    'OIDC_ROLES_CLAIM',
    'OIDC_CLUSTERS_CLAIM',
    'OIDC_PERSON_CLAIM',
    'OIDC_ORGANISATIONS_CLAIM',
    'OIDC_TOKEN_TYPE',
    'TRUST_PROXY',
    'METRICS_TOKEN',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  development: ['AUTH', 'DEVELOPMENT_KEY', 'CLOCK_FILE'],
} as const;

const names = CONTEXTS.map(({ name }) => name);
const KAFKA = ['KAFKA_BROKERS', 'KAFKA_PARTITIONS', 'KAFKA_REPLICATION'];
/** The variable with the password of a context's role in the database. */
export const passwordVariable = (context: string): string => `${context.toUpperCase()}_DATABASE_PASSWORD`;
/** The variable with the address of a service. */
export const addressVariable = (service: string): string => `${service.toUpperCase()}_URL`;

/** Prepares the database and ends. */
export const PROVISION: ServiceRow = {
  name: 'provision',
  app: 'provision',
  port: 0,
  databaseRole: 'admin',
  reads: [],
  writes: [],
  variables: ['DATABASE_URL', ...names.map(passwordVariable)],
  after: [],
};

/** The service table, in the order of starting; it is stopped in the opposite order. */
export const SERVICES: readonly ServiceRow[] = [
  {
    name: 'relay',
    app: 'relay',
    port: 8106,
    databaseRole: 'admin',
    reads: [],
    writes: CONTEXTS.filter(({ publishes }) => publishes).map(({ name }) => name),
    variables: ['DATABASE_URL', ...KAFKA],
    after: ['provision'],
  },
  ...CONTEXTS.map(({ name, port, reads }) => ({
    name,
    app: name,
    port,
    databaseRole: `grappe_${name}`,
    reads,
    writes: [],
    variables: ['DATABASE_URL', 'COMMAND_KEY', 'KEK_FILE', 'RATE_LIMIT_PER_SECOND', ...KAFKA],
    after: ['relay'],
  })),
  {
    name: 'gateway',
    app: 'gateway',
    port: 8080,
    reads: [],
    writes: [],
    variables: [...names, 'relay'].map(addressVariable),
    after: names,
  },
];

/** The gateway limits each address; behind it all requests come from one. */
export const INTERNAL_RATE_LIMIT = 1_000_000;

/** The public topic of each context, and the restricted one beside it. */
export function topicsText(contexts: readonly string[]): string {
  return contexts.map((context) => `grappe.${context}.v1 +restricted`).join(', ');
}
