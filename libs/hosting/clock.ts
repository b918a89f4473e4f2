import { readFileSync } from 'node:fs';
import { v7 } from 'uuid';
import { instant, uuid, type Clock, type IdSource, type Instant } from '#libs/kernel';
import { errorCode } from '#libs/postgres';
import type { Config } from './config.ts';

/** The time of the machine, asked at every command: Date writes the same text as Temporal and takes a fifteenth of the time. */
export const systemClock: Clock = { now: () => new Date().toISOString() as Instant };

/** UUIDv7 (RFC 9562 §5.7): ids that sort by the time at which they were made. */
export const systemIds: IdSource = { next: () => uuid(v7()) };

/** The clock that the settings name. Default: the machine's; in development several processes may share one. */
export function clockOf({ CLOCK_FILE: file }: Pick<Config, 'CLOCK_FILE'>): Clock {
  return file === undefined ? systemClock : fileClock(file, systemClock);
}

/**
 * A clock that several processes share in development: it stands at the instant that a file holds (ISO 8601 with offset), read at
 * each look; while there is no file, it follows another clock. The file is set by renaming another one to it.
 * @throws InvalidCalendarValue and the like of `instant` for a file that holds something else
 */
export function fileClock(file: string, otherwise: Clock): Clock {
  return {
    now: () => {
      try {
        return instant(readFileSync(file, 'utf8').trim());
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return otherwise.now();
        throw error;
      }
    },
  };
}
