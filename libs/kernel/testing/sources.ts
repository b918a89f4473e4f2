import { instantFromEpochMs, instant, type Clock, type Instant } from '../calendar.ts';
import { uuid, type IdSource, type Uuid } from '../ids.ts';

/** A clock that moves only when it is set. */
export class ManualClock implements Clock {
  #now: Instant;
  constructor(start = '2016-03-31T10:00:00.000Z') {
    this.#now = instant(start);
  }
  now(): Instant {
    return this.#now;
  }
  set(moment: string): void {
    this.#now = instant(moment);
  }
  advanceMs(milliseconds: number): void {
    this.#now = instantFromEpochMs(new Date(this.#now).getTime() + milliseconds);
  }
}

/** Ids in a counted sequence, in the form of UUIDv7, the same in every run; `space` keeps two sources apart. */
export class CountedIds implements IdSource {
  #count = 0;
  constructor(private readonly space = 0) {}
  next(): Uuid {
    this.#count += 1;
    return countedUuid(this.#count, this.space);
  }
}

export function countedUuid(count: number, space = 0): Uuid {
  return uuid(`01500000-${space.toString(16).padStart(4, '0')}-7000-8000-${count.toString(16).padStart(12, '0')}`);
}
