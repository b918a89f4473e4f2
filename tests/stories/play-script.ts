import { ApiClient } from './api-client.ts';
import { Player, type StoryRow } from './player.ts';
import type { Stage } from './stage.ts';

export type OnRow = (row: StoryRow, number: number, of: number) => void;

export interface Played {
  readonly api: ApiClient;
  readonly player: Player;
}

/** Plays rows through the command API of a system whose clock follows the story. The stage is stopped when it fails. */
export async function playScript(
  stage: Stage,
  script: readonly StoryRow[],
  onRow?: OnRow,
  name = 'story',
): Promise<Played> {
  try {
    const api = await ApiClient.withDevelopmentToken(stage.url, ['admin', 'auditor']);
    const player = new Player(api, stage.clock, () => stage.settled(), name);
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
