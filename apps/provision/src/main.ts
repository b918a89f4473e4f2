import type { Logger } from 'pino';
import { InvalidConfig, kurrentUrlOf, provisionDatabase, runTask, type Config, type ContextLogin } from '#libs/hosting';

/** The contexts that run as services, each with a role of its own. */
const CONTEXTS = ['membership', 'governance', 'mergers', 'incubation', 'audit'];

/** Prepares the database of separate services, and ends: once before they start, and after each upgrade. Needs an administrator's URL. */
async function provision({ config, log }: { readonly config: Config; readonly log: Logger }): Promise<void> {
  const { DATABASE_URL, NODE_ENV } = config;
  if (DATABASE_URL === undefined) throw new InvalidConfig('DATABASE_URL is not set: the database, as an administrator');
  const logins = CONTEXTS.map((context) => loginOf(context, NODE_ENV));
  await provisionDatabase(DATABASE_URL, logins, kurrentUrlOf(config));
  log.info({ contexts: CONTEXTS }, 'provisioned');
}

/** @throws InvalidConfig in production without a password */
function loginOf(context: string, environment: string): ContextLogin {
  const variable = `${context.toUpperCase()}_DATABASE_PASSWORD`;
  const password = process.env[variable];
  if (password !== undefined && password !== '') return { context, password };
  if (environment === 'production') throw new InvalidConfig(`${variable} is not set, and NODE_ENV is production`);
  return { context, password: undefined };
}

runTask(provision);
