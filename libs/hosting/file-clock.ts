import { readFileSync } from 'node:fs';
import { instant, type Clock } from '#libs/kernel';

/**
 * A clock that several processes share in development: it stands at the instant that a file holds (ISO 8601 with offset), read at
 * each look; while there is no file, it follows another clock. Whoever sets it puts the file in place by renaming.
 * @throws InvalidCalendarValue and the like of `instant` for a file that holds something else
 */
export function fileClock(file: string, otherwise: Clock): Clock {
  return {
    now: () => {
      const text = contentOf(file);
      return text === undefined ? otherwise.now() : instant(text.trim());
    },
  };
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
