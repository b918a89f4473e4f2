import type { Platform } from '../../../apps/platform/src/platform.ts';
import { ApiClient } from '../api-client.ts';
import { oneProcessStage, type OneProcessOptions } from '../one-process-stage.ts';
import { Player, type StoryRow } from '../player.ts';
import type { Stage } from '../stage.ts';
import { script } from './script.ts';

export type OnRow = (row: StoryRow, number: number, of: number) => void;

export interface Played {
  readonly api: ApiClient;
  readonly player: Player;
}

/** Plays the whole script through the command API of a system whose clock follows the story. The stage is stopped when it fails. */
export async function playOn(stage: Stage, onRow?: OnRow): Promise<Played> {
  try {
    const api = await ApiClient.withDevelopmentToken(stage.url, ['admin', 'auditor']);
    const player = new Player(api, stage.clock, () => stage.settled());
    for (const [index, row] of script.entries()) {
      onRow?.(row, index + 1, script.length);
      await player.row(row);
    }
    stage.clock.goOn();
    return { api, player };
  } catch (error) {
    await stage.stop();
    throw error;
  }
}

export interface PlayedAlone extends Played {
  readonly platform: Platform;
}

/** Starts a platform in this process, and plays the script on it. */
export async function playStory(options: OneProcessOptions): Promise<PlayedAlone> {
  const stage = await oneProcessStage(options);
  return { ...(await playOn(stage)), platform: stage.platform };
}
