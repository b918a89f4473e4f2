import { pino, type Logger } from 'pino';
import { readConfig, systemClock, type WayOfStarting } from '#libs/hosting';
import { startPlatform, type Platform } from '../../apps/platform/src/platform.ts';
import type { Stage } from './stage.ts';
import { OwnStoryClock } from './story-clock.ts';

export interface OneProcessOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log?: Logger | undefined;
  /** Default: `program`. */
  readonly way?: WayOfStarting | undefined;
}

/** A platform in this process, on an empty database. */
export async function oneProcessStage({
  environment,
  log = pino({ level: 'silent' }),
  way,
}: OneProcessOptions): Promise<Stage & { readonly platform: Platform }> {
  const clock = new OwnStoryClock(systemClock);
  const platform = await startPlatform({ config: readConfig(environment), log, clock, way, fresh: true });
  return {
    platform,
    url: platform.url,
    databaseUrl: platform.databaseUrl,
    clock,
    settled: () => platform.runtime.untilSettled(),
    stop: () => platform.stop(),
  };
}
