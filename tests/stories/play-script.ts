import type { Platform } from '../../apps/platform/src/platform.ts';
import { ApiClient } from './api-client.ts';
import { Player, type StoryRow } from './player.ts';
import type { Stage } from './stage.ts';

export interface Played {
  readonly api: ApiClient;
  readonly player: Player;
}

export interface PlayedAlone extends Played {
  readonly platform: Platform;
}

/** Plays rows through the command API of a system whose clock follows the story. The stage is stopped when it fails. */
export async function playScript(stage: Stage, script: readonly StoryRow[]): Promise<Played> {
  try {
    const api = await ApiClient.withDevelopmentToken(stage.url, ['admin', 'auditor']);
    const player = new Player(api, stage.clock, () => stage.settled());
    for (const row of script) await player.row(row);
    stage.clock.goOn();
    return { api, player };
  } catch (error) {
    await stage.stop();
    throw error;
  }
}
