import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '#libs/hosting';
import { createTestDatabase } from '#libs/postgres/testing';
import { startPlatform, type Platform } from '../../../apps/platform/src/platform.ts';

export interface RunningPlatform {
  readonly platform: Platform;
  /** Ends the platform, then removes its database and its folder. */
  stop(): Promise<void>;
}

/** The whole platform in this process, listening on a free port, on a database of its own. */
export async function runPlatform(): Promise<RunningPlatform> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'grappe-platform-'));
  const settings = {
    AUTH: 'development',
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: database.url,
    DATA_FOLDER: folder,
  };
  const platform = await startPlatform({ config: readConfig(settings), log: pino({ level: 'silent' }) });
  return {
    platform,
    stop: async () => {
      await platform.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
