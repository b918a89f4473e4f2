import type { StoryClock } from './story-clock.ts';

/** A running system that a story is played on, in one process or several. */
export interface Stage {
  readonly url: string;
  readonly databaseUrl: string;
  readonly clock: StoryClock;
  /** Resolves once every consumer has handled every event. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}
