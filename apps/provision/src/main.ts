import { pino } from 'pino';
import { InvalidConfig, kurrentUrlOf, provisionDatabase, readConfig, type ContextLogin } from '#libs/nest-kit/process';

/** The contexts that run as services, each with a role of its own. */
const CONTEXTS = ['membership', 'governance', 'mergers', 'incubation', 'audit'];

/** Prepares the database of separate services, and ends: once before they start, and after each upgrade. Needs an administrator's URL. */
async function provision(): Promise<void> {
  const config = readConfig(process.env);
  const { DATABASE_URL, NODE_ENV, LOG_LEVEL } = config;
  if (DATABASE_URL === undefined) throw new InvalidConfig('DATABASE_URL is not set: the database, as an administrator');
  const logins = CONTEXTS.map((context) => loginOf(context, NODE_ENV));
  await provisionDatabase(DATABASE_URL, logins, kurrentUrlOf(config));
  pino({ level: LOG_LEVEL }).info({ contexts: CONTEXTS }, 'provisioned');
}

/** @throws InvalidConfig in production without a password */
function loginOf(context: string, environment: string): ContextLogin {
  const variable = `${context.toUpperCase()}_DATABASE_PASSWORD`;
  const password = process.env[variable];
  if (password !== undefined && password !== '') return { context, password };
  if (environment === 'production') throw new InvalidConfig(`${variable} is not set, and NODE_ENV is production`);
  return { context, password: undefined };
}

provision().catch((error: unknown) => {
  const said = error instanceof InvalidConfig || !(error instanceof Error) ? String(error) : (error.stack ?? '');
  process.stderr.write(`${said}\n`);
  process.exit(1);
});
