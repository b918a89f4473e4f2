import { ApiClient } from './api-client.ts';
import { Player, type StoryRow } from './player.ts';
import type { Stage } from './stage.ts';
import type { Story } from './story.ts';

/** A row of one of the stories, in its place among all of them. */
export interface RowOfAll extends StoryRow {
  readonly story: Story;
}

export type OnRow = (row: RowOfAll, number: number, of: number) => void;

export interface PlayedTogether {
  readonly api: ApiClient;
  /** By the key of the story. */
  readonly players: ReadonlyMap<string, Player>;
}

/** The rows of some stories in the order of their days: what was known on a day is what had been recorded by then, of all of them. */
export function rowsOf(stories: readonly Story[]): readonly RowOfAll[] {
  const rows = stories.flatMap((story) => story.script.map((row) => ({ ...row, story })));
  return rows.sort((left, right) => (left.day < right.day ? -1 : Number(left.day > right.day)));
}

/** Plays stories on one system whose clock follows them, as one history. The stage is stopped when it fails. */
export async function playTogether(
  stage: Stage,
  stories: readonly Story[],
  onRow: OnRow = () => undefined,
): Promise<PlayedTogether> {
  try {
    const api = await ApiClient.withDevelopmentToken(stage.url, ['admin', 'auditor']);
    const playerOf = ({ key }: Story) => new Player(api, stage.clock, () => stage.settled(), key);
    const players = new Map(stories.map((story) => [story.key, playerOf(story)]));
    const rows = rowsOf(stories);
    for (const [index, row] of rows.entries()) {
      onRow(row, index + 1, rows.length);
      await players.get(row.story.key)?.row(row);
    }
    stage.clock.goOn();
    return { api, players };
  } catch (error) {
    await stage.stop();
    throw error;
  }
}
