import type { Platform } from '../../../apps/platform/src/platform.ts';
import { oneProcessStage, type OneProcessOptions } from '../one-process-stage.ts';
import { playScript, type OnRow, type Played } from '../play-script.ts';
import type { Stage } from '../stage.ts';
import { script } from './script.ts';

/** Plays the whole script. The stage is stopped when it fails. */
export async function playOn(stage: Stage, onRow?: OnRow): Promise<Played> {
  return await playScript(stage, script, onRow);
}

export interface PlayedAlone extends Played {
  readonly platform: Platform;
}

/** Starts a platform in this process, and plays the script on it. */
export async function playStory(options: OneProcessOptions): Promise<PlayedAlone> {
  const stage = await oneProcessStage(options);
  return { ...(await playOn(stage)), platform: stage.platform };
}
