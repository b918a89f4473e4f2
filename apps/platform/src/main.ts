import 'reflect-metadata';
import { pino } from 'pino';
import { InvalidConfig, readConfig } from '#libs/nest-kit/process';
import { startPlatform } from './platform.ts';

/** `npm start`: the whole system on your own data, until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL });
  const platform = await startPlatform({ config, log });
  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping');
    platform.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  const expected =
    error instanceof InvalidConfig || (error instanceof Error && /Production|Unavailable|Schema/.test(error.name));
  process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});
