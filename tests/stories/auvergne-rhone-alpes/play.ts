import { pino, type Logger } from 'pino';
import { readConfig } from '#libs/nest-kit/process';
import { systemClock } from '#libs/nest-kit';
import { startPlatform, type Platform } from '../../../apps/platform/src/platform.ts';
import { ApiClient } from '../api-client.ts';
import { Player, type StoryRow } from '../player.ts';
import { script } from './script.ts';
import { StoryClock } from '../story-clock.ts';

export interface PlayOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log?: Logger | undefined;
  readonly onRow?: ((row: StoryRow, number: number, of: number) => void) | undefined;
}

export interface Played {
  readonly platform: Platform;
  readonly api: ApiClient;
  readonly player: Player;
}

/** Starts a platform whose clock stands in the story, and plays the whole script through its command API. */
export async function playStory({ environment, log = pino({ level: 'silent' }), onRow }: PlayOptions): Promise<Played> {
  const clock = new StoryClock(systemClock);
  const platform = await startPlatform({ config: readConfig(environment), log, clock, fresh: true });
  try {
    const api = await ApiClient.withDevelopmentToken(platform.url, ['admin', 'auditor']);
    const player = new Player(api, clock);
    for (const [index, row] of script.entries()) {
      onRow?.(row, index + 1, script.length);
      await player.row(row);
    }
    await platform.runtime.settled();
    clock.goOn();
    return { platform, api, player };
  } catch (error) {
    await platform.stop();
    throw error;
  }
}
