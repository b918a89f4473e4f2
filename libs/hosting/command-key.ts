import { resolve } from 'node:path';
import { InvalidConfig, type Config } from './config.ts';
import { secretIn } from './secret-file.ts';

const FILE = 'command.key';

/**
 * The key under which the bodies of commands are hashed (HMAC-SHA-256): a body may hold a person's name, and whoever sees a plain
 * hash of it can try names. All processes of an installation have the same, for good: under another one a repeated command looks
 * like another one. It is no secret of the database, because what is stolen with the events would open nothing less.
 *
 * `COMMAND_KEY`, else a file in the data folder, which the first start makes.
 * @throws InvalidConfig in production on a database server of its own, where the processes share no folder
 */
export async function commandKeyOf(config: Config): Promise<string> {
  const { COMMAND_KEY: given, NODE_ENV, DATABASE_URL, DATA_FOLDER } = config;
  if (given !== undefined) return given;
  if (NODE_ENV === 'production' && DATABASE_URL !== undefined)
    throw new InvalidConfig(
      'COMMAND_KEY is not set: 32 characters or more, the same for every process on this database',
    );
  return await secretIn(resolve(DATA_FOLDER), FILE);
}
