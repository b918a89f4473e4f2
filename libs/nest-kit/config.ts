import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** Every setting a process reads from its environment, with what holds when it is not set. */
export const configSchema = z.object({
  NODE_ENV: z.string().default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8080),
  /** A PostgreSQL server of your own (superuser or owner); the embedded one is started unless set. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Where the embedded PostgreSQL keeps its data. */
  DATA_FOLDER: z.string().min(1).default('.grappe/data'),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  OIDC_ISSUER: z.url().optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_JWKS_URL: z.url().optional(),
  BODY_LIMIT_BYTES: z.coerce.number().int().min(1_024).default(1_048_576),
  /** Requests a second that one address may make. */
  RATE_LIMIT_PER_SECOND: z.coerce.number().int().min(1).default(2_000),
  /** How long the work of a process that died without a word stands still before another takes it over, in milliseconds. */
  LEASE_TTL_MS: z.coerce.number().int().min(500).max(600_000).default(5_000),
});

export type Config = z.infer<typeof configSchema>;

/** The settings are wrong; nothing was started. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';
}

/** @throws InvalidConfig that names each variable, what was found and what is needed */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = configSchema.safeParse(withoutEmpty(environment));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new InvalidConfig(`the environment is not usable:\n${lines.join('\n')}`);
  }
  return parsed.data;
}

function withoutEmpty(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return Object.fromEntries(set);
}
