import 'reflect-metadata';
import type { Logger } from 'pino';
import { InvalidConfig, runProgram, runTask, type Config } from '#libs/hosting';
import { resumeRelay } from '#libs/messaging/relay';
import { connectPool } from '#libs/postgres';
import { startRelay } from './relay-service.ts';

/**
 * Needs the administrator's right to the database: resumes a relay that has stopped, once what stopped it is
 * mended. Whichever process holds the lease notices.
 * @throws InvalidConfig
 */
async function resume({ config, log }: { readonly config: Config; readonly log: Logger }): Promise<void> {
  const { DATABASE_URL: url } = config;
  if (url === undefined) throw new InvalidConfig('DATABASE_URL is not set: the database of the store');
  const pool = connectPool(url, { max: 1, applicationName: 'grappe relay resume' });
  try {
    const resumed = await resumeRelay(pool);
    log.info({ resumed }, resumed ? 'the relay goes on where it stood' : 'the relay does not stand still');
  } finally {
    await pool.end();
  }
}

/** Gives positions and publishes to Kafka, until SIGINT or SIGTERM. `resume`: resumes a relay that has stopped, and ends. */
if (process.argv[2] === 'resume') runTask(resume);
else runProgram(startRelay);
