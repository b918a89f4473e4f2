import type { Logger } from 'pino';
import { CONTEXTS, passwordVariable } from '#infra/topology';
import { InvalidConfig, kurrentUrlOf, provisionDatabase, runTask, type Config, type ContextLogin } from '#libs/hosting';

/** Prepares the database of separate services, each with a role of its own, and ends: once before they start, and after each upgrade. Needs an administrator's URL. */
async function provision({ config, log }: { readonly config: Config; readonly log: Logger }): Promise<void> {
  const { DATABASE_URL, NODE_ENV } = config;
  if (DATABASE_URL === undefined) throw new InvalidConfig('DATABASE_URL is not set: the database, as an administrator');
  const logins = CONTEXTS.map(({ name }) => loginOf(name, NODE_ENV));
  await provisionDatabase(DATABASE_URL, logins, kurrentUrlOf(config));
  log.info({ contexts: logins.map(({ context }) => context) }, 'provisioned');
}

/** @throws InvalidConfig in production without a password */
function loginOf(context: string, environment: string): ContextLogin {
  const variable = passwordVariable(context);
  const password = process.env[variable];
  if (password !== undefined && password !== '') return { context, password };
  if (environment === 'production') throw new InvalidConfig(`${variable} is not set, and NODE_ENV is production`);
  return { context, password: undefined };
}

runTask(provision);
